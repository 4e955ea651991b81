"""Days to choose from: weeks from Monday to Sunday for the weeks to come, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS

WEEKS = 9
"""How far ahead work is usually agreed; about two months."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar. One that is over, or of a neighbouring month, cannot be chosen."""

    day: dt.date
    is_free: bool
    is_chosen: bool

    @property
    def value(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """One month as rows of seven days; None stands for a day of another month."""

    first: dt.date
    weeks: tuple[tuple[Cell | None, ...], ...]
    weekdays: tuple[str, ...]
    """The names of the days from Monday, in the reader's language."""


def choosable(today: dt.date) -> list[dt.date]:
    """Every day that can be chosen, from today."""
    return [today + dt.timedelta(days=number) for number in range(WEEKS * 7)]


def sheets(*, today: dt.date, chosen: Collection[str]) -> list[MonthSheet]:
    """The months to choose days in."""
    days = choosable(today)
    firsts = sorted({day.replace(day=1) for day in days})
    names = tuple(str(WEEKDAYS[number]) for number in range(7))
    return [MonthSheet(first, tuple(_weeks(first, days[0], days[-1], chosen)), names) for first in firsts]


def _weeks(first: dt.date, start: dt.date, end: dt.date, chosen: Collection[str]) -> Iterator[tuple[Cell | None, ...]]:
    """The weeks of a month that have a day to choose."""
    monday = first - dt.timedelta(days=first.weekday())
    while monday.replace(day=1) <= first or monday.month == first.month:
        week = [monday + dt.timedelta(days=number) for number in range(7)]
        if any(day.month == first.month and start <= day <= end for day in week):
            yield tuple(
                Cell(day, start <= day <= end, day.isoformat() in chosen) if day.month == first.month else None
                for day in week
            )
        monday += dt.timedelta(days=7)
        if monday > end or (monday.year, monday.month) > (first.year, first.month):
            return
