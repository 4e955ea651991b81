"""What is declared of contracts, and what waits for whom."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from marke.domain.declarations.enums import STUCK, UNDER_WAY, VALID, DeclarationKind, DeclarationState
from marke.domain.declarations.models import Declaration
from marke.domain.foundation.transactions import enterprise_view
from marke.kernel.declaring import Kind
from marke.rules.declarations import Declared, Next, apply


def declared(*, contract_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Declared]:
    """What the office has accepted of each contract, in the order in which it did; what was cancelled is missing."""
    found: dict[uuid.UUID, Declared] = {}
    for row in Declaration.objects.filter(contract_id__in=contract_ids, state__in=VALID).order_by("ruled_at", "id"):
        after = apply(Next(Kind(row.kind), row.said), found.get(row.contract_id), period_id=row.period_id)
        if after is None:
            found.pop(row.contract_id, None)
        else:
            found[row.contract_id] = after
    return found


def accepted(contract_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The contracts of which the office has accepted the start."""
    return set(declared(contract_ids=contract_ids))


def state_of(contract_id: uuid.UUID) -> Declaration | None:
    """The latest declaration of a contract that the caller may see; whose contract it is was asked before."""
    with enterprise_view():
        return Declaration.objects.filter(contract_id=contract_id).order_by("-id").first()


def of_contract(*, contract_id: uuid.UUID) -> list[Declaration]:
    """Every declaration of a contract, latest first."""
    with enterprise_view():
        return list(Declaration.objects.filter(contract_id=contract_id).order_by("-id"))


QUEUES = {
    "stuck": STUCK,
    "under_way": UNDER_WAY,
    "accepted": VALID,
    "given_up": (DeclarationState.GIVEN_UP,),
}
"""The lists at the desk, by the states they hold."""


def queue(*, name: str) -> QuerySet[Declaration]:
    """Declarations of one list: what must be done soonest first, what is done latest first."""
    order = ("begins_at", "id") if name in ("stuck", "under_way") else ("-ruled_at", "-id")
    found = Declaration.objects.filter(state__in=QUEUES[name]).select_related("contract__person", "contract__unit")
    return found.order_by(*order)


def by_id(*, declaration_id: uuid.UUID) -> Declaration | None:
    """One declaration with its contract and receipts. For staff."""
    found = Declaration.objects.filter(pk=declaration_id).select_related("contract__person", "contract__unit")
    return found.prefetch_related("receipts").first()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many declarations stand where, and when the first of those that are not accepted begins."""

    stuck: int
    under_way: int
    first_begins_at: dt.datetime | None


def counts() -> Counts:
    """The counters of the desk: two queries whatever the size."""
    by_state = dict(
        Declaration.objects.filter(state__in=[*STUCK, *UNDER_WAY]).values_list("state").annotate(count=Count("pk"))
    )
    first = Declaration.objects.filter(state__in=[*STUCK, *UNDER_WAY], kind=DeclarationKind.IN).aggregate(
        first=Min("begins_at")
    )["first"]
    return Counts(
        sum(by_state.get(state, 0) for state in STUCK), sum(by_state.get(state, 0) for state in UNDER_WAY), first
    )


def pending(*, limit: int = 500) -> list[Declaration]:
    """Declarations that the office has and has not ruled on, the oldest first."""
    return list(Declaration.objects.filter(state=DeclarationState.SENT).order_by("sent_at", "id")[:limit])
