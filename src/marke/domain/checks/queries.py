"""Read checks: the queue, the check of a document, and where members stand with the right to go without."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from marke.domain.checks.enums import GIVING, CheckState, DocumentKind
from marke.domain.checks.models import Check, Trust
from marke.domain.parameters.queries import choice


def checks(*, state: CheckState | None = CheckState.WAITING, kind: DocumentKind | None = None) -> QuerySet[Check]:
    """Checks for the desk: the queue by the moment an answer was promised for, else the newest first."""
    found = Check.objects.select_related("unit")
    if kind:
        found = found.filter(kind=kind)
    if state == CheckState.WAITING:
        return found.filter(state=state).order_by("answer_by", "pk")
    return (found.filter(state=state) if state else found).order_by("-pk")


def checks_asked_by(*, user_id: uuid.UUID) -> QuerySet[Check]:
    """The documents of a member that were looked at or wait, the newest first."""
    return Check.objects.filter(asked_by=user_id).order_by("-pk")


def check_by_id(*, check_id: uuid.UUID) -> Check | None:
    """One check with its unit."""
    return Check.objects.filter(pk=check_id).select_related("unit").first()


def check_of(*, kind: DocumentKind, subject_id: uuid.UUID) -> Check | None:
    """The last check of a document."""
    return Check.objects.filter(kind=kind, subject_id=subject_id).order_by("-pk").first()


def checks_of(*, kind: DocumentKind, subject_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Check]:
    """The last check of each document that had one."""
    rows = Check.objects.filter(kind=kind, subject_id__in=subject_ids).order_by("subject_id", "-pk")
    return {row.subject_id: row for row in rows.distinct("subject_id")}


@dataclass(frozen=True, slots=True)
class Queue:
    """How long the desk lets people wait: checks waiting, those past the promised moment, and the oldest."""

    waiting: int
    late: int
    oldest_at: dt.datetime | None


def queue(*, now: dt.datetime) -> Queue:
    """The state of the queue."""
    waiting = Check.objects.filter(state=CheckState.WAITING)
    oldest = waiting.order_by("answer_by", "pk").values_list("asked_at", flat=True).first()
    return Queue(waiting.count(), waiting.filter(answer_by__lt=now).count(), oldest)


@dataclass(frozen=True, slots=True)
class TrustStanding:
    """Where a member stands for a kind: since when documents go out unseen, or how many clean checks of how many."""

    kind: DocumentKind
    last: Trust | None
    clean: int
    needed: int

    @property
    def goes_without(self) -> bool:
        return self.last is not None and self.last.event in GIVING


def goes_without(*, user_id: uuid.UUID, kind: DocumentKind) -> bool:
    """Whether documents of this kind leave unseen for this member."""
    last = _last_event(user_id, kind)
    return last is not None and last.event in GIVING


def trust_of(*, user_id: uuid.UUID, as_of: dt.date) -> list[TrustStanding]:
    """Where a member stands, per kind of document."""
    needed = int(choice("check.clean_needed", as_of=as_of))
    return [
        TrustStanding(kind, _last_event(user_id, kind), clean_checks(user_id=user_id, kind=kind), needed)
        for kind in DocumentKind
    ]


def clean_checks(*, user_id: uuid.UUID, kind: DocumentKind) -> int:
    """How many documents of a member were approved in a row: since the last that was returned, and the last loss."""
    decided = Check.objects.filter(asked_by=user_id, kind=kind)
    returned = decided.filter(state=CheckState.RETURNED).order_by("-decided_at").values_list("decided_at", flat=True)
    taken = Trust.objects.filter(user_id=user_id, kind=kind).exclude(event__in=GIVING).order_by("-at")
    since = max(filter(None, [returned.first(), taken.values_list("at", flat=True).first()]), default=None)
    clean = decided.filter(state=CheckState.APPROVED)
    return (clean.filter(decided_at__gt=since) if since else clean).count()


def trust_events(*, user_id: uuid.UUID) -> QuerySet[Trust]:
    """Everything that happened to a member's right to go without, the newest first."""
    return Trust.objects.filter(user_id=user_id).order_by("-at", "-pk")


def _last_event(user_id: uuid.UUID, kind: DocumentKind) -> Trust | None:
    return Trust.objects.filter(user_id=user_id, kind=kind).order_by("-at", "-pk").first()
