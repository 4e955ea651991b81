"""Who is at work, and whose turn it is: signs of life, and work that comes back.

Each runs in the caller's transaction. A turn is taken before its work begins, so that of several workers one does it.
A worker that dies in its turn has not done it: the turn comes back after an hour, which is why such work may always be
repeated without harm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from marke.domain.outbox.models import Beat, Turn

LIVELY = dt.timedelta(minutes=2)
"""Whoever gave no sign of life for longer has stopped without saying so."""

TURN = dt.timedelta(hours=1)
"""So long nobody else takes a turn that was begun."""


def beat(*, worker: str, started_at: dt.datetime, now: dt.datetime) -> None:
    """A worker says that it is alive."""
    Beat.objects.update_or_create(worker=worker, defaults={"started_at": started_at, "at": now})


def leave(*, worker: str) -> None:
    """A worker stops, and says so."""
    Beat.objects.filter(worker=worker).delete()


def plan(*, first_times: Mapping[str, dt.datetime]) -> None:
    """Know these tasks, each due first at its moment; what was planned before keeps its own."""
    turns = [Turn(task=task, next_at=moment) for task, moment in first_times.items()]
    Turn.objects.bulk_create(turns, ignore_conflicts=True)


def take_turn(*, task: str, now: dt.datetime) -> bool:
    """Whether the task is due and this worker has its turn now."""
    return bool(Turn.objects.filter(task=task, next_at__lte=now).update(next_at=now + TURN, began_at=now))


def end_turn(*, task: str, next_at: dt.datetime, now: dt.datetime, problem: str = "") -> None:
    """The turn is over; what went wrong is kept until the next one."""
    Turn.objects.filter(task=task).update(next_at=next_at, ended_at=now, problem=problem)
