"""Funding agreements: what a funder promised is claimed in parts, never beyond it (X12, P23)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.selling import NOW, OTHER_NUMBER, TODAY, client_of, invoice_of, line, open_unit

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.funding.enums import AgreementStatus, FundingKind
from marke.domain.funding.models import Agreement, Claim, Tranche
from marke.domain.funding.operations import (
    AgreementInput,
    ReportInput,
    TrancheInput,
    close_agreement,
    deliver_report,
    enter_agreement,
)
from marke.domain.funding.patronage import patronage_receipt
from marke.domain.funding.proofs import PROOFS
from marke.domain.funding.queries import next_reports, status_of, totals_of
from marke.domain.ledger.queries import role_balance, unit_budget
from marke.domain.sales.operations.payments import PaymentInput
from marke.kernel.files import FileInput
from marke.kernel.refusal import Refusal
from marke.usecases.claim_funding import ClaimInput, claim_funding
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment

pytestmark = pytest.mark.usefixtures("selling")

HALVES = (TrancheInput("At the start", 500_000, TODAY), TrancheInput("After the report", 500_000, dt.date(2026, 12, 1)))


def agreed(**more: object) -> Agreement:
    """The city gives 10,000.00 for a season."""
    fixed = {
        "unit_id": 1001,
        "funder_id": client_of(1001, name="City"),
        "kind": FundingKind.SUBSIDY,
        "title": "Season",
        "amount": 1_000_000,
        "starts_on": dt.date(2026, 9, 1),
        "ends_on": dt.date(2027, 8, 31),
        "tranches": HALVES,
        "reports": (ReportInput("Final report", dt.date(2027, 10, 1)), ReportInput("Interim", dt.date(2027, 2, 1))),
    }
    return enter_agreement(agreement=AgreementInput(**{**fixed, **more}), actor=SYSTEM, now=NOW)


def claimed(agreement: Agreement, amount: int = 500_000, tranche: Tranche | None = None) -> Claim:
    given = ClaimInput(agreement.pk, amount, tranche.pk if tranche else None)
    return claim_funding(claim=given, on=TODAY, actor=SYSTEM)


def exceptions() -> list[tuple[object, ...]]:
    found = []
    for proof in PROOFS:
        with connection.cursor() as cursor:
            cursor.execute(proof.sql)
            found += cursor.fetchall()
    return found


def test_an_agreement_is_a_promise_and_moves_nothing() -> None:
    agreement = agreed()
    assert unit_budget(unit_id=1001).total == 0
    assert next_reports(agreement_ids=[agreement.pk])[agreement.pk].title == "Interim"


def test_x12_a_claim_is_turnover_without_vat_and_pays_the_contribution() -> None:
    """Of 10,000.00 the pot has 650.00 and the unit 9,350.00."""
    claim = claimed(agreed(), 1_000_000)
    assert (claim.invoice.number, claim.invoice.vat, claim.invoice.contribution) == ("F2026/00001", 0, 65_000)
    assert unit_budget(unit_id=1001).expected == 935_000
    assert role_balance(role="revenue.funding") == 1_000_000
    assert exceptions() == []


def test_parts_are_claimed_one_by_one_and_come_in() -> None:
    agreement = agreed()
    first, second = agreement.tranches.all()
    one = claimed(agreement, 500_000, first)
    receive_payment(payment=PaymentInput(TODAY, 500_000, one.invoice.communication), actor=SYSTEM)
    totals = totals_of(agreements=[agreement])[agreement.pk]
    assert (totals.claimed, totals.received, totals.left) == (500_000, 500_000, 500_000)
    assert status_of(agreement, totals) is AgreementStatus.RUNNING
    claimed(agreement, 500_000, second)
    assert status_of(agreement, totals_of(agreements=[agreement])[agreement.pk]) is AgreementStatus.CLAIMED


@pytest.mark.parametrize("amount", [500_001, 0, -1])
def test_nothing_is_claimed_beyond_the_agreement(amount: int) -> None:
    agreement = agreed()
    claimed(agreement)
    with pytest.raises(Refusal, match="left to claim"):
        claimed(agreement, amount)


def test_a_part_is_claimed_once() -> None:
    agreement = agreed()
    first = agreement.tranches.first()
    claimed(agreement, 500_000, first)
    with pytest.raises(Refusal, match="claimed already"):
        claimed(agreement, 500_000, first)


def test_a_part_of_another_agreement_is_not_there() -> None:
    other = agreed(funder_id=client_of(1001, name="Patron", number=OTHER_NUMBER)).tranches.first()
    with pytest.raises(Tranche.DoesNotExist):
        claimed(agreed(), 500_000, other)


def test_a_credited_claim_frees_its_part() -> None:
    agreement = agreed()
    first = agreement.tranches.first()
    claim = claimed(agreement, 500_000, first)
    credit_invoice(invoice_id=claim.invoice_id, on=TODAY, reason="Wrong day", actor=SYSTEM)
    claimed(agreement, 500_000, first)
    assert totals_of(agreements=[agreement])[agreement.pk].claimed == 500_000
    assert exceptions() == []


def test_the_database_itself_keeps_claims_within_their_agreement() -> None:
    """Whatever the program does: a claim of one cent more is refused."""
    agreement = agreed()
    claimed(agreement, 1_000_000)
    given = invoice_of(1001, agreement.funder_id, line("0.01", vat=Decimal(0), ground="funding"), kind="funding")
    loose = issue_invoice(invoice=given, on=TODAY, actor=SYSTEM)
    with pytest.raises(DatabaseError, match="within their agreement"), transaction.atomic():
        Claim.objects.create(agreement=agreement, unit_id=1001, invoice=loose, amount=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amount": 0}, "more than zero"),
        ({"amount": 999_999}, "not within"),
        ({"ends_on": dt.date(2026, 8, 31)}, "on or after its first day"),
        ({"tranches": (TrancheInput("Minus", -1, TODAY),)}, "not within"),
        ({"files": (FileInput("agreement.pdf", b"MZ"),)}, "something else"),
    ],
    ids=["nothing", "parts beyond", "ends before", "negative part", "a program"],
)
def test_an_agreement_that_cannot_be(change: dict[str, object], said: str) -> None:
    funder = client_of(1001, name="City")
    with pytest.raises(Refusal, match=said), transaction.atomic():
        agreed(funder_id=funder, **change)
    assert not Agreement.objects.exists()


def test_the_funder_is_a_client_of_the_unit() -> None:
    open_unit(1002)
    stranger = client_of(1002, number=OTHER_NUMBER)
    with pytest.raises(Refusal, match="client of this unit"):
        agreed(funder_id=stranger)


def test_a_report_is_delivered_once_with_its_file() -> None:
    agreement = agreed(files=(FileInput("agreement.pdf", b"%PDF-1.7"),))
    report = agreement.reports.first()
    deliver_report(report_id=report.pk, file=FileInput("interim.pdf", b"%PDF-1.7"), on=TODAY, now=NOW)
    assert next_reports(agreement_ids=[agreement.pk])[agreement.pk].title == "Final report"
    assert agreement.files.count() == 2
    with pytest.raises(Refusal, match="delivered already"):
        deliver_report(report_id=report.pk, file=FileInput("interim.pdf", b"%PDF-1.7"), on=TODAY, now=NOW)


def test_a_closed_agreement_gives_nothing_more() -> None:
    agreement = close_agreement(agreement_id=agreed().pk, reason="Withdrawn by the city", on=TODAY)
    assert status_of(agreement, totals_of(agreements=[agreement])[agreement.pk]) is AgreementStatus.CLOSED
    with pytest.raises(Refusal, match="is closed"):
        claimed(agreement)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(amount=2_000_000)


def test_a_patron_gets_a_document_when_the_gift_is_in() -> None:
    """Not before, and never for a subsidy."""
    agreement = agreed(kind=FundingKind.PATRONAGE)
    claim = claimed(agreement, 1_000_000)
    with pytest.raises(Refusal, match="whole gift has come in"):
        patronage_receipt(claim=claim, last_paid_on=TODAY)
    receive_payment(payment=PaymentInput(TODAY, 1_000_000, claim.invoice.communication), actor=SYSTEM)
    claim.invoice.refresh_from_db()
    assert patronage_receipt(claim=claim, last_paid_on=TODAY).startswith(b"%PDF-")
