"""Write what clients pay: bank lines, and which invoices they settle.

A payment settles the invoice it names, in part or in whole; what is left waits as the credit of its client, or
unmatched while nobody knows whose it is. `plan_payments` decides in memory, `marke.usecases.receive_payment` posts, and
`record` writes.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from marke.countries.protocol import Identifiers
from marke.domain.foundation.bulk import update_rows
from marke.domain.sales.models import Allocation, Invoice, Payment
from marke.kernel.ids import uuid7
from marke.kernel.money import Cents, round_cents
from marke.kernel.refusal import Refusal, gettext_noop


@dataclass(frozen=True, slots=True)
class PaymentInput:
    """A bank line in cents. ``invoice_id`` says what it pays when the communication does not.

    ``in_doubt``: the communication names an invoice, but something speaks against it; the money waits for a person.
    """

    received_on: dt.date
    amount: Cents
    communication: str = ""
    payer: str = ""
    bank_reference: str = ""
    invoice_id: uuid.UUID | None = None
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a payment does to one invoice: the part it settles, and the budget that becomes available with it."""

    invoice: Invoice
    amount: Cents
    budget: Cents


@dataclass(frozen=True, slots=True)
class PlannedPayment:
    """A bank line with what it settles; the rest of its amount waits."""

    payment: Payment
    settlement: Settlement | None

    @property
    def waiting(self) -> Cents:
        return self.payment.amount - self.payment.allocated


def settle(*, invoice: Invoice, amount: Cents) -> Settlement | None:
    """Settle as much of an invoice as it still asks, and mark it; nothing when it asks nothing.

    The unit's budget becomes available in the same proportion, by cumulative rounding: when the last cent is paid, all
    of it is available.
    """
    part = min(amount, invoice.gross - invoice.paid - invoice.credited)
    if part <= 0:
        return None
    invoice.paid += part
    available = round_cents(Decimal(invoice.budget * invoice.paid) / invoice.gross)
    budget, invoice.available = available - invoice.available, available
    return Settlement(invoice, part, budget)


def plan_payments(
    *, payments: Sequence[PaymentInput], identifiers: Identifiers, actor: uuid.UUID
) -> list[PlannedPayment]:
    """Match bank lines with the invoices they name, in the order given; the invoices are locked from here on.

    Raises `Refusal` for an amount that is not above zero, an invoice that is not there, or a line recorded before.
    """
    _refuse_known_lines(payments)
    codes = [None if given.in_doubt else _communication(given.communication, identifiers) for given in payments]
    invoices = _locked_invoices(codes, {payment.invoice_id for payment in payments if payment.invoice_id})
    by_code = {invoice.communication: invoice for invoice in invoices}
    by_id = {invoice.pk: invoice for invoice in invoices}
    planned = []
    for given, code in zip(payments, codes, strict=True):
        _refuse_impossible(given, by_id)
        invoice = by_id[given.invoice_id] if given.invoice_id else by_code.get(code)
        planned.append(_planned(given, invoice, actor))
    return planned


def _planned(given: PaymentInput, invoice: Invoice | None, actor: uuid.UUID) -> PlannedPayment:
    settlement = settle(invoice=invoice, amount=given.amount) if invoice else None
    payment = Payment(
        id=uuid7(),
        client_id=invoice.client_id if invoice else None,
        received_on=given.received_on,
        amount=given.amount,
        allocated=settlement.amount if settlement else 0,
        payer=given.payer,
        communication=given.communication,
        bank_reference=given.bank_reference,
        recorded_by=actor,
    )
    return PlannedPayment(payment, settlement)


def _communication(text: str, identifiers: Identifiers) -> str | None:
    try:
        return identifiers.read_structured_communication(text)
    except Refusal:
        return None


def _locked_invoices(codes: Sequence[str | None], ids: set[uuid.UUID]) -> list[Invoice]:
    """The issued invoices named by communication or by id, each once, locked in one order."""
    wanted = Q(communication__in=[code for code in codes if code]) | Q(pk__in=ids)
    return list(Invoice.objects.select_for_update().filter(wanted, issued_on__isnull=False).order_by("pk"))


def _refuse_known_lines(payments: Sequence[PaymentInput]) -> None:
    """A line of the bank is recorded once, also when its file is read twice."""
    references = [payment.bank_reference for payment in payments if payment.bank_reference]
    known = Payment.objects.filter(bank_reference__in=references).first() if references else None
    if known or len(set(references)) < len(references):
        raise Refusal(
            "payment.recorded-once",
            gettext_noop("A line of the bank with this reference was already recorded."),
            field="bank_reference",
        )


