"""Orders become invoices: each part once, together the order to the cent, whatever is credited in between."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from tests.support.ordering import FINAL, MONTHLY, PROGRESS, deposit, instalments, open_order
from tests.support.selling import CLERK, NOW, REDUCED, TODAY, client_of, line, open_unit

from marke.countries.registry import country
from marke.domain.checks.enums import CheckReason, DocumentKind
from marke.domain.checks.operations import CheckInput, ask
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.orders.enums import OrderState
from marke.domain.orders.files import add_file
from marke.domain.orders.models import Order, OrderInvoice
from marke.domain.orders.proofs import PROOFS
from marke.domain.orders.queries import planned
from marke.domain.orders.standing import standing
from marke.domain.outbox.models import Message
from marke.domain.sales.models import Client, Invoice
from marke.domain.units.models import Unit
from marke.kernel.dates import DateRange
from marke.kernel.papers import PaperInput
from marke.kernel.refusal import Refusal
from marke.usecases.check_documents import Decision, decide_checks
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.invoice_order import Wanted, invoice_order, invoice_orders

pytestmark = pytest.mark.usefixtures("selling")

HALF = Decimal("0.5")


def invoice(order: object, *, on: dt.date = TODAY, **more: object) -> Invoice:
    now = NOW + (on - TODAY)
    return invoice_order(wanted=Wanted(order, **more), now=now, actor=SYSTEM)


def credit(invoice: Invoice) -> None:
    credit_invoice(invoice_id=invoice.pk, on=TODAY, reason="Wrong", actor=SYSTEM)


def at_each_rate(*invoices: Invoice) -> dict[Decimal, tuple[int, int]]:
    """Base and VAT over invoices, per rate."""
    sums: dict[Decimal, tuple[int, int]] = {}
    for each in invoices:
        for total in each.vat_totals.all():
            base, vat = sums.get(total.rate, (0, 0))
            sums[total.rate] = base + total.base, vat + total.vat
    return sums


def prove() -> None:
    """Every proof about orders holds."""
    for proof in PROOFS:
        with connection.cursor() as cursor:
            cursor.execute(proof.sql)
            assert not cursor.fetchall(), proof.sentence


def test_an_order_is_invoiced_as_it_was_signed() -> None:
    """At once, with the client's references, its term and its days."""
    end = dt.date(2026, 9, 10)
    order = open_order(
        1001,
        line("1000"),
        subject="Concert",
        order_reference="PO 7",
        term_days=20,
        period=(end, end),
        client_reference="Ann",
        client_id=client_of(1001, email="accounts@festival.example"),
    )
    made = invoice(order)
    assert (made.gross, made.subject, made.order_reference, made.client_reference) == (
        121_000,
        "Concert",
        "PO 7",
        "Ann",
    )
    assert (made.order_id, made.due_on, made.period_end) == (order, TODAY + dt.timedelta(days=20), end)
    assert Order.objects.get(pk=order).state == OrderState.DONE
    assert Message.objects.filter(subject_id=made.pk).exists()
    prove()


def test_the_final_invoice_deducts_the_deposit_by_its_number() -> None:
    """30 % of 1,234.56 and of 500.00 at signature; the final invoice shows all lines and takes both parts off."""
    lines = [line("1234.56"), line("500", vat=REDUCED, ground="copyright")]
    order = open_order(1001, *lines, schedule=(deposit(), FINAL), language="en", subject="Festival")
    first, last = invoice(order), invoice(order)
    assert at_each_rate(first) == {Decimal("0.21"): (37_000, 7_770), REDUCED: (15_000, 900)}
    assert [row.description for row in first.lines.all()] == [
        "Deposit 30 %: Festival (21 % VAT)",
        "Deposit 30 %: Festival (6 % VAT)",
    ]
    deducted = [row for row in last.lines.all() if row.quantity < 0]
    assert [row.net for row in deducted] == [-37_000, -15_000]
    assert deducted[0].description == f"Deposit invoiced before: invoice {first.number} of 11 September 2026 (21 % VAT)"
    assert at_each_rate(first, last) == {Decimal("0.21"): (123_456, 25_926), REDUCED: (50_000, 3_000)}
    prove()


def test_three_parts_carry_the_vat_of_the_whole() -> None:
    """100.01 in three: 33.00, 33.00 and 34.01, with 21.00 of VAT, and not a cent more."""
    days = [TODAY, dt.date(2026, 10, 1), dt.date(2026, 11, 1)]
    order = open_order(1001, line("100.01"), schedule=instalments(*days))
    parts = [invoice(order, on=day) for day in days]
    assert [part.net for part in parts] == [3_300, 3_300, 3_401]
    assert sum(part.vat for part in parts) == 2_100
    assert parts[1].lines.get().description == "Deel 2 van 3: Concert"


