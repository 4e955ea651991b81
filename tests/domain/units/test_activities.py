"""What members do: a list in three languages, searched as people type."""

from __future__ import annotations

import pytest

from marke.domain.units import activities


def test_every_activity_has_its_name_in_each_language() -> None:
    for found in activities.all_activities().values():
        for names in (found.names, found.domain_names, found.sector_names):
            assert set(names) == set(activities.LANGUAGES)
            assert all(names.values())


@pytest.mark.parametrize(
    ("typed", "first"),
    [("PHOTOGRAPHER", "photographer"), ("fotograaf", "photographer"), ("comédien", "acting"), ("comedien", "acting")],
)
def test_an_activity_is_found_in_any_language_without_accents_or_capitals(typed: str, first: str) -> None:
    assert activities.search(typed)[0].code == first


def test_a_name_that_begins_so_comes_before_a_domain_or_sector() -> None:
    found = [activity.code for activity in activities.search("music")]
    assert found.index("musician") < found.index("singing")


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "'; drop table", "%"])
def test_nothing_is_found_for_nothing_or_nonsense(typed: str) -> None:
    assert activities.search(typed) == []


def test_a_regulated_trade_says_why_what_is_needed_and_where_it_is_written() -> None:
    trade = activities.activity("catering").trade
    assert "food" in trade.why["en"]
    assert trade.needs["nl"]
    assert trade.reference
    assert activities.activity("musician").trade is None


def test_arts_and_other_sectors_are_told_apart() -> None:
    """The yearly figures say which part of the enterprise is arts and culture."""
    kinds = {found.sector: found.is_arts for found in activities.all_activities().values()}
    assert kinds["music"]
    assert not kinds["digital"]


def test_an_invented_activity_is_refused() -> None:
    with pytest.raises(activities.UnknownActivity):
        activities.activity("alchemy")
