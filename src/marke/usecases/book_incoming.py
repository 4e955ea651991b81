"""Book what a supplier sent as a cost of the unit, with the file as its receipt.

A supplier's invoice with several VAT rates becomes one cost for each: what comes back of the VAT is decided per cost.
Together they are the invoice to the cent.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.models import Incoming
from marke.domain.einvoicing.operations import incoming
from marke.domain.purchases.enums import PaidBy, Proof
from marke.domain.purchases.models import Cost
from marke.domain.purchases.operations import CostInput
from marke.domain.purchases.receipts import SIGNATURES, ReceiptInput
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.einvoice import Invoice, read_invoice
from marke.usecases.record_cost import record_costs

PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class BookingInput:
    """A received document to book: which kind of cost it is, and who pays it. The rest is in the document.

    ``pay_to_iban`` counts only where the document names no account.
    """

    incoming_id: uuid.UUID
    category: str
    paid_by: PaidBy = PaidBy.SUPPLIER
    project_id: uuid.UUID | None = None
    pay_to_iban: str = ""


def book_incoming(*, booking: BookingInput, actor: uuid.UUID, now: dt.datetime) -> list[Cost]:
    """Book one document. Raises as `book_many`."""
    return book_many(bookings=[booking], actor=actor, now=now)


def book_many(*, bookings: Sequence[BookingInput], actor: uuid.UUID, now: dt.datetime) -> list[Cost]:
    """Book received documents, all or none; answers the costs, which wait for the desk like any other.

    Raises `Refusal` for a document that is no longer open, belongs to no unit, is a credit note, was partly paid, is in
    another currency or does not add up, and whatever `record_costs` raises.
    """
    rows = incoming.open_documents(incoming_ids=[each.incoming_id for each in bookings])
    by_id = {row.pk: row for row in rows}
    booked = []
    for booking in bookings:
        row = by_id[booking.incoming_id]
        costs = record_costs(costs=_costs(row, booking), actor=actor, now=now)
        incoming.mark_booked(row=row, cost_ids=[cost.pk for cost in costs], actor=actor, now=now)
        booked += costs
    return booked


def _costs(row: Incoming, booking: BookingInput) -> list[CostInput]:
    """One cost per VAT rate, in the order of the document."""
    content = queries.content_of(file_id=row.file_id)
    invoice = read_invoice(content)
    unit_id = _require_bookable(row, invoice)
    receipts = _receipts(invoice, content)
    return [
        CostInput(
            unit_id=unit_id,
            supplier=row.supplier or row.supplier_number,
            spent_on=invoice.issued_on,
            gross=subtotal.base + subtotal.vat,
            vat_rate=(subtotal.category.percent or Decimal(0)) / PERCENT,
            category=booking.category,
            proof=Proof.INVOICE,
            paid_by=booking.paid_by,
            description=_description(invoice),
            project_id=booking.project_id,
            pay_to_iban=row.account or booking.pay_to_iban,
            pay_to_reference=_communication(invoice),
            receipts=receipts,
        )
        for subtotal in invoice.breakdown
        if subtotal.base + subtotal.vat
    ]


def _require_bookable(row: Incoming, invoice: Invoice) -> int:
    """The unit that bears it. What cannot become a cost by itself is refused, with what to do instead."""
    if row.unit_id is None:
        raise Refusal("incoming.unit", gettext_noop("Say first which unit this document is for."), field="unit")
    if row.is_credit_note:
        raise Refusal(
            "incoming.credit-note",
            gettext_noop(
                "This is a credit note: it gives money back and is settled at the desk, not booked as a cost."
            ),
        )
    if invoice.currency != "EUR":
        raise Refusal(
            "incoming.currency",
            gettext_noop("This invoice is in %(currency)s. Enter the cost by hand with the amount in euro."),
            params={"currency": invoice.currency},
        )
    if invoice.totals.prepaid or invoice.totals.payable != invoice.totals.with_vat:
        raise Refusal(
            "incoming.partly-paid",
            gettext_noop("A part of this invoice was already paid. Enter what is left by hand, with this file."),
        )
    if sum(each.base + each.vat for each in invoice.breakdown) != invoice.totals.with_vat:
        raise Refusal(
            "incoming.sums",
            gettext_noop("The amounts of this invoice do not add up. Ask the supplier for a correct one."),
        )
    return row.unit_id


def _receipts(invoice: Invoice, content: bytes) -> tuple[ReceiptInput, ...]:
    """The document itself, and the pictures and papers it carries that can be kept as receipts."""
    name = f"{invoice.number.replace('/', '-')}.xml"
    carried = [each.attachment for each in invoice.documents if each.attachment]
    kept = [each for each in carried if each.content.startswith(tuple(SIGNATURES))]
    return (ReceiptInput(name, content), *(ReceiptInput(each.file_name, each.content) for each in kept))


def _communication(invoice: Invoice) -> str:
    """What to quote when paying: the supplier's communication, else the number of the invoice."""
    quoted = (text for means in invoice.payment_means for text in means.communications)
    return next(quoted, invoice.number)[:140]


def _description(invoice: Invoice) -> str:
    names = [line.item.name for line in invoice.lines if line.item.name]
    return ", ".join(filter(None, names))[:200]
