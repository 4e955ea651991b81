"""Months, quarters and periods."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.kernel.dates import DateRange, Month, Quarter

days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


@given(days)
def test_a_day_lies_in_its_month(day: dt.date) -> None:
    month = Month.of(day)
    assert month.first <= day <= month.last
    assert day in set(month.days())
    assert month.next().first == month.last + dt.timedelta(days=1)


@given(days, st.integers(-300, 300))
def test_months_are_counted_forth_and_back(day: dt.date, steps: int) -> None:
    assert Month.of(day).plus(steps).plus(-steps) == Month.of(day)


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (9, 3), (12, 4)])
def test_social_security_is_declared_by_calendar_quarter(month: int, quarter: int) -> None:
    assert Month(2026, month).quarter == quarter


def test_there_is_no_thirteenth_month_in_the_calendar() -> None:
    with pytest.raises(ValueError, match="1 to 12"):
        Month(2026, 13)


@given(days, days, days)
def test_a_period_holds_its_first_and_last_day(one: dt.date, two: dt.date, day: dt.date) -> None:
    period = DateRange(min(one, two), max(one, two))
    assert (day in period) == (period.start <= day <= (period.end or day))
    assert period.overlaps(period)


def test_an_open_period_has_no_end() -> None:
    period = DateRange(dt.date(2026, 1, 1))
    assert dt.date(2090, 1, 1) in period
    assert not period.overlaps(DateRange(dt.date(2025, 1, 1), dt.date(2025, 12, 31)))


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        DateRange(dt.date(2026, 2, 1), dt.date(2026, 1, 31))


def test_a_quarter_knows_its_months() -> None:
    """The third quarter runs from July to the last day of September."""
    quarter = Quarter.of(dt.date(2026, 8, 14))
    assert quarter == Quarter(2026, 3)
    assert quarter.months == (Month(2026, 7), Month(2026, 8), Month(2026, 9))
    assert (quarter.first, quarter.last) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert dt.date(2026, 9, 30) in quarter
    assert dt.date(2026, 10, 1) not in quarter


@pytest.mark.parametrize("number", [0, 5])
def test_there_are_four_quarters(number: int) -> None:
    """A fifth quarter does not exist."""
    with pytest.raises(ValueError, match="1 to 4"):
        Quarter(2026, number)
