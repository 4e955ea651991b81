"""Orders that come back: the days of each period."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.rules.orders import period_of
from marke.rules.orders.periods import count_periods, fills_periods

days = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))


@given(days, st.integers(1, 12), st.integers(0, 30))
def test_periods_follow_each_other_without_a_gap(first: dt.date, months: int, number: int) -> None:
    _, last = period_of(first, every_months=months, number=number)
    start, _ = period_of(first, every_months=months, number=number + 1)
    assert start == last + dt.timedelta(days=1)


@given(days, st.integers(1, 12), st.integers(1, 30))
def test_so_many_periods_end_on_the_last_day_of_the_last(first: dt.date, months: int, number: int) -> None:
    _, until = period_of(first, every_months=months, number=number - 1)
    assert count_periods(first, until, every_months=months) == number
    assert fills_periods(first, until, every_months=months)
    assert not fills_periods(first, until + dt.timedelta(days=1), every_months=months)


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [(0, "2027-01-31", "2027-02-27"), (1, "2027-02-28", "2027-03-30"), (2, "2027-03-31", "2027-04-29")],
)
def test_a_month_from_the_31st_starts_on_the_last_day_of_a_shorter_one(number: int, start: str, end: str) -> None:
    found = period_of(dt.date(2027, 1, 31), every_months=1, number=number)
    assert [day.isoformat() for day in found] == [start, end]
