"""Read orders: those of a unit, those of the desk, what is due, and what is signed and still to be invoiced."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from marke.domain.orders.enums import OrderState
from marke.domain.orders.models import Order, OrderFile
from marke.kernel.money import Cents


def orders_of_unit(*, unit_id: int, state: OrderState | None = None) -> QuerySet[Order]:
    """The orders of a unit: those with a day for their next invoice first, by that day, then the newest."""
    found = Order.objects.filter(unit_id=unit_id).select_related("client")
    return (found.filter(state=state) if state else found).order_by(F("next_on").asc(nulls_last=True), "-pk")


def order_of_unit(*, unit_id: int, order_id: uuid.UUID) -> Order | None:
    """One order of a unit with its client."""
    return Order.objects.filter(unit_id=unit_id, pk=order_id).select_related("client", "unit").first()


def order_by_id(*, order_id: uuid.UUID) -> Order | None:
    """One order of the enterprise, for the desk."""
    return Order.objects.filter(pk=order_id).select_related("client", "unit").first()


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the desk asks for: a state, those that could not be invoiced, a unit."""

    state: OrderState | None = None
    parked: bool = False
    unit_id: int | None = None


def find_orders(*, wanted: OrderFilter) -> QuerySet[Order]:
    """Orders of the whole enterprise for the desk, the newest first; what waits longest first among the parked."""
    conditions = Q(state=wanted.state) if wanted.state else Q()
    if wanted.parked:
        conditions &= Q(parked_on__isnull=False)
    if wanted.unit_id:
        conditions &= Q(unit_id=wanted.unit_id)
    order = ("parked_on", "pk") if wanted.parked else ("-pk",)
    return Order.objects.filter(conditions).select_related("client", "unit").order_by(*order)


def to_invoice(*, unit_ids: Collection[int], until: dt.date) -> QuerySet[Order]:
    """Running orders of units whose next invoice is due by a day, the earliest first."""
    found = Order.objects.filter(unit_id__in=unit_ids, state=OrderState.RUNNING, next_on__lte=until)
    return found.select_related("client").order_by("next_on", "pk")


def due_by_themselves(*, on: dt.date, after: uuid.UUID | None = None, limit: int = 100) -> list[uuid.UUID]:
    """The orders that are invoiced by themselves and are due on a day, in pieces in the order of their ids."""
    found = Order.objects.filter(state=OrderState.RUNNING, automatic=True, next_on__lte=on)
    if after:
        found = found.filter(pk__gt=after)
    return list(found.order_by("pk").values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Planned:
    """Signed and still to be invoiced without VAT, in cents, on how many orders."""

    net: Cents
    count: int


def planned(*, unit_id: int) -> Planned:
    """The first of the four views of a budget: signed orders that are not invoiced yet.

    An order without end counts one period: more is not promised.
    """
    running = Order.objects.filter(unit_id=unit_id, state=OrderState.RUNNING)
    found = running.aggregate(net=Sum("remaining", default=0), count=Count("pk"))
    return Planned(found["net"], found["count"])


def open_orders_of_unit(*, unit_id: int) -> QuerySet[Order]:
    """Orders still to be invoiced: a unit with one of these cannot close."""
    return Order.objects.filter(unit_id=unit_id, state=OrderState.RUNNING).select_related("client").order_by("pk")


def files_of(*, order_id: uuid.UUID) -> list[OrderFile]:
    """The files of an order, the oldest first."""
    return list(OrderFile.objects.filter(order_id=order_id))


def file_of_unit(*, unit_id: int, file_id: uuid.UUID) -> OrderFile | None:
    """A file of an order of a unit, to show it."""
    return OrderFile.objects.filter(unit_id=unit_id, pk=file_id).first()


def file_by_id(*, file_id: uuid.UUID) -> OrderFile | None:
    """A file of an order, for the desk."""
    return OrderFile.objects.filter(pk=file_id).first()
