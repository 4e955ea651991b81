"""Belgian public holidays and working days: the clock of the seven-day promise and of the days of a month."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays

from marke.kernel.dates import Month

SATURDAY = 5


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[dt.date]:
    """The ten legal public holidays of a year (law of 4 January 1974; royal decree of 18 April 1974)."""
    found = holidays.country_holidays("BE", years=year, language="en_US", categories=("public",))
    return frozenset(day for day, name in found.items() if name not in ("Easter Sunday", "Pentecost"))


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday, public holidays excluded."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


@lru_cache(maxsize=256)
def weekdays_in_month(month: Month) -> int:
    """Mondays to Fridays of a month, paid public holidays included: the days D of a full-time month."""
    return sum(day.weekday() < SATURDAY for day in month.days())
