"""What a client and a unit owe each other: every document and payment, and what is open after each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.models import Allocation, Invoice
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a statement: ``amount`` is what it adds to the debt (a payment takes away), ``open`` the debt then.

    ``kind`` is that of the document, ``payment``, or ``refund``.
    """

    on: dt.date
    kind: str
    document: Invoice
    amount: Cents
    open: Cents = 0


def documents_of(*, unit_id: int, client_id: uuid.UUID) -> QuerySet[Invoice]:
    """What a unit has sent a client: invoices and credit notes, never drafts; newest first."""
    sent = Invoice.objects.filter(unit_id=unit_id, client_id=client_id, issued_on__isnull=False)
    return sent.select_related("unit", "client", "credits", "credit_note").order_by("-issued_on", "-pk")


def document_of(*, unit_id: int, client_id: uuid.UUID, invoice_id: uuid.UUID) -> Invoice | None:
    """One document that this client got of this unit; every other does not exist for them."""
    return documents_of(unit_id=unit_id, client_id=client_id).filter(pk=invoice_id).first()


def statement(*, unit_id: int, client_id: uuid.UUID) -> list[Movement]:
    """Every document and every payment in order of their days, with the debt after each; two queries.

    The last ``open`` is what the client still owes: the sum of what is outstanding on the invoices.
    """
    documents = list(documents_of(unit_id=unit_id, client_id=client_id))
    payments = Allocation.objects.filter(invoice__client_id=client_id, invoice__unit_id=unit_id)
    movements = [*map(_billed, documents), *map(_paid, payments.select_related("invoice"))]
    return list(_running(sorted(movements, key=lambda each: (each.on, each.document.pk, each.kind in PAID))))


PAID = ("payment", "refund")


def _billed(document: Invoice) -> Movement:
    sign = -1 if document.kind == InvoiceKind.CREDIT_NOTE else 1
    assert document.issued_on, "a document of a statement was sent"
    return Movement(document.issued_on, document.kind, document, sign * document.gross)


def _paid(row: Allocation) -> Movement:
    return Movement(row.made_on, "payment" if row.amount > 0 else "refund", row.invoice, -row.amount)


def _running(movements: Iterable[Movement]) -> Iterator[Movement]:
    debt = 0
    for movement in movements:
        debt += movement.amount
        yield replace(movement, open=debt)
