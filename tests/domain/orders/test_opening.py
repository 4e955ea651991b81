"""Opening orders: a signature makes one, a later signature replaces it, and nothing rewrites it."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from tests.support.ordering import FINAL, MONTHLY, deposit, instalments, open_order, order_of
from tests.support.selling import REDUCED, TODAY, line

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.orders.enums import FileKind, OrderState
from marke.domain.orders.models import Order, OrderFile
from marke.domain.orders.operations import end_order, open_orders
from marke.domain.orders.standing import standing
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal

pytestmark = pytest.mark.usefixtures("selling")


def test_a_signed_quote_becomes_an_order_that_says_what_comes_next() -> None:
    """30 % at signature, the rest when the work is done on 30 October."""
    end = dt.date(2026, 10, 30)
    order = Order.objects.get(pk=open_order(1001, schedule=(deposit(), FINAL), period=(TODAY, end)))
    assert (order.number, order.state, order.net, order.remaining) == ("1001-1", OrderState.RUNNING, 100_000, 100_000)
    assert order.next_on == TODAY
    upcoming = standing(order_id=order.pk).next
    assert upcoming
    assert (upcoming.net, upcoming.step.kind) == (30_000, "deposit")


def test_orders_are_numbered_in_their_unit() -> None:
    given = order_of(1001)
    ids = open_orders(orders=[given, given, given], actor=SYSTEM)
    assert [Order.objects.get(pk=each).number for each in ids] == ["1001-1", "1001-2", "1001-3"]


def test_an_order_that_comes_back_has_no_end_by_itself() -> None:
    """Monthly from September: the first invoice is due on the 30th, and one month is what is surely left."""
    order = Order.objects.get(pk=open_order(1001, schedule=(MONTHLY,)))
    assert (order.next_on, order.remaining) == (dt.date(2026, 9, 30), 100_000)


def test_a_later_signature_of_the_same_quote_replaces_the_order() -> None:
    quote = uuid7()
    old = open_order(1001, quote_id=quote)
    new = open_order(1001, line("1500"), quote_id=quote)
    replaced, current = Order.objects.get(pk=old), Order.objects.get(pk=new)
    assert (replaced.state, replaced.remaining, replaced.ended_on) == (OrderState.REPLACED, 0, TODAY)
    assert (current.state, current.first_order_id) == (OrderState.RUNNING, old)
    newest = open_order(1001, line("1600"), replaces=new)
    assert Order.objects.get(pk=newest).first_order_id == old


def test_an_order_that_ended_is_not_replaced() -> None:
    old = open_order(1001)
    open_order(1001, replaces=old)
    with pytest.raises(Refusal, match="does not run any more"):
        open_order(1001, replaces=old)


def test_a_schedule_that_does_not_make_the_order_opens_nothing() -> None:
    with pytest.raises(Refusal, match="deducts the deposits"):
        open_order(1001, schedule=(deposit(),))
    assert not Order.objects.exists()


@pytest.mark.parametrize("change", [{"net": 5}, {"subject": "Other"}, {"term_days": 90}])
def test_what_was_signed_does_not_change(change: dict[str, object]) -> None:
    order = open_order(1001)
    with pytest.raises(IntegrityError, match="what was signed"), transaction.atomic():
        Order.objects.filter(pk=order).update(**change)


def test_what_was_signed_is_not_thrown_away() -> None:
    """Neither the order nor a line or a step of it."""
    order = Order.objects.get(pk=open_order(1001, schedule=instalments(TODAY, dt.date(2026, 10, 1))))
    for rows in (order.lines, order.steps):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all().delete()


def test_an_order_ends_by_a_signed_change_alone() -> None:
    """Rule 16: without the paper on which the client agrees, nothing ends."""
    order = open_order(1001, line("50", vat=REDUCED, ground="copyright"))
    with pytest.raises(Refusal, match="Say why"):
        end_order(order_id=order, on=TODAY, reason=" ")
    with pytest.raises(Refusal, match="Only a signed document"):
        end_order(order_id=order, on=TODAY, reason="The festival is called off")
    paper = {"file": "orders/none.pdf", "name": "none.pdf", "content_type": "application/pdf", "size": 1, "sha256": "0"}
    OrderFile.objects.create(order_id=order, unit_id=1001, kind=FileKind.CHANGE, added_by=SYSTEM, **paper)
    end_order(order_id=order, on=TODAY, reason="The festival is called off")
    ended = Order.objects.get(pk=order)
    assert (ended.state, ended.remaining, ended.next_on) == (OrderState.ENDED, 0, None)
    with pytest.raises(Refusal, match="nothing to end"):
        end_order(order_id=order, on=TODAY, reason="Again")