def _refuse_impossible(given: PaymentInput, by_id: dict[uuid.UUID, Invoice]) -> None:
    if given.amount <= 0:
        raise Refusal("payment.amount", gettext_noop("A payment is more than zero."), field="amount")
    if given.invoice_id and given.invoice_id not in by_id:
        raise Refusal("payment.invoice", gettext_noop("There is no invoice with this number."), field="invoice")


def record(*, planned: Sequence[PlannedPayment]) -> None:
    """Write the payments (each with its ledger entry), what they settle, and the invoices they changed."""
    Payment.objects.bulk_create([plan.payment for plan in planned], batch_size=2_000)
    settled = [(plan.payment, plan.settlement) for plan in planned if plan.settlement]
    Allocation.objects.bulk_create(
        [allocation(payment, settlement, on=payment.received_on) for payment, settlement in settled], batch_size=2_000
    )
    save_settled([settlement.invoice for _, settlement in settled])


def allocation(payment: Payment, settlement: Settlement, *, on: dt.date) -> Allocation:
    """The row that ties a part of a payment to an invoice."""
    return Allocation(
        payment=payment,
        invoice=settlement.invoice,
        unit_id=settlement.invoice.unit_id,
        amount=settlement.amount,
        budget=settlement.budget,
        made_on=on,
    )


def save_settled(invoices: Sequence[Invoice]) -> None:
    """Write how much of each invoice is paid and available now."""
    changed = {invoice.pk: invoice for invoice in invoices}
    update_rows(list(changed.values()), ["paid", "available"])


def waiting_payment(*, payment_id: uuid.UUID) -> Payment:
    """A payment with money that no invoice has taken yet, locked. Raises `Refusal` when nothing of it waits."""
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    if payment.amount == payment.allocated:
        raise Refusal("payment.nothing-waits", gettext_noop("All of this payment was already allocated."))
    return payment


def allocate(*, payment: Payment, invoice: Invoice, on: dt.date) -> Settlement:
    """Settle an invoice with what waits of a payment, and write it.

    Raises `Refusal` when the invoice asks nothing any more or belongs to another client than the payment.
    """
    if payment.client_id and payment.client_id != invoice.client_id:
        raise Refusal(
            "payment.same-client",
            gettext_noop("This money belongs to another client than invoice %(number)s."),
            field="invoice",
            params={"number": invoice.number},
        )
    settlement = settle(invoice=invoice, amount=payment.amount - payment.allocated)
    if settlement is None:
        raise Refusal(
            "payment.invoice-settled",
            gettext_noop("Nothing is open any more on invoice %(number)s."),
            field="invoice",
            params={"number": invoice.number},
        )
    payment.client_id = invoice.client_id
    payment.allocated += settlement.amount
    payment.save(update_fields=["client_id", "allocated"])
    allocation(payment, settlement, on=on).save(force_insert=True)
    save_settled([invoice])
    return settlement


def unallocate(*, allocation_id: uuid.UUID, on: dt.date) -> Allocation:
    """Undo what a payment settled of an invoice; answers the row that takes it back. The money waits again.

    Raises `Refusal` when it was undone or given back before.
    """
    made = Allocation.objects.select_related("payment", "invoice").select_for_update().get(pk=allocation_id)
    payment, invoice = made.payment, made.invoice
    left = sum(row.amount for row in Allocation.objects.filter(payment=payment, invoice=invoice))
    if made.amount <= 0 or left < made.amount:
        raise Refusal("payment.undone-before", gettext_noop("This was undone before."))
    invoice.paid -= made.amount
    invoice.available -= made.budget
    payment.allocated -= made.amount
    payment.client_id = payment.client_id if payment.allocated else None
    payment.save(update_fields=["client_id", "allocated"])
    back = allocation(payment, Settlement(invoice, -made.amount, -made.budget), on=on)
    back.save(force_insert=True)
    save_settled([invoice])
    return back


def give_back(*, invoice: Invoice, on: dt.date) -> None:
    """Undo what payments settled of an invoice that is credited: the money becomes the client's credit again."""
    made = list(invoice.allocations.select_related("payment").select_for_update(of=("self", "payment")))
    by_payment: dict[Payment, tuple[Cents, Cents]] = {}
    for row in made:
        amount, budget = by_payment.get(row.payment, (0, 0))
        by_payment[row.payment] = (amount + row.amount, budget + row.budget)
    for payment, (amount, budget) in by_payment.items():
        if amount:
            allocation(payment, Settlement(invoice, -amount, -budget), on=on).save(force_insert=True)
            payment.allocated -= amount
            payment.save(update_fields=["allocated"])
