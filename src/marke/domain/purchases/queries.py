"""Read costs: those of a unit, the queues of the desk, and one with its receipts."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import QuerySet, Sum

from marke.domain.purchases.enums import CostState
from marke.domain.purchases.models import Cost, Receipt
from marke.kernel.money import Cents


def costs_of_unit(*, unit_id: int, state: CostState | None = None) -> QuerySet[Cost]:
    """The costs of a unit, the newest first."""
    found = Cost.objects.filter(unit_id=unit_id)
    return (found.filter(state=state) if state else found).order_by("-spent_on", "-pk")


def cost_of_unit(*, unit_id: int, cost_id: uuid.UUID) -> Cost | None:
    """One cost of a unit."""
    return Cost.objects.filter(unit_id=unit_id, pk=cost_id).prefetch_related("receipts").first()


def cost_by_id(*, cost_id: uuid.UUID) -> Cost | None:
    """One cost of the enterprise, for the desk."""
    return Cost.objects.filter(pk=cost_id).select_related("unit").prefetch_related("receipts").first()


def costs(*, state: CostState | None = None, unit_id: int | None = None) -> QuerySet[Cost]:
    """Costs for the desk: a queue oldest first, else the newest first."""
    found = Cost.objects.select_related("unit")
    if unit_id:
        found = found.filter(unit_id=unit_id)
    if state in (CostState.SUBMITTED, CostState.APPROVED):
        return found.filter(state=state).order_by("pk")
    return (found.filter(state=state) if state else found).order_by("-spent_on", "-pk")


def open_costs(*, unit_id: int) -> QuerySet[Cost]:
    """Costs of a unit that are still to be decided or paid: a unit with one of these cannot close."""
    return Cost.objects.filter(
        unit_id=unit_id, state__in=[CostState.SUBMITTED, CostState.APPROVED, CostState.ORDERED]
    ).order_by("pk")


def receipt_of_unit(*, unit_id: int, receipt_id: uuid.UUID) -> Receipt | None:
    """A receipt of a unit, to show it."""
    return Receipt.objects.filter(unit_id=unit_id, pk=receipt_id).first()


def receipt_by_id(*, receipt_id: uuid.UUID) -> Receipt | None:
    """A receipt, for the desk."""
    return Receipt.objects.filter(pk=receipt_id).first()


def spent(*, unit_id: int, since: dt.date, until: dt.date) -> Cents:
    """What costs took from a unit's budget in a period, rejected ones left out; both days included."""
    found = Cost.objects.filter(unit_id=unit_id, spent_on__gte=since, spent_on__lte=until)
    return found.exclude(state=CostState.REJECTED).aggregate(sum=Sum("charge", default=0))["sum"]


def suppliers_of_unit(*, unit_id: int, most: int = 50) -> list[str]:
    """Names of suppliers this unit used lately, for the list that completes what is typed."""
    names = Cost.objects.filter(unit_id=unit_id).order_by("-spent_on", "-pk").values_list("supplier", flat=True)[:200]
    return list(dict.fromkeys(names))[:most]


def last_category(*, unit_id: int, supplier: str) -> str:
    """The kind of cost that a unit last booked for a supplier; empty for a new one."""
    found = Cost.objects.filter(unit_id=unit_id, supplier=supplier).order_by("-spent_on", "-pk")
    return found.values_list("category", flat=True).first() or ""
