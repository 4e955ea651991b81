"""Engagements for tests: three ordinary days of a trainer in May 2026, to change one thing at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from marke.rules.work.concerns import Case, Moment, UnitFacts, WorkerFacts
from marke.rules.work.engagement import Basis, Engagement, Kind, PlannedDay

TUESDAY = dt.date(2026, 5, 12)
NOW = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)


def planned(*days: dt.date, hours: str = "7.6", at: dt.time = dt.time(9)) -> tuple[PlannedDay, ...]:
    return tuple(PlannedDay(day, Decimal(hours), at) for day in days)


def days(count: int, *, since: dt.date = TUESDAY) -> tuple[dt.date, ...]:
    return tuple(since + dt.timedelta(days=number) for number in range(count))


def engagement(**changes: Any) -> Engagement:
    """Three days at EUR 200 gross, with changes; start and end follow the days."""
    worked = changes.pop("days", planned(*days(3)))
    kind = changes.get("kind", Kind.DAYS)
    given = {
        "kind": kind,
        "function": "trainer",
        "days": worked,
        "basis": Basis.DAY,
        "amount": 200_00,
        "starts_on": min((each.day for each in worked), default=TUESDAY),
        "ends_on": max((each.day for each in worked), default=TUESDAY) if kind.has_end else None,
    }
    return Engagement(**{**given, **changes})


def case(*, worker: dict[str, Any] | None = None, unit: dict[str, Any] | None = None, **changes: Any) -> Case:
    """A case without any concern, with changes to the engagement, the worker or the unit."""
    moment = Moment(changes.pop("now", NOW), Decimal(1))
    return Case(
        engagement(**changes),
        replace(WorkerFacts(born=dt.date(1990, 3, 1)), **(worker or {})),
        replace(UnitFacts(True, received=500_00, available=2_000_00, employment_budget=900_00), **(unit or {})),
        moment,
    )
