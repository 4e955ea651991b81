"""Figures and days read as Belgians write them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.web.components import formatting as f
from marke.web.components.parsing import parse_money

LANGUAGES = ("nl", "fr", "en")


@pytest.mark.parametrize(
    ("language", "written"),
    [("nl", "€\u00a01.234.567,50"), ("fr", "1\u202f234\u202f567,50\u00a0€"), ("en", "€1,234,567.50")],
)
def test_money_follows_the_language(language: str, written: str) -> None:
    """One million two hundred thousand euro and fifty cents, in each language's own groups."""
    assert f.format_money(123_456_750, language=language) == written


@pytest.mark.parametrize(("language", "written"), [("nl", "€\u00a0−5,00"), ("fr", "−5,00\u00a0€"), ("en", "−€5.00")])
def test_a_debt_carries_a_true_minus(language: str, written: str) -> None:
    """The minus stands where the language puts it."""
    assert f.format_money(-500, language=language) == written


def test_a_gain_shows_its_plus_on_request() -> None:
    assert f.format_money(500, language="en", sign=True) == "+€5.00"
    assert f.format_money(0, language="en", sign=True) == "€0.00"


def test_a_headline_amount_shortens_from_a_million() -> None:
    """194.2 million reads at a glance; below a million every euro shows."""
    assert f.format_compact_money(19_420_000_000, language="nl") == "€\u00a0194,2\u00a0mln."
    assert f.format_compact_money(99_999_900, language="nl") == "€\u00a0999.999"


@given(cents=st.integers(-(10**12), 10**12), language=st.sampled_from(LANGUAGES))
def test_what_is_written_can_be_typed_back(cents: int, language: str) -> None:
    """Copying an amount from the screen into a field gives the same amount."""
    assert parse_money(f.format_money(cents, language=language)) == cents


@given(cents=st.integers(-(10**12), 10**12), language=st.sampled_from(LANGUAGES))
def test_a_headline_is_cut_not_changed(cents: int, language: str) -> None:
    """The parts of a large figure joined again are the amount."""
    assert "".join(f.headline_parts(cents, language=language)) == f.format_money(cents, language=language)


@pytest.mark.parametrize(("language", "written"), [("nl", "85,9%"), ("fr", "85,9\u00a0%"), ("en", "85.9%")])
def test_percentages_follow_the_language(language: str, written: str) -> None:
    assert f.format_percent(Decimal("0.859"), language=language) == written


def test_a_short_day_always_has_four_digits_of_year() -> None:
    day = dt.date(2026, 3, 9)
    assert [f.format_day(day, language=language) for language in LANGUAGES] == ["9/03/2026", "9/03/2026", "9 Mar 2026"]


def test_the_first_of_the_month_is_ordinal_in_french() -> None:
    day = dt.date(2026, 3, 1)
    assert f.format_long_day(day, language="fr", weekday=True) == "dimanche 1er mars 2026"
    assert f.format_long_day(day, language="nl") == "1 maart 2026"


def test_moments_use_the_24_hour_clock() -> None:
    assert f.format_moment(dt.datetime(2026, 3, 9, 14, 5), language="nl") == "9/03/2026 14:05"  # noqa: DTZ001


def test_identifiers_are_grouped() -> None:
    """Enterprise number, structured reference and account number in the groups people know."""
    assert f.format_enterprise_number("0123456749") == "0123.456.749"
    assert f.format_structured_reference("090933755493") == "+++090/9337/55493+++"
    assert f.format_iban("be71 096123456769") == "BE71\u00a00961\u00a02345\u00a06769"


def test_an_unknown_identifier_is_shown_as_typed() -> None:
    assert f.format_enterprise_number("FR 12") == "FR 12"
    assert f.format_structured_reference("invoice 7") == "invoice 7"


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_a_masked_national_number_hides_birthday_and_counter(number: str) -> None:
    """Only the year and the check digits show."""
    assert f.format_masked_national_number(number) == f"{number[:2]}.••.••-•••.{number[9:]}"


def test_a_malformed_national_number_shows_nothing() -> None:
    assert f.format_masked_national_number("85.01") == "•" * 11
