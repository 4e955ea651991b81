"""Read how documents fare, whom the network knows, and what arrived."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from marke.domain.einvoicing.enums import DeliveryState, IncomingState, Reach
from marke.domain.einvoicing.models import (
    NEEDS_ATTENTION,
    REFUSED_BY_CLIENT,
    Delivery,
    Incoming,
    IncomingFile,
    Reachability,
    SentDocument,
)
from marke.domain.sales.enums import ClientKind
from marke.domain.sales.models import Client

FRESH = dt.timedelta(hours=24)
"""How long an answer of the directory is believed without asking again (formats.md, 2.5)."""

RECHECK = dt.timedelta(days=7)
"""How often every client is looked up again."""

RETRY = dt.timedelta(hours=1)
"""How soon a client is looked up again after the directory gave no answer."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether a client receives on the network: the last certain answer, and what went wrong since."""

    reach: Reach
    address: str = ""
    looked_up_at: dt.datetime | None = None
    changed_at: dt.datetime | None = None
    document_types: tuple[str, ...] = ()
    problem: str = ""

    def is_fresh(self, *, now: dt.datetime) -> bool:
        """Whether the answer still counts without asking again."""
        return self.looked_up_at is not None and self.reach != Reach.UNKNOWN and now - self.looked_up_at < FRESH


NEVER_LOOKED_UP = Reached(Reach.UNKNOWN)


def reachability(client: Client | uuid.UUID) -> Reached:
    """What the directory last said of a client; three-valued, and «not found out» is never «no»."""
    client_id = client.pk if isinstance(client, Client) else client
    return reachabilities([client_id]).get(client_id, NEVER_LOOKED_UP)


def reachabilities(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Reached]:
    """The same for many clients in one query; a client that was never looked up is not in the answer."""
    return {row.client_id: _reached(row) for row in Reachability.objects.filter(client_id__in=client_ids)}


def _reached(row: Reachability) -> Reached:
    return Reached(
        Reach(row.reach),
        row.address,
        row.looked_up_at,
        row.changed_at,
        tuple(row.document_types),
        row.problem,
    )


def clients_to_look_up(*, now: dt.datetime, most: int = 500) -> list[Client]:
    """Organisations never looked up, then those to try again: after an hour without answer, else after a week."""
    organisations = Client.objects.exclude(kind=ClientKind.PRIVATE).filter(~Q(enterprise_number="") | ~Q(vat_number=""))
    found = list(organisations.filter(reachability__isnull=True).order_by("pk")[:most])
    due = Q(reachability__tried_at__lt=now - RECHECK) | (
        ~Q(reachability__problem="") & Q(reachability__tried_at__lt=now - RETRY)
    )
    return found + list(organisations.filter(due).order_by("reachability__tried_at")[: most - len(found)])


@dataclass(frozen=True, slots=True)
class ReachCounts:
    """How many organisations receive by the network, do not, or were not found out yet."""

    reachable: int
    absent: int
    unknown: int

    @property
    def total(self) -> int:
        return self.reachable + self.absent + self.unknown


def reach_counts() -> ReachCounts:
    """The reach of all organisations that were looked up."""
    counted = dict(Reachability.objects.values_list("reach").annotate(Count("pk")))
    return ReachCounts(*(counted.get(each.value, 0) for each in (Reach.REACHABLE, Reach.ABSENT, Reach.UNKNOWN)))


def failed_look_ups(*, most: int = 20) -> list[Reachability]:
    """Clients whose last look-up failed, the latest first."""
    return list(Reachability.objects.exclude(problem="").select_related("client").order_by("-tried_at")[:most])


def delivery_of(invoice_id: uuid.UUID) -> Delivery | None:
    """How a document fares, with everything that happened; None when it was never on its way."""
    return Delivery.objects.filter(invoice_id=invoice_id).prefetch_related("events").first()


def deliveries_of(invoice_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Delivery]:
    """How many documents fare, in one query; for lists."""
    return {row.invoice_id: row for row in Delivery.objects.filter(invoice_id__in=invoice_ids)}


def deliveries(*, state: str = "") -> QuerySet[Delivery]:
    """Documents on their way in a state, the newest first: a `DeliveryState`, ``problem``, or ``refused``."""
    rows = Delivery.objects.select_related("invoice__client", "invoice__unit").order_by("-pk")
    if state == "problem":
        return rows.filter(NEEDS_ATTENTION)
    if state == "refused":
        return rows.filter(REFUSED_BY_CLIENT)
    return rows.filter(state=state) if state else rows


def delivery_counts() -> dict[str, int]:
    """How many documents wait, are held back, did not arrive or were refused: what the desk has to look at."""
    return Delivery.objects.filter(Q(state=DeliveryState.WAITING) | NEEDS_ATTENTION).aggregate(
        waiting=Count("pk", filter=Q(state=DeliveryState.WAITING)),
        held=Count("pk", filter=Q(state=DeliveryState.HELD)),
        failed=Count("pk", filter=Q(state=DeliveryState.FAILED)),
        by_hand=Count("pk", filter=Q(state=DeliveryState.BY_HAND)),
        refused=Count("pk", filter=REFUSED_BY_CLIENT),
    )


def deliveries_to_ask(*, now: dt.datetime, most: int = 500) -> list[Delivery]:
    """Documents whose access point is asked again now, the longest due first."""
    return list(Delivery.objects.filter(next_check_at__lte=now).order_by("next_check_at")[:most])


def documents_of(invoice_id: uuid.UUID) -> list[SentDocument]:
    """Every XML that was made of an invoice with its verdict, the newest first."""
    return list(SentDocument.objects.filter(invoice_id=invoice_id).order_by("-pk"))


def incoming_of_unit(*, unit_id: int, state: str = "") -> QuerySet[Incoming]:
    """Documents of suppliers for a unit, the newest first."""
    rows = Incoming.objects.filter(unit_id=unit_id).order_by("-pk")
    return rows.filter(state=state) if state else rows


def incoming(*, state: str = "") -> QuerySet[Incoming]:
    """Documents of suppliers for the whole enterprise; what is to assign comes in the order of its arrival."""
    rows = Incoming.objects.select_related("unit")
    if state == IncomingState.TO_ASSIGN:
        return rows.filter(state=state).order_by("pk")
    return (rows.filter(state=state) if state else rows).order_by("-pk")


def incoming_by_id(*, incoming_id: uuid.UUID, unit_id: int | None = None) -> Incoming | None:
    """One document of a supplier; for a unit only its own."""
    rows = Incoming.objects.filter(pk=incoming_id).select_related("unit", "original")
    return (rows.filter(unit_id=unit_id) if unit_id is not None else rows).first()


def incoming_count(*, unit_id: int) -> int:
    """How many documents wait in a unit to be booked."""
    return Incoming.objects.filter(unit_id=unit_id, state=IncomingState.OPEN).count()


def content_of(*, file_id: uuid.UUID) -> bytes:
    """The bytes that a supplier sent."""
    return bytes(IncomingFile.objects.values_list("content", flat=True).get(pk=file_id))


def newest_arrival(*, provider: str) -> dt.datetime | None:
    """When the last document came in by an access point."""
    moments = IncomingFile.objects.filter(provider=provider).values_list("received_at", flat=True)
    return moments.order_by("-received_at").first()
