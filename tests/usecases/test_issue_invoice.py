"""Sending an invoice: priced, posted, numbered and for ever unchanged."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.support.selling import OTHER_NUMBER, REDUCED, TODAY, client_of, invoice_of, line, open_unit

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance, unit_budget
from marke.domain.parameters.operations import decide
from marke.domain.sales.enums import InvoiceKind, InvoiceStatus
from marke.domain.sales.models import Invoice, InvoiceLine
from marke.domain.sales.operations.invoices import save_draft
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import IssueInput, issue_invoice, issue_invoices

pytestmark = pytest.mark.usefixtures("selling")


def issue(*lines, **more) -> Invoice:
    return issue_invoice(invoice=invoice_of(1001, client_of(1001), *lines, **more), on=TODAY, actor=SYSTEM)


def test_x1_an_invoice_of_a_thousand_euro() -> None:
    """X1: net 1,000.00, VAT 210.00, to pay 1,210.00; contribution 65.00; budget 935.00 is expected."""
    invoice = issue()
    assert (invoice.net, invoice.vat, invoice.gross) == (100_000, 21_000, 121_000)
    assert (invoice.contribution, invoice.budget) == (6_500, 93_500)
    assert unit_budget(unit_id=1001).expected == 93_500
    assert unit_budget(unit_id=1001).received == 0
    assert role_balance(role="pot.contribution") == 6_500
    assert role_balance(role="receivable.client") == 121_000
    assert role_balance(role="vat.due") == 21_000


def test_x12_a_subsidy_has_no_vat_and_pays_the_contribution() -> None:
    """X12: of a subsidy of 10,000.00 the pot has 650.00 and the unit 9,350.00."""
    claim = issue(line("10000", vat=Decimal(0), ground="funding"), kind=InvoiceKind.FUNDING)
    assert (claim.gross, claim.vat, claim.contribution, claim.budget) == (1_000_000, 0, 65_000, 935_000)
    assert claim.number == "F2026/00001"
    assert role_balance(role="revenue.funding") == 1_000_000


def test_x14_reverse_charge_to_a_business_in_another_member_state() -> None:
    """X14: no VAT with its reason and a valid VAT number; the contribution is due all the same."""
    buyer = client_of(1001, name="Agence Lumière", number="FR40303265045", country="FR")
    given = invoice_of(1001, buyer, line("1000", vat=Decimal(0), ground="eu_services"))
    invoice = issue_invoice(invoice=given, on=TODAY, actor=SYSTEM)
    assert (invoice.gross, invoice.vat, invoice.contribution, invoice.budget) == (100_000, 0, 6_500, 93_500)
    assert invoice.vat_totals.get().category == "AE"


def test_x14_a_belgian_client_gets_no_reverse_charge() -> None:
    with pytest.raises(Refusal, match="another EU country"):
        issue(line("1000", vat=Decimal(0), ground="eu_services"))


def test_rule_02_no_share_for_the_year_no_invoice() -> None:
    """A unit whose holder has no share for the year invoices nothing new."""
    open_unit(1002, share=False)
    buyer = client_of(1002, number=OTHER_NUMBER)
    with pytest.raises(Refusal, match="paid share for 2026"):
        issue_invoice(invoice=invoice_of(1002, buyer), on=TODAY, actor=SYSTEM)


def test_rule_08_the_contribution_follows_the_choice_of_the_day() -> None:
    """The rate decided for a day counts from that day; an invoice keeps the rate it was sent with."""
    decide(
        name="contribution.rate", value=Decimal("0.07"), valid_from=dt.date(2026, 10, 1), source="vote", actor=SYSTEM
    )
    given = invoice_of(1001, client_of(1001))
    before, after = issue_invoices(
        invoices=[IssueInput(given, dt.date(2026, 9, 30)), IssueInput(given, dt.date(2026, 10, 1))], actor=SYSTEM
    )
    assert (before.contribution, after.contribution) == (6_500, 7_000)


def test_rule_14_the_client_has_ten_days() -> None:
    assert issue().due_on == dt.date(2026, 9, 21)


@pytest.mark.parametrize("rate", ["0.06", "0"])
def test_rule_23_reduced_vat_needs_its_reason(rate: str) -> None:
    """6 % or 0 % without saying why is refused; with a reason that does not give it, too."""
    with pytest.raises(Refusal, match="needs its reason"):
        issue(line("100", vat=Decimal(rate)))
    with pytest.raises(Refusal, match="does not give this VAT rate"):
        issue(line("100", vat=Decimal(rate), ground="no_such_reason"))


def test_vat_is_taken_once_per_rate_and_reason_from_the_sum() -> None:
    """Three lines of 0.02 at 21 % carry 1 cent of VAT together, not three times nothing."""
    invoice = issue(line("0.02"), line("0.02"), line("0.02"), line("10", vat=REDUCED, ground="copyright"))
    assert [(total.rate, total.base, total.vat) for total in invoice.vat_totals.order_by("rate")] == [
        (REDUCED, 1_000, 60),
        (Decimal("0.21"), 6, 1),
    ]


def test_numbers_are_gapless_per_kind_and_year_and_carry_their_communication() -> None:
    """Each year starts at 1; a refused invoice takes no number."""
    given = invoice_of(1001, client_of(1001))
    first, second = issue_invoices(invoices=[IssueInput(given, TODAY)] * 2, actor=SYSTEM)
    with pytest.raises(Refusal), transaction.atomic():
        issue(line("-5"))
    third = issue()
    assert [invoice.number for invoice in (first, second, third)] == ["2026/00001", "2026/00002", "2026/00003"]
    assert first.communication == "126000000171"
    assert int(first.communication[:10]) % 97 == int(first.communication[10:])


def test_a_draft_becomes_the_invoice() -> None:
    """A draft has no number and no posting; sending it replaces it with the document."""
    given = invoice_of(1001, client_of(1001))
    draft_id = save_draft(invoice=given, actor=SYSTEM)
    assert Invoice.objects.get(pk=draft_id).status(as_of=TODAY) is InvoiceStatus.DRAFT
    assert unit_budget(unit_id=1001).total == 0
    invoice = issue_invoice(invoice=given, on=TODAY, actor=SYSTEM, draft_id=draft_id)
    assert invoice.pk == draft_id
    assert Invoice.objects.get().number == "2026/00001"
    assert InvoiceLine.objects.count() == 1


def test_an_issued_invoice_never_changes() -> None:
    """The database itself refuses a changed amount, a removed document, and a line more or less."""
    invoice = issue()
    for attempt in (
        lambda: Invoice.objects.filter(pk=invoice.pk).update(net=1, vat=0, gross=1),
        lambda: Invoice.objects.filter(pk=invoice.pk).update(subject="something else"),
        lambda: Invoice.objects.filter(pk=invoice.pk).delete(),
        lambda: invoice.lines.update(net=1),
        lambda: invoice.lines.all().delete(),
        lambda: invoice.lines.create(
            unit_id=1001, position=9, description="x", quantity=1, unit_price=1, net=100, vat_rate=0
        ),
    ):
        with pytest.raises(DatabaseError, match="issued"), transaction.atomic():
            attempt()


def test_an_invoice_prints_its_client_as_it_was() -> None:
    """A client that moves later does not move on documents already sent."""
    invoice = issue()
    invoice.client.street = "Elsewhere 1"
    invoice.client.save()
    assert Invoice.objects.get(pk=invoice.pk).parties["client"]["street"] == "Dok 5"


def test_a_client_of_another_unit_is_refused() -> None:
    open_unit(1002)
    stranger = client_of(1002, number=OTHER_NUMBER)
    with pytest.raises(Refusal, match="client of this unit"):
        issue_invoice(invoice=invoice_of(1001, stranger), on=TODAY, actor=SYSTEM)


def test_one_invoice_costs_few_statements() -> None:
    """Sending one invoice is at most 25 statements, whatever the number of lines."""
    given = invoice_of(1001, client_of(1001), *[line("10")] * 30)
    issue()
    with CaptureQueriesContext(connection) as statements:
        issue_invoice(invoice=given, on=TODAY, actor=SYSTEM)
    assert len(statements) <= 25, [query["sql"][:90] for query in statements.captured_queries]


def test_numbers_follow_the_days() -> None:
    """Royal Decree no. 1, article 5: no earlier day after a later number, in one batch or another; each kind apart."""
    given = invoice_of(1001, client_of(1001))
    yesterday = TODAY - dt.timedelta(days=1)
    for batch in ([IssueInput(given, TODAY), IssueInput(given, yesterday)], [IssueInput(given, yesterday)]):
        issue_invoice(invoice=given, on=TODAY, actor=SYSTEM)
        with pytest.raises(Refusal, match="numbers follow the days"), transaction.atomic():
            issue_invoices(invoices=batch, actor=SYSTEM)
    claim = invoice_of(1001, client_of(1001), line("9", vat=Decimal(0), ground="funding"), kind=InvoiceKind.FUNDING)
    assert issue_invoice(invoice=claim, on=yesterday, actor=SYSTEM).number == "F2026/00001"
