"""A chart never lies: parts drawn add to the whole, lengths follow values, words are escaped."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.web.components import charts
from marke.web.components.charts.model import shares, ticks

HEADS = ("What", "Amount")
SHARE_HEADS = ("What", "Amount", "Share")
SVG = "{http://www.w3.org/2000/svg}"

quantities = st.lists(st.integers(0, 10**12), min_size=1, max_size=6)


def marks_of(values: list[int]) -> list[charts.Mark]:
    return [charts.Mark(f"part {number}", value) for number, value in enumerate(values)]


def fills_of(chart: charts.Chart) -> list[dict[str, str]]:
    """The solid bars of a drawing, in order."""
    root = ElementTree.fromstring(chart.svg)
    return [bar.attrib for bar in root.iter(f"{SVG}rect") if "fill" in bar.attrib.get("class", "").split()]


def number_of(text: str) -> Decimal:
    return Decimal(text.removesuffix("%"))


@given(quantities)
def test_the_parts_of_a_stacked_bar_fill_it(values: list[int]) -> None:
    """The widths add to one hundred percent, to the last hundredth, unless there is nothing to show."""
    chart = charts.stacked_bar(finding="f", parts=marks_of(values), write=str, heads=SHARE_HEADS)
    assert sum(number_of(bar["width"]) for bar in fills_of(chart)) == (100 if any(values) else 0)


@given(quantities)
def test_printed_percentages_add_to_one_hundred(values: list[int]) -> None:
    chart = charts.stacked_bar(finding="f", parts=marks_of(values), write=str, heads=SHARE_HEADS)
    assert sum(number_of(row[2]) for row in chart.rows) == (100 if any(values) else 0)


@given(quantities)
def test_a_waffle_has_one_hundred_squares(values: list[int]) -> None:
    chart = charts.waffle(finding="f", parts=marks_of(values), write=str, heads=SHARE_HEADS)
    assert len(fills_of(chart)) == (100 if any(values) else 0)


@given(quantities)
def test_bars_are_sorted_and_in_proportion(values: list[int]) -> None:
    """The longest bar is full; each other is as long as its value is to the largest."""
    chart = charts.bars(finding="f", marks=marks_of(values), write=str, heads=HEADS)
    widths = [number_of(bar["width"]) for bar in fills_of(chart)]
    assert widths == sorted(widths, reverse=True)
    largest = max(values) or 1
    for width, value in zip(widths, sorted(values, reverse=True), strict=True):
        assert abs(width - Decimal(value) * 100 / largest) <= Decimal("0.01")


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8))
def test_a_waterfall_closes(changes: list[int]) -> None:
    """From invoice to net: the last total is the sum of all that precedes it, and every stage stays in the picture."""
    stages = [charts.Stage(f"change {number}", change) for number, change in enumerate(changes)]
    stages.append(charts.Stage("Net", sum(changes), total=True))
    chart = charts.waterfall(finding="f", stages=stages, write=str, heads=HEADS)
    for bar in fills_of(chart):
        assert number_of(bar["x"]) >= 0
        assert number_of(bar["x"]) + number_of(bar["width"]) <= Decimal("100.02")


def test_a_waterfall_that_does_not_close_is_refused() -> None:
    stages = [charts.Stage("Invoice", 100, total=True), charts.Stage("VAT", -21), charts.Stage("Net", 80, total=True)]
    with pytest.raises(ValueError, match="add to 79, not to 80"):
        charts.waterfall(finding="f", stages=stages, write=str, heads=HEADS)


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=40))
def test_a_line_stays_inside_its_axis(values: list[int]) -> None:
    """No point leaves the picture, and there is one for every value."""
    chart = charts.line(finding="f", points=marks_of(values), write=str, heads=HEADS)
    spots = re.search(r'<polyline[^>]*points="([^"]+)"', chart.svg)
    assert spots is not None
    heights = [Decimal(spot.split(",")[1]) for spot in spots[1].split()]
    assert len(heights) == len(values)
    assert all(0 <= height <= 1000 for height in heights)


@given(st.integers(1, 10**12))
def test_an_axis_ends_at_a_round_value_above_the_highest(highest: int) -> None:
    values = ticks(highest)
    assert values[0] == 0
    assert values[-2] < highest <= values[-1]
    assert 2 <= len(values) <= 6


def test_unequal_classes_are_drawn_by_area() -> None:
    """Ten in a class twice as wide are half as high as ten in a narrow one."""
    chart = charts.histogram(
        finding="f",
        bins=[charts.Bin(0, 10, 10), charts.Bin(10, 30, 10)],
        median=10,
        median_label="Median",
        write=str,
        heads=HEADS,
    )
    narrow, wide = (number_of(bar["height"]) for bar in fills_of(chart))
    assert narrow == 2 * wide


def test_a_distribution_with_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="without gap"):
        charts.histogram(
            finding="f",
            bins=[charts.Bin(0, 10, 1), charts.Bin(20, 30, 1)],
            median=5,
            median_label="Median",
            write=str,
            heads=HEADS,
        )


def test_losses_hang_below_the_line() -> None:
    chart = charts.columns(finding="f", marks=marks_of([10, -5]), write=str, heads=HEADS)
    gain, loss = fills_of(chart)
    assert number_of(gain["y"]) + number_of(gain["height"]) == number_of(loss["y"])


def test_a_negative_bar_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        charts.bars(finding="f", marks=marks_of([1, -1]), write=str, heads=HEADS)


def test_a_target_stands_where_it_belongs() -> None:
    """The upright line of a bullet is at the target's share of the scale."""
    chart = charts.bullet(
        finding="f", label="Reached", value=97, target=80, target_label="Promised", write=str, heads=HEADS
    )
    assert 'class="target" x1="80%"' in chart.svg


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\"&'<", "</title>"])
def test_words_in_a_chart_are_never_markup(hostile: str) -> None:
    """A client's name cannot break out of the drawing."""
    mark = charts.Mark(hostile, 1)
    chart = charts.bars(finding=hostile, marks=[mark], write=lambda value: hostile, heads=HEADS)
    root = ElementTree.fromstring(chart.svg)
    assert root.findtext(f"{SVG}title") == hostile
    assert {text.text for text in root.iter(f"{SVG}text")} == {hostile}


def test_a_drawing_is_named_and_described() -> None:
    """Who cannot see the picture hears its finding and its values."""
    chart = charts.bars(finding="Pay grows", marks=[charts.Mark("2025", 7)], write=str, heads=HEADS)
    root = ElementTree.fromstring(chart.svg)
    assert root.attrib["role"] == "img"
    named = root.attrib["aria-labelledby"].split()
    assert [root.findtext(f"{SVG}{tag}") for tag in ("title", "desc")] == ["Pay grows", "2025: 7."]
    assert named == [root.find(f"{SVG}{tag}").attrib["id"] for tag in ("title", "desc")]


def test_a_sparkline_needs_two_values() -> None:
    assert "polyline" in charts.sparkline(finding="Rising", values=[1, 2])
    with pytest.raises(ValueError, match="at least two"):
        charts.sparkline(finding="Alone", values=[1])


@given(quantities)
def test_shares_are_exact(values: list[int]) -> None:
    assert sum(shares(values)) == (100 if any(values) else 0)
