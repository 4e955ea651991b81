"""Orders that are invoiced by themselves: each on its day, what is refused waits with its reason, the run goes on."""

import datetime as dt
from dataclasses import replace

import pytest
from tests.support.ordering import FINAL, MONTHLY, PROGRESS, deposit, open_order
from tests.support.selling import NOW, REDUCED, TODAY, give_share, line, open_house, open_unit

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.orders.models import Order
from marke.domain.orders.operations import parked_refusal
from marke.domain.people.models import Person
from marke.domain.sales.models import Invoice
from marke.usecases.invoice_order import Run, invoice_due_orders


@pytest.fixture(autouse=True)
def selling(db: None) -> None:
    with acting_as_system():
        open_house()
        open_unit(1001)
        open_unit(1002, share=False)


def given(unit_id: int = 1001, *lines: object, **more: object) -> Order:
    with acting_as_system():
        return Order.objects.get(pk=open_order(unit_id, *lines, **{"automatic": True, **more}))


def again(order: Order) -> Order:
    with acting_as_system():
        return Order.objects.get(pk=order.pk)


def test_what_is_due_is_invoiced_by_itself() -> None:
    """The deposit today, the rest on the last day of the work; an order of which the member taps is left alone."""
    end = dt.date(2026, 9, 30)
    order = given(schedule=(deposit(), FINAL), period=(TODAY, end))
    given(automatic=False)
    assert invoice_due_orders(now=NOW) == Run(made=1)
    assert again(order).next_on == end
    assert invoice_due_orders(now=NOW) == Run()
    assert invoice_due_orders(now=NOW + dt.timedelta(days=20)) == Run(made=1)
    with acting_as_system():
        assert list(Invoice.objects.order_by("pk").values_list("net", flat=True)) == [30_000, 70_000]


def test_late_periods_are_invoiced_one_by_one() -> None:
    order = given(schedule=(replace(MONTHLY, until=dt.date(2026, 11, 30)),))
    assert invoice_due_orders(now=dt.datetime(2026, 11, 5, 6, tzinfo=dt.UTC)) == Run(made=2)
    assert again(order).next_on == dt.date(2026, 11, 30)


def test_what_is_refused_waits_with_its_reason_and_the_run_goes_on() -> None:
    """A unit without a share and a reason that the law no longer knows stop nobody else."""
    stopped = given(1002, schedule=(deposit(), FINAL))
    unlawful = given(1001, line("100", vat=REDUCED, ground="lodging_6"), signed_on=TODAY, schedule=(deposit(), FINAL))
    fine = given(schedule=(deposit(), FINAL))
    assert invoice_due_orders(now=NOW) == Run(made=1, parked=2)
    refusal = parked_refusal(again(stopped))
    assert refusal
    assert "paid share for 2026" in str(refusal)
    assert again(unlawful).parked_rule == "vat.reason-not-for-rate"
    assert parked_refusal(again(fine)) is None


def test_an_order_keeps_the_day_since_which_it_waits_and_goes_on_when_it_can() -> None:
    order = given(1002, schedule=(deposit(), FINAL))
    invoice_due_orders(now=NOW)
    invoice_due_orders(now=NOW + dt.timedelta(days=3))
    assert again(order).parked_on == TODAY
    with acting_as_system():
        give_share(Person.objects.get(family_name="Holder 1002"))
    assert invoice_due_orders(now=NOW + dt.timedelta(days=3)) == Run(made=1)
    assert again(order).parked_on is None


def test_work_in_progress_is_never_invoiced_by_itself() -> None:
    """Nobody but the member knows how much is done."""
    given(schedule=(replace(PROGRESS, on=TODAY),))
    assert invoice_due_orders(now=NOW) == Run()
