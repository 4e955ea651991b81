"""Write receipts: declared, paid in, taken back. `marke.usecases` makes them journeys with their postings."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from marke.countries.protocol import Identifiers
from marke.domain.foundation.bulk import update_rows
from marke.domain.receipts.enums import TakenAs
from marke.domain.receipts.models import PaidIn, Receipt
from marke.domain.sales.enums import ClientKind
from marke.domain.sales.operations.numbers import take_numbers
from marke.kernel.ids import uuid7
from marke.kernel.money import Cents, round_cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.contribution import share
from marke.rules.receipts import takings
from marke.rules.vat import Buyer, VatLaw

SERIES = "receipt"
COMMUNICATION_DIGIT = 3
"""The first digit of the structured communication: invoices have 1, funding claims 2, shares 9."""


@dataclass(frozen=True, slots=True)
class ReceiptInput:
    """What a member fills in: the takings of a day in cents with VAT, their rate and its reason, who paid and how."""

    unit_id: int
    taken_on: dt.date
    gross: Cents
    description: str
    vat_rate: Decimal
    vat_ground: str = ""
    payer: ClientKind = ClientKind.PRIVATE
    taken_as: TakenAs = TakenAs.CASH
    project_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for receipts of a day: the contribution, and how many days the member has to pay the money in."""

    contribution_rate: Decimal
    pay_in_days: int


def draft_receipt(*, given: ReceiptInput, law: VatLaw, terms: Terms, on: dt.date, actor: uuid.UUID) -> Receipt:
    """The receipt in memory, declared on a day, without its number and its ledger entry (worked example X13).

    Raises `Refusal` for a payer who needs an invoice, a day to come, takings that are not above zero or not explained,
    and `UnableToApplyVat` for a rate without its reason.
    """
    _refuse_impossible(given, on)
    law.treatment(
        rate=given.vat_rate, ground=given.vat_ground, buyer=Buyer(law.country, is_private=True), on=given.taken_on
    )
    amounts = takings(gross=given.gross, vat_rate=given.vat_rate)
    shared = share(amounts.net, rate=terms.contribution_rate)
    return Receipt(
        id=uuid7(),
        unit_id=given.unit_id,
        project_id=given.project_id,
        taken_on=given.taken_on,
        description=given.description.strip(),
        taken_as=given.taken_as,
        gross=given.gross,
        vat_rate=given.vat_rate,
        vat_ground=given.vat_ground,
        net=amounts.net,
        vat=amounts.vat,
        contribution_rate=terms.contribution_rate,
        contribution=shared.contribution,
        budget=shared.budget,
        declared_on=on,
        due_on=on + dt.timedelta(days=terms.pay_in_days),
        declared_by=actor,
        year=given.taken_on.year,
    )


def _refuse_impossible(given: ReceiptInput, on: dt.date) -> None:
    if given.payer != ClientKind.PRIVATE:
        raise Refusal(
            "receipt.consumers-only",
            gettext_noop(
                "A business, an association or a public body always gets an invoice (VAT Code, article 53, § 2). Only "
                "takings from private people are declared here."
            ),
            field="payer",
        )
    if given.taken_on > on:
        raise Refusal("receipt.future", gettext_noop("The day of the takings is still to come."), field="taken_on")
    if given.gross <= 0:
        raise Refusal("receipt.amount", gettext_noop("Takings are more than zero."), field="gross")
    if not given.description.strip():
        raise Refusal(
            "receipt.description",
            gettext_noop("Say what people paid for, as the receipts book asks."),
            field="description",
        )


def declare(*, receipts: Sequence[Receipt], entity: int, identifiers: Identifiers) -> None:
    """Number receipts in the order given, per year, and write them: the lines of the daily receipts book.

    Each must carry its ledger entry and the reservation of its budget.
    """
    for year in sorted({receipt.year for receipt in receipts}):
        same = [receipt for receipt in receipts if receipt.year == year]
        numbers = take_numbers(entity=entity, series=SERIES, year=year, count=len(same))
        for receipt, sequence in zip(same, numbers, strict=True):
            receipt.sequence, receipt.number = sequence, f"R{year}/{sequence:05d}"
            receipt.communication = identifiers.make_structured_communication(
                (COMMUNICATION_DIGIT * 100 + year % 100) * 10**7 + sequence
            )
    Receipt.objects.bulk_create(receipts, batch_size=2_000)


def to_take_back(*, receipt_id: uuid.UUID, reason: str) -> Receipt:
    """The receipt, locked. Raises `Refusal` without a reason, when money was paid in, or when it was taken back."""
    receipt = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt_id)
    if receipt.taken_back_on or receipt.paid:
        raise Refusal(
            "receipt.take-back",
            gettext_noop("Receipt %(number)s was paid in or taken back already. Ask your adviser."),
            params={"number": receipt.number},
        )
    if not reason.strip():
        raise Refusal("receipt.reason", gettext_noop("Say why; the receipts book keeps it."), field="reason")
    return receipt


def mark_taken_back(*, receipt: Receipt, on: dt.date, reason: str) -> None:
    """Write that a receipt does not count any more; its line stays in the book."""
    receipt.taken_back_on, receipt.taken_back_reason, receipt.hold_id = on, reason.strip(), None
    receipt.save(update_fields=["taken_back_on", "taken_back_reason", "hold_id"])


def by_communication(*, communications: Sequence[str]) -> Mapping[str, Receipt]:
    """The receipts that ask money under these communications, locked in one order."""
    ours = {code for code in communications if code.startswith(str(COMMUNICATION_DIGIT))}
    found = Receipt.objects.select_for_update(of=("self",)).filter(communication__in=ours, outstanding__gt=0)
    return {receipt.communication: receipt for receipt in found.order_by("pk")} if ours else {}


def require_new_lines(*, bank_references: Sequence[str]) -> None:
    """Raise `Refusal` when a line of the bank was recorded before, also when its file is read twice."""
    named = [reference for reference in bank_references if reference]
    if named and PaidIn.objects.filter(bank_reference__in=named).exists():
        raise Refusal(
            "payment.recorded-once",
            gettext_noop("A line of the bank with this reference was already recorded."),
            field="bank_reference",
        )


def settle(*, receipt: Receipt, amount: Cents) -> tuple[Cents, Cents]:
    """Take as much as the receipt still asks: the part, and the budget that becomes available with it.

    By cumulative rounding: when the last cent is paid in, all of the budget is available.
    """
    part = min(amount, receipt.gross - receipt.paid)
    receipt.paid += part
    available = round_cents(Decimal(receipt.budget * receipt.paid) / receipt.gross)
    budget, receipt.available = available - receipt.available, available
    return part, budget


def record_paid_in(*, payments: Sequence[PaidIn]) -> None:
    """Write money paid in, each with its ledger entry, and what its receipts have now."""
    PaidIn.objects.bulk_create(payments, batch_size=2_000)
    changed = {payment.receipt.pk: payment.receipt for payment in payments}
    update_rows(list(changed.values()), ["paid", "available", "hold_id"])
