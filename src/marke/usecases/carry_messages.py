"""Carry what is due out of the house: once in effect, whatever dies in between.

Three steps, and nothing shared between them but the committed row: claim (a transaction of its own), carry (no
transaction at all), settle (a transaction of its own). Killed before the first commit, nothing happened. Killed after
it, the claim ends by itself, and whoever takes the message next asks the carrier what became of it before anything is
sent. `docs/algorithms/outbox.md` walks through every point.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.outbox.enums import Outcome, State
from marke.domain.outbox.operations import Claimed, Settlement, claim, settle
from marke.kernel.carrying import Carried, Carrier, NobodyKnows, NotAtAll, NotNow
from marke.kernel.ports import PORTS

logger = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about one message; holds nothing personal, so it may stand in a log."""

    message_id: uuid.UUID
    channel: str
    outcome: Outcome
    state: State


def carry_due(*, clock: Clock, worker: str) -> Iterator[Done]:
    """Carry messages one by one until none is due. Call it outside any transaction."""
    while done := carry_next(clock=clock, worker=worker):
        yield done


def carry_next(*, clock: Clock, worker: str) -> Done | None:
    """Carry the message that has been due longest; None when none is."""
    with acting_as_system(reason="outbox"):
        taken = claim(now=clock(), worker=worker)
    if not taken:
        return None
    claimed = taken[0]
    settlement = _attempt(claimed, began_at=clock())
    with acting_as_system(reason="outbox"):
        state = settle(claimed=claimed, settlement=settlement, now=clock(), worker=worker)
    return Done(claimed.parcel.id, claimed.parcel.channel, settlement.outcome, state)


def _attempt(claimed: Claimed, *, began_at: dt.datetime) -> Settlement:
    """Ask what became of a doubtful message, send what surely did not arrive, and put every answer in our words."""
    carrier = PORTS.carriers.get(claimed.parcel.channel)
    if carrier is None:
        return Settlement(Outcome.LATER, began_at, f"Nobody carries «{claimed.parcel.channel}» here.")
    try:
        if claimed.doubtful:
            return _find_or_carry(carrier, claimed, began_at)
        return _arrived(Outcome.ARRIVED, carrier.carry(claimed.parcel), began_at)
    except NotNow as problem:
        return Settlement(Outcome.LATER, began_at, problem.problem, wait=problem.wait)
    except NotAtAll as problem:
        return Settlement(Outcome.REFUSED, began_at, problem.problem)
    except NobodyKnows as problem:
        return Settlement(Outcome.UNANSWERED, began_at, problem.problem)
    except Exception as error:
        logger.exception("The carrier of «%s» failed with message %s", claimed.parcel.channel, claimed.parcel.id)
        return Settlement(Outcome.UNANSWERED, began_at, f"{type(error).__name__}: {error}")


def _find_or_carry(carrier: Carrier, claimed: Claimed, began_at: dt.datetime) -> Settlement:
    """Nothing is sent again before the carrier said that it did not arrive."""
    try:
        found = carrier.find(claimed.parcel)
    except NotNow as problem:
        return Settlement(Outcome.UNANSWERED, began_at, problem.problem, wait=problem.wait)
    except NobodyKnows as problem:
        return Settlement(Outcome.DOUBTFUL, began_at, problem.problem)
    if found is not None:
        return _arrived(Outcome.FOUND, found, began_at)
    return _arrived(Outcome.ARRIVED, carrier.carry(claimed.parcel), began_at)


def _arrived(outcome: Outcome, carried: Carried, began_at: dt.datetime) -> Settlement:
    return Settlement(outcome, began_at, carried.answer, carried.provider_id)
