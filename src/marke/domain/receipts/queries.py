"""Read receipts: a unit's, the late ones, the daily receipts book, and the VAT in a period."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from marke.domain.receipts.enums import ReceiptStatus
from marke.domain.receipts.models import Receipt
from marke.kernel.money import Cents


def in_status(status: ReceiptStatus, *, as_of: dt.date) -> Q:
    """Which receipts are in a status on a day; the mirror of `Receipt.status`."""
    return {
        ReceiptStatus.OPEN: Q(outstanding__gt=0, due_on__gte=as_of),
        ReceiptStatus.LATE: Q(outstanding__gt=0, due_on__lt=as_of),
        ReceiptStatus.PAID_IN: Q(outstanding=0, taken_back_on__isnull=True),
        ReceiptStatus.TAKEN_BACK: Q(taken_back_on__isnull=False),
    }[status]


def receipts_of_unit(*, unit_id: int, as_of: dt.date, status: ReceiptStatus | None = None) -> QuerySet[Receipt]:
    """The receipts of a unit, the latest day first."""
    found = Receipt.objects.filter(unit_id=unit_id)
    return (found.filter(in_status(status, as_of=as_of)) if status else found).order_by("-taken_on", "-pk")


def receipt_of_unit(*, unit_id: int, receipt_id: uuid.UUID) -> Receipt | None:
    """One receipt of a unit, with what was paid in for it."""
    return Receipt.objects.filter(unit_id=unit_id, pk=receipt_id).prefetch_related("payments").first()


def receipt_by_id(*, receipt_id: uuid.UUID) -> Receipt | None:
    """One receipt of the enterprise, for the desk."""
    return Receipt.objects.filter(pk=receipt_id).select_related("unit").prefetch_related("payments").first()


def receipts(*, as_of: dt.date, status: ReceiptStatus | None = None, unit_id: int | None = None) -> QuerySet[Receipt]:
    """Receipts for the desk: those that are to be paid in oldest due date first, else the latest day first."""
    found = Receipt.objects.select_related("unit")
    if unit_id:
        found = found.filter(unit_id=unit_id)
    if status in (ReceiptStatus.OPEN, ReceiptStatus.LATE):
        return found.filter(in_status(status, as_of=as_of)).order_by("due_on", "pk")
    return (found.filter(in_status(status, as_of=as_of)) if status else found).order_by("-taken_on", "-pk")


def late_count(*, as_of: dt.date, most: int = 100) -> int:
    """How many receipts are late, counted up to ``most``."""
    return len(receipts(as_of=as_of, status=ReceiptStatus.LATE).values_list("pk")[:most])


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be paid in for a unit, in cents: all of it, the late part, the budget that waits for it."""

    total: Cents
    late: Cents
    budget: Cents
    count: int


def owed(*, unit_id: int, as_of: dt.date) -> Owed:
    """What is still to be paid in for a unit."""
    found = Receipt.objects.filter(unit_id=unit_id, outstanding__gt=0).aggregate(
        total=Sum("outstanding", default=0),
        late=Sum("outstanding", filter=Q(due_on__lt=as_of), default=0),
        budget=Sum("budget", default=0),
        available=Sum("available", default=0),
        count=Count("pk"),
    )
    return Owed(found["total"], found["late"], found["budget"] - found["available"], found["count"])


@dataclass(frozen=True, slots=True)
class VatOfReceipts:
    """The receipts of a period under one rate and reason: what the VAT return adds, in cents."""

    rate: Decimal
    ground: str
    base: Cents
    vat: Cents


def vat_of_period(*, since: dt.date, until: dt.date) -> list[VatOfReceipts]:
    """VAT per rate and reason of the receipts taken in a period, both days included; those taken back left out."""
    rows = (
        Receipt.objects.filter(taken_on__gte=since, taken_on__lte=until, taken_back_on__isnull=True)
        .values("vat_rate", "vat_ground")
        .annotate(base=Sum("net"), tax=Sum("vat"))
        .order_by("-vat_rate", "vat_ground")
    )
    return [VatOfReceipts(row["vat_rate"], row["vat_ground"], row["base"], row["tax"]) for row in rows]


def to_remind(*, due_on: Collection[dt.date]) -> QuerySet[Receipt]:
    """Receipts that are not paid in and were due on one of these days."""
    return Receipt.objects.filter(outstanding__gt=0, due_on__in=due_on).select_related("unit").order_by("pk")