def test_work_in_progress_is_invoiced_by_percentage_per_line() -> None:
    lines = [line("1000"), line("200")]
    order = open_order(1001, *lines, schedule=(PROGRESS,), language="en")
    first = invoice(order, done=(HALF, Decimal(0)))
    assert (first.net, first.lines.get().description) == (50_000, "Concert: 50 % done, 0 % invoiced before")
    second = invoice(order, done=(Decimal("0.8"), Decimal(1)))
    assert (second.net, Order.objects.get(pk=order).remaining) == (50_000, 20_000)
    last = invoice(order, done=(Decimal(1), Decimal(1)))
    assert first.net + second.net + last.net == 120_000
    assert Order.objects.get(pk=order).state == OrderState.DONE
    prove()


@pytest.mark.parametrize(
    ("done", "sentence"), [("1.01", "never more"), ("0.4", "stays done"), ("0.5", "nothing was done")]
)
def test_progress_never_passes_a_hundred_and_never_goes_down(done: str, sentence: str) -> None:
    order = open_order(1001, schedule=(PROGRESS,))
    invoice(order, done=(HALF,))
    with pytest.raises(Refusal, match=sentence):
        invoice(order, done=(Decimal(done),))
    assert Invoice.objects.count() == 1


def test_beside_progress_the_final_invoice_is_offered() -> None:
    """It deducts the deposit and what was invoiced by progress."""
    order = open_order(1001, schedule=(deposit(), PROGRESS, FINAL))
    advance = invoice(order)
    part = invoice(order, done=(HALF,))
    offers = standing(order_id=order).offers
    assert [due.step.kind for due in offers] == ["progress", "final"]
    last = invoice(order, step_id=offers[1].step.pk, turn=offers[1].turn)
    assert (advance.net, part.net, last.net) == (30_000, 50_000, 20_000)
    assert last.lines.count() == 3
    prove()


