"""Read the outbox: where a document's messages stand, what waits, who is at work."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from marke.domain.outbox.enums import NEEDS_A_PERSON, UNFINISHED, State
from marke.domain.outbox.models import Beat, Message, Turn


def messages_of(subject: tuple[str, uuid.UUID]) -> list[Message]:
    """What left or has to leave the house about one thing, oldest first."""
    kind, subject_id = subject
    return list(Message.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("put_at", "pk"))


def messages(*, states: Collection[State] = (), channel: str = "") -> QuerySet[Message]:
    """Messages in some states (all when none is named), newest first."""
    found = Message.objects.order_by("-put_at", "-pk")
    if states:
        found = found.filter(state__in=states)
    return found.filter(channel=channel) if channel else found


def message_by_id(message_id: uuid.UUID) -> Message | None:
    """One message with what happened to it."""
    return Message.objects.prefetch_related("steps").filter(pk=message_id).first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages of a channel are in a state, and since when the oldest was put."""

    channel: str
    state: State
    count: int
    oldest: dt.datetime


def waiting() -> list[Waiting]:
    """Everything that is not at rest, by channel and state. What was sent is history and is not counted."""
    rows = (
        Message.objects.filter(state__in=[*UNFINISHED, *NEEDS_A_PERSON])
        .values("channel", "state")
        .annotate(count=Count("pk"), oldest=Min("put_at"))
        .order_by("channel", "state")
    )
    return [Waiting(row["channel"], State(row["state"]), row["count"], row["oldest"]) for row in rows]


def counts(found: Sequence[Waiting]) -> Counter[State]:
    """The same by state alone."""
    total: Counter[State] = Counter()
    for each in found:
        total[each.state] += each.count
    return total


def channels() -> list[str]:
    """The channels that were ever used."""
    return list(Message.objects.order_by("channel").values_list("channel", flat=True).distinct())


def workers() -> list[Beat]:
    """Who is at work, or stopped without saying so; the latest sign of life first."""
    return list(Beat.objects.order_by("-at"))


def turns() -> list[Turn]:
    """Work that comes back, the next to come first."""
    return list(Turn.objects.order_by("next_at", "pk"))
