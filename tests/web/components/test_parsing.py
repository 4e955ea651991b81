"""Amounts and days are read the ways people in Belgium type them; what could mean two things is refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.kernel.refusal import Refusal
from marke.web.components.parsing import parse_day, parse_money


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1.234,50", 123_450),
        ("1234.5", 123_450),
        ("1 234,50 €", 123_450),
        ("1\u202f234,50\u00a0€", 123_450),
        ("1,234.50", 123_450),
        ("1'234,50", 123_450),
        ("€ 12", 1_200),
        ("12 EUR", 1_200),
        ("12,-", 1_200),
        ("1.234", 123_400),
        ("1.234.567,8", 123_456_780),
        ("1,234,567", 123_456_700),
        ("-5", -500),
        ("€ −5,00", -500),
        ("0,07", 7),
    ],
)
def test_amounts_as_typed(typed: str, cents: int) -> None:
    """Euro sign, groups, comma or point: the amount is the same."""
    assert parse_money(typed) == cents


@pytest.mark.parametrize("typed", ["", "€", "abc", "1.23,4", "12.34.5", "1,2,3", "1e5", "--5", "12;50", "٣", "½"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    """The message shows how to write it."""
    with pytest.raises(Refusal, match="such as") as refusal:
        parse_money(typed)
    assert refusal.value.rule == "money.readable"


@pytest.mark.parametrize("typed", ["12,345", "0.125", "1234,567"])
def test_a_fraction_of_a_cent_is_refused(typed: str) -> None:
    """A lone comma before three digits could be thousands or decimals: nobody guesses with money."""
    with pytest.raises(Refusal, match="whole cents"):
        parse_money(typed)


def test_an_impossible_amount_is_refused() -> None:
    with pytest.raises(Refusal, match="too large"):
        parse_money("9" * 20)


@pytest.mark.parametrize("typed", ["12/3/2026", "12-03-2026", "12.3.2026", "12 3 2026", "2026-03-12", " 12/03/2026 "])
def test_days_as_typed(typed: str) -> None:
    assert parse_day(typed) == dt.date(2026, 3, 12)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("31/2/2026", "day.exists"),
        ("29/2/2025", "day.exists"),
        ("12/13/2026", "day.exists"),
        ("0/1/2026", "day.exists"),
        ("12/3/26", "day.four-digit-year"),
        ("12/3/026", "day.four-digit-year"),
        ("tomorrow", "day.readable"),
        ("2026/03/12", "day.readable"),
        ("", "day.readable"),
    ],
)
def test_what_is_no_day_is_refused(typed: str, rule: str) -> None:
    """Each refusal says which of the three things is wrong."""
    with pytest.raises(Refusal) as refusal:
        parse_day(typed)
    assert refusal.value.rule == rule


@given(st.dates())
def test_iso_days_are_always_understood(day: dt.date) -> None:
    assert parse_day(day.isoformat()) == day