def test_what_comes_back_is_invoiced_every_month() -> None:
    """For September on the 30th, then for October; each names its days."""
    order = open_order(1001, schedule=(MONTHLY,))
    first = invoice(order, on=dt.date(2026, 9, 30))
    assert (first.period_start, first.period_end) == (dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    assert Order.objects.get(pk=order).next_on == dt.date(2026, 10, 31)
    with pytest.raises(Refusal, match="from 7 days before"):
        invoice(order, on=dt.date(2026, 10, 1))
    second = invoice(order, on=dt.date(2026, 10, 24))
    assert second.period_end == dt.date(2026, 10, 31)
    prove()


def test_an_order_with_an_end_is_done_after_its_last_period() -> None:
    order = open_order(1001, schedule=(replace(MONTHLY, every_months=3, until=dt.date(2026, 11, 30), in_advance=True),))
    assert Order.objects.get(pk=order).remaining == 100_000
    invoice(order)
    assert Order.objects.get(pk=order).state == OrderState.DONE


def test_two_taps_make_one_invoice() -> None:
    """The second tap names the same turn, and is answered with the invoice of the first."""
    order = open_order(1001, schedule=(deposit(), FINAL))
    due = standing(order_id=order).next
    assert due
    first, second = (invoice(order, step_id=due.step.pk, turn=due.turn) for _ in range(2))
    assert first.pk == second.pk
    assert Invoice.objects.count() == 1


def test_a_late_tap_on_a_part_that_was_taken_back_makes_nothing() -> None:
    order = open_order(1001, schedule=(deposit(), FINAL))
    due = standing(order_id=order).next
    assert due
    credit(invoice(order, step_id=due.step.pk, turn=due.turn))
    with pytest.raises(Refusal, match="has moved on"):
        invoice(order, step_id=due.step.pk, turn=due.turn)


def test_crediting_an_invoice_gives_its_part_back() -> None:
    """The deposit is credited after the final invoice that deducted it: its part is open again, and no other."""
    order = open_order(1001, schedule=(deposit(), FINAL))
    advance, last = invoice(order), invoice(order)
    assert Order.objects.get(pk=order).state == OrderState.DONE
    credit(advance)
    reopened = Order.objects.get(pk=order)
    assert (reopened.state, reopened.remaining, reopened.next_on) == (OrderState.RUNNING, 30_000, TODAY)
    again = invoice(order)
    assert (again.net, again.net + last.net) == (30_000, 100_000)
    prove()


def test_crediting_progress_gives_its_part_back() -> None:
    order = open_order(1001, schedule=(PROGRESS,))
    invoice(order, done=(Decimal("0.3"),))
    credit(invoice(order, done=(Decimal("0.6"),)))
    again = invoice(order, done=(Decimal("0.6"),))
    assert (again.net, Order.objects.get(pk=order).remaining) == (30_000, 40_000)
    prove()


def test_a_changed_order_takes_over_what_was_invoiced() -> None:
    """1,000.00 with 300.00 invoiced becomes 1,500.00: the final invoice deducts the deposit of the first order."""
    client = client_of(1001)
    old = open_order(1001, client_id=client, schedule=(deposit(), FINAL))
    advance = invoice(old)
    new = open_order(1001, line("1500"), client_id=client, replaces=old)
    assert Order.objects.get(pk=new).remaining == 120_000
    with pytest.raises(Refusal, match="has moved on"):
        invoice(old)
    last = invoice(new)
    assert advance.net + last.net == 150_000
    assert advance.number in last.lines.last().description
    prove()


def test_a_changed_order_is_not_smaller_than_what_was_invoiced() -> None:
    old = open_order(1001, schedule=(deposit("0.5"), FINAL))
    invoice(old)
    with pytest.raises(Refusal, match="Credit an invoice of it first"):
        open_order(1001, line("400"), replaces=old)


def test_a_new_vat_rate_counts_for_what_is_still_invoiced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deposit at 21 %; from October the standard rate is 22 %: the rest carries 22 %, the deposit keeps its 21 %."""
    law = country("be").vat_law()
    change = dt.date(2026, 10, 1)
    old = (DateRange(dt.date(1996, 1, 1), change - dt.timedelta(days=1)), Decimal("0.21"))
    new = replace(law, rates={**law.rates, "standard": (old, (DateRange(change), Decimal("0.22")))})
    home = replace(country("be"), vat_law=lambda: new)
    for module in ("marke.usecases.issue_invoice.country", "marke.domain.sales.home.country"):
        monkeypatch.setattr(module, lambda code: home)
    order = open_order(1001, schedule=(deposit(), FINAL))
    advance, last = invoice(order), invoice(order, on=change)
    assert at_each_rate(advance) == {Decimal("0.21"): (30_000, 6_300)}
    assert at_each_rate(last) == {Decimal("0.22"): (70_000, 15_400)}


def test_a_reason_that_the_law_no_longer_knows_is_refused() -> None:
    """Lodging at 6 % ended in February 2026: what was agreed before needs a new signature."""
    order = open_order(1001, line("100", vat=REDUCED, ground="lodging_6"), signed_on=dt.date(2026, 1, 5))
    with pytest.raises(Refusal, match="does not give this VAT rate"):
        invoice(order)


def test_a_blocked_client_gets_no_invoice() -> None:
    order = open_order(1001)
    Client.objects.update(state="blocked")
    with pytest.raises(Refusal, match="has blocked"):
        invoice(order)


def test_a_closed_unit_invoices_nothing() -> None:
    order = open_order(1001)
    Unit.objects.filter(pk=1001).update(state="closed", closed_on=TODAY)
    with pytest.raises(Refusal, match="is closed"):
        invoice(order)


def test_rule_2_a_unit_without_right_of_use_invoices_nothing() -> None:
    open_unit(1002, share=False)
    order = open_order(1002)
    with pytest.raises(Refusal, match="has a paid share"):
        invoice(order)


def test_what_the_deal_requires_is_there_before_it_is_invoiced() -> None:
    """VAT is shifted to a contractor who has said so in writing."""
    order = open_order(1001, line("100", vat=Decimal("0.00"), ground="construction"))
    with pytest.raises(Refusal, match="Declaration of the co-contractor"):
        invoice(order)
    add_file(order_id=order, kind="co_contractor_declaration", file=PaperInput("a.pdf", b"%PDF-1.7 a"), actor=SYSTEM)
    assert invoice(order).vat == 0


def test_an_order_whose_files_the_desk_looks_at_waits() -> None:
    order = open_order(1001)
    given = CheckInput(DocumentKind.ORDER, order, 1001, "Concert", [CheckReason.FILES])
    [check] = ask(checks=[given], now=NOW, actor=SYSTEM)
    with pytest.raises(Refusal, match="looks at the files"):
        invoice(order)
    decide_checks(decision=Decision([check]), now=NOW, actor=CLERK)
    assert invoice(order)


def test_files_that_the_desk_returned_stop_the_invoice() -> None:
    order = open_order(1001)
    given = CheckInput(DocumentKind.ORDER, order, 1001, "Concert", [CheckReason.FILES])
    [check] = ask(checks=[given], now=NOW, actor=SYSTEM)
    decide_checks(decision=Decision([check], fault="The signature is missing"), now=NOW, actor=CLERK)
    with pytest.raises(Refusal, match="The signature is missing"):
        invoice(order)


def test_many_orders_are_invoiced_at_once_or_none() -> None:
    first, second = open_order(1001), open_order(1001)
    made = invoice_orders(wanted=[Wanted(first), Wanted(second)], now=NOW, actor=SYSTEM)
    assert [each.order_id for each in made] == [first, second]
    third, done = open_order(1001), first
    with pytest.raises(Refusal, match="has moved on"):
        invoice_orders(wanted=[Wanted(third), Wanted(done)], now=NOW, actor=SYSTEM)
    assert OrderInvoice.objects.count() == 2


def test_the_planned_budget_is_what_was_signed_and_not_invoiced() -> None:
    order = open_order(1001, schedule=(deposit(), FINAL))
    open_order(1001, line("250"))
    assert (planned(unit_id=1001).net, planned(unit_id=1001).count) == (125_000, 2)
    invoice(order)
    assert planned(unit_id=1001).net == 95_000
