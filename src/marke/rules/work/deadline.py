"""The promise: a wage arrives within a number of working days after the work, whether or not the client has paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable


def working_day_after(day: dt.date, count: int, *, is_working_day: Callable[[dt.date], bool]) -> dt.date:
    """The working day that lies ``count`` working days after a day; the first one after it is 1 (rule 13)."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: dt.date, end: dt.date, *, is_working_day: Callable[[dt.date], bool]) -> int:
    """How many working days after ``start`` the day ``end`` lies: 0 on the same day."""
    days = (start + dt.timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)


def working_days_before(day: dt.date, count: int, *, is_working_day: Callable[[dt.date], bool]) -> dt.date:
    """The latest day that lies at least ``count`` working days before a day; the day itself for none."""
    while count > 0:
        count -= is_working_day(day)
        day -= dt.timedelta(days=1)
    return day
