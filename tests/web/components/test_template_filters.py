"""Figures and days in templates follow the reader's language and the clock on the wall in Brussels."""

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import formats, translation

EVENING = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
"""Half past midnight on the first of July in Brussels."""


def drawn(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(context))


def test_a_figure_stays_on_one_line() -> None:
    assert drawn("{{ cents|money }}", "nl", cents=123_450) == '<span class="figure">€\u00a01.234,50</span>'


def test_a_moment_belongs_to_the_local_day() -> None:
    """What happened at half past midnight happened in July, whatever the server's clock says."""
    assert ">1 Jul 2026</time>" in drawn("{{ at|day }}", at=EVENING)
    assert ">1/07/2026 00:30</time>" in drawn("{{ at|moment }}", "nl", at=EVENING)


def test_a_day_is_readable_by_machines_too() -> None:
    assert 'datetime="2026-03-09"' in drawn("{{ day|long_day }}", "fr", day=dt.date(2026, 3, 9))


def test_rates_and_headlines() -> None:
    assert "6,50%" in drawn("{{ rate|percent:2 }}", "nl", rate=Decimal("0.065"))
    assert '€4,823<span class="cents">.50</span>' in drawn("{{ cents|headline_money }}", cents=482_350)


def test_identifiers_are_grouped() -> None:
    assert drawn("{{ value|enterprise_number }}", value="0123456749") == "0123.456.749"
    assert drawn("{{ value|structured_reference }}", value="090933755493") == "+++090/9337/55493+++"


@pytest.mark.parametrize("name", ["enterprise_number", "structured_reference", "iban", "masked_national_number"])
def test_a_hostile_identifier_is_never_markup(name: str) -> None:
    assert "<" not in drawn("{{ value|" + name + " }}", value="<script>")


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [
        ("nl", "1.234,50", "9/03/2026"),
        ("fr", "1\u202f234,50", "9/03/2026"),
        ("en", "1,234.50", "9 Mar 2026"),
    ],
)
def test_django_itself_writes_the_belgian_way(language: str, number: str, day: str) -> None:
    """The framework's own numbers and days agree with ours: four-digit years, the right groups."""
    with translation.override(language):
        assert formats.number_format(Decimal("1234.50"), use_l10n=True, force_grouping=True) == number
        assert formats.date_format(dt.date(2026, 3, 9), "SHORT_DATE_FORMAT") == day
