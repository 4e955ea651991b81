"""Read what clients paid, and what of it waits."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from marke.domain.sales.enums import PaymentStatus
from marke.domain.sales.models import Allocation, Payment


def payments(*, status: PaymentStatus | None = None) -> QuerySet[Payment]:
    """Payments for the desk, the newest first."""
    found = Payment.objects.select_related("client").order_by("-received_on", "-pk")
    if status is PaymentStatus.UNMATCHED:
        return found.filter(waiting__gt=0, client__isnull=True)
    if status is PaymentStatus.CREDIT:
        return found.filter(waiting__gt=0, client__isnull=False)
    return found.filter(waiting=0) if status is PaymentStatus.ALLOCATED else found


def unmatched_count(*, most: int = 100) -> int:
    """How many payments wait for somebody to say what they pay, counted up to ``most``."""
    return len(payments(status=PaymentStatus.UNMATCHED).values_list("pk")[:most])


def payment_by_id(*, payment_id: uuid.UUID) -> Payment | None:
    """One payment with its client."""
    return Payment.objects.filter(pk=payment_id).select_related("client").first()


def allocations_of(*, invoice_id: uuid.UUID) -> list[Allocation]:
    """What was paid on an invoice and given back, oldest first. A unit sees the amounts, not the bank lines."""
    return list(Allocation.objects.filter(invoice_id=invoice_id).order_by("made_on", "pk"))


def settled_by(*, payment_id: uuid.UUID) -> list[Allocation]:
    """What a payment paid and what of it was given back, oldest first, with the invoices."""
    return list(Allocation.objects.filter(payment_id=payment_id).select_related("invoice").order_by("made_on", "pk"))
