"""Put messages, claim them, write what became of them, and decide where the machine cannot.

Each runs in the caller's transaction. The order that makes a message leave once is kept by
`marke.usecases.carry_messages`: claim and commit, carry outside any transaction, settle and commit.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from marke.domain.foundation.bulk import update_rows
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.outbox.enums import UNFINISHED, Outcome, State
from marke.domain.outbox.models import Message, Step
from marke.domain.outbox.patience import CLAIM, pause_after
from marke.kernel.carrying import Parcel
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal, gettext_noop

LONGEST_ANSWER = 4_000
"""So much of an answer is kept, in characters."""

AT_ONCE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Due whatever the clock says, in the order in which messages were put, and before any second attempt."""

_MOVING = ["state", "attempts", "next_at", "claim", "claimed_at", "claimed_by", "provider_id", "answer", "ended_at"]


@dataclass(frozen=True, slots=True)
class MessageInput:
    """What has to leave the house.

    ``key`` is unique for ever: the same key put twice is one message. ``payload`` is plain JSON without secrets.
    ``queue`` names messages of which each waits until the one put before it is done with.
    """

    channel: str
    key: str
    subject: tuple[str, uuid.UUID]
    unit_id: int | None
    payload: Mapping[str, Any] = field(default_factory=dict)
    not_before: dt.datetime | None = None
    queue: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this worker alone may carry now. ``doubtful``: an earlier attempt got no answer, so ask first."""

    parcel: Parcel
    claim: uuid.UUID
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an attempt ended, and when it began. ``wait`` is a pause that the other side asked for."""

    outcome: Outcome
    began_at: dt.datetime
    answer: str = ""
    provider_id: str = ""
    wait: dt.timedelta | None = None


def put(*, messages: Sequence[MessageInput], actor: uuid.UUID) -> None:
    """Messages leave the house when this transaction commits, each key once, whoever puts it how often."""
    ids = sorted(uuid7() for _ in messages)
    rows = [
        Message(
            id=message_id,
            channel=message.channel,
            key=message.key,
            subject_kind=message.subject[0],
            subject_id=message.subject[1],
            unit_id=message.unit_id,
            queue=message.queue,
            payload=dict(message.payload),
            put_by=actor,
            next_at=message.not_before or AT_ONCE,
        )
        for message_id, message in zip(ids, messages, strict=True)
    ]
    Message.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def claim(*, now: dt.datetime, worker: str, limit: int = 1) -> list[Claimed]:
    """Take messages that are due, longest due first, so that no other worker touches them before the claim ends.

    Also those whose claim has ended without an answer: they are doubtful until their carrier was asked.
    """
    before = Message.objects.filter(queue=OuterRef("queue"), state__in=[*UNFINISHED, State.DOUBTFUL]).filter(
        Q(put_at__lt=OuterRef("put_at")) | Q(put_at=OuterRef("put_at"), pk__lt=OuterRef("pk"))
    )
    due = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(Q(queue="") | ~Exists(before), state__in=UNFINISHED, next_at__lte=now)
        .order_by("next_at", "id")
    )
    rows = list(due[:limit])
    claimed = [Claimed(_parcel(row), uuid7(), row.state == State.UNDER_WAY) for row in rows]
    for row, taken in zip(rows, claimed, strict=True):
        row.state, row.claim, row.claimed_at, row.claimed_by = State.UNDER_WAY, taken.claim, now, worker
        row.next_at, row.attempts = now + CLAIM, row.attempts + 1
    update_rows(rows, _MOVING)
    return claimed


def _parcel(row: Message) -> Parcel:
    return Parcel(row.pk, row.channel, row.key, (row.subject_kind, row.subject_id), row.unit_id, row.payload)


def settle(*, claimed: Claimed, settlement: Settlement, now: dt.datetime, worker: str) -> State:
    """Write how an attempt ended and answer where the message stands.

    A worker so slow that its claim was taken over changes nothing any more, unless it knows that the message arrived.
    """
    row = Message.objects.select_for_update().get(pk=claimed.parcel.id)
    _write_step(row, settlement.outcome, began_at=settlement.began_at, now=now, answer=settlement.answer, worker=worker)
    arrived = settlement.outcome in {Outcome.ARRIVED, Outcome.FOUND}
    if row.claim == claimed.claim or (arrived and row.state in {State.UNDER_WAY, State.WAITING, State.DOUBTFUL}):
        _move(row, settlement, now)
    return State(row.state)


