"""Find clients of the whole enterprise for the desk, by what staff ask for. A list is never counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.db.models import F, Q, QuerySet

from marke.domain.directory.enums import GrantState
from marke.domain.directory.queries.limits import clients_over_limit
from marke.domain.sales.enums import ClientKind, ClientState
from marke.domain.sales.models import Client
from marke.domain.sales.queries.clients import directory


class Concern(Enum):
    """What about a client needs somebody's eye."""

    OVER_LIMIT = "over_limit"
    PAYS_LATE = "pays_late"
    """At least two invoices of the last year were late, and at least half of those that fell due."""
    WAITS = "waits"
    """A limit that waits for its second person."""
    NOBODY = "nobody"
    """No unit works for it."""


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """What the desk asks for; everything left empty asks for nothing. ``reach`` is a code of the network."""

    text: str = ""
    state: ClientState | None = None
    kind: ClientKind | None = None
    country: str = ""
    reach: str = ""
    concern: Concern | None = None


def find_clients(*, wanted: ClientFilter, as_of: dt.date) -> QuerySet[Client]:
    """The clients that fit, by name. Merged ones are shown only to whoever asks for them."""
    found = directory(text=wanted.text)
    found = found.filter(state=wanted.state) if wanted.state else found.exclude(state=ClientState.MERGED)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.country:
        found = found.filter(country=wanted.country)
    if wanted.reach:
        found = found.filter(reachability__reach=wanted.reach)
    return found.filter(_condition(wanted.concern, as_of)) if wanted.concern else found


def _condition(concern: Concern, as_of: dt.date) -> Q:
    if concern is Concern.OVER_LIMIT:
        return clients_over_limit(as_of=as_of)
    if concern is Concern.PAYS_LATE:
        return Q(history__late__gte=2, history__due__lte=F("history__late") * 2)
    if concern is Concern.WAITS:
        return Q(credit_grants__state=GrantState.WAITING)
    return Q(links__isnull=True)
