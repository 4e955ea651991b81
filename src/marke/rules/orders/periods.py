"""The days of an order that comes back: every month, quarter or year from its first day."""

from __future__ import annotations

import calendar
import datetime as dt


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def period_of(first: dt.date, *, every_months: int, number: int) -> tuple[dt.date, dt.date]:
    """First and last day of the period with this number, counted from 0."""
    start = plus_months(first, number * every_months)
    return start, plus_months(first, (number + 1) * every_months) - dt.timedelta(days=1)


def count_periods(first: dt.date, until: dt.date, *, every_months: int) -> int:
    """How many periods end on or before ``until``."""
    months = (until.year - first.year) * 12 + until.month - first.month + 1
    number = max(months // every_months, 0)
    while number and period_of(first, every_months=every_months, number=number - 1)[1] > until:
        number -= 1
    return number


def fills_periods(first: dt.date, until: dt.date, *, every_months: int) -> bool:
    """True when ``until`` is the last day of a period."""
    number = count_periods(first, until, every_months=every_months)
    return number > 0 and period_of(first, every_months=every_months, number=number - 1)[1] == until