def _move(row: Message, settlement: Settlement, now: dt.datetime) -> None:
    """The next state after an attempt: the whole machine in one place."""
    pause = pause_after(row.attempts)
    wait = max(pause, settlement.wait or pause) if pause is not None else None
    match settlement.outcome:
        case Outcome.ARRIVED | Outcome.FOUND:
            _rest(row, State.SENT, ended_at=now)
        case Outcome.LATER if wait is not None:
            _rest(row, State.WAITING, next_at=now + wait)
        case Outcome.LATER | Outcome.REFUSED:
            _rest(row, State.REFUSED, ended_at=now)
        case Outcome.UNANSWERED if wait is not None:
            row.next_at = now + wait
        case _:
            _rest(row, State.DOUBTFUL)
    row.provider_id = settlement.provider_id[:200] or row.provider_id
    row.answer = _kept(settlement.answer)
    row.save(update_fields=_MOVING)


def _rest(
    row: Message, state: State, *, next_at: dt.datetime | None = None, ended_at: dt.datetime | None = None
) -> None:
    """Nobody works on the message any more."""
    row.state, row.next_at, row.ended_at = state, next_at, ended_at
    row.claim, row.claimed_at, row.claimed_by = None, None, ""


def send_again(*, message_ids: Sequence[uuid.UUID], now: dt.datetime, actor: uuid.UUID) -> list[Message]:
    """Somebody decides that messages leave again, under their old keys; what waits leaves at once.

    Raises `Refusal` for a message that was sent, given up, or is under way.
    """
    rows = _decided(message_ids, {State.WAITING, State.REFUSED, State.DOUBTFUL})
    for row in rows:
        _rest(row, State.WAITING, next_at=now)
        row.attempts = 0
        _write_step(row, Outcome.AGAIN, began_at=now, now=now, by=actor)
    update_rows(rows, _MOVING)
    return rows


def mark_sent(*, message_ids: Sequence[uuid.UUID], reason: str, now: dt.datetime, actor: uuid.UUID) -> list[Message]:
    """Somebody found out that doubtful messages arrived, and says how they know.

    Raises `Refusal` without a reason, or for a message that is not doubtful.
    """
    return _ended_by_a_person(message_ids, {State.DOUBTFUL}, State.SENT, Outcome.SAID_SENT, reason, now, actor)


def give_up(*, message_ids: Sequence[uuid.UUID], reason: str, now: dt.datetime, actor: uuid.UUID) -> list[Message]:
    """Somebody decides that messages will not be sent, and says why.

    Raises `Refusal` without a reason, or for a message that was sent, given up, or is under way.
    """
    states = {State.WAITING, State.REFUSED, State.DOUBTFUL}
    return _ended_by_a_person(message_ids, states, State.GIVEN_UP, Outcome.GIVEN_UP, reason, now, actor)


def _ended_by_a_person(
    message_ids: Sequence[uuid.UUID],
    states: set[State],
    end: State,
    outcome: Outcome,
    reason: str,
    now: dt.datetime,
    actor: uuid.UUID,
) -> list[Message]:
    if not reason.strip():
        raise Refusal(
            "outbox.reason", gettext_noop("Say how you know or why, so that others can rely on it."), field="reason"
        )
    rows = _decided(message_ids, states)
    for row in rows:
        _rest(row, end, ended_at=now)
        _write_step(row, outcome, began_at=now, now=now, answer=reason.strip(), by=actor)
    update_rows(rows, _MOVING)
    return rows


def _decided(message_ids: Sequence[uuid.UUID], states: set[State]) -> list[Message]:
    """The messages, locked. Raises `Refusal` when one is not where this decision can be taken."""
    rows = list(Message.objects.select_for_update().filter(pk__in=message_ids).order_by("pk"))
    for row in rows:
        if row.state not in states:
            raise Refusal(
                "outbox.state",
                gettext_noop("«%(key)s» is «%(state)s» by now, so this can no longer be decided."),
                params={"key": row.key, "state": State(row.state).label},
            )
    return rows


def _write_step(
    row: Message,
    outcome: Outcome,
    *,
    began_at: dt.datetime,
    now: dt.datetime,
    answer: str = "",
    worker: str = "",
    by: uuid.UUID = SYSTEM,
) -> None:
    Step.objects.create(
        message=row,
        unit_id=row.unit_id,
        began_at=began_at,
        at=now,
        outcome=outcome,
        answer=_kept(answer),
        by=by,
        worker=worker,
    )


def _kept(answer: str) -> str:
    """The part of an answer that is kept; PostgreSQL keeps no null characters."""
    return answer.replace("\0", "")[:LONGEST_ANSWER]
