"""Values over time and how they are spread: lines, sparklines, histograms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from marke.web.components.charts.model import (
    Chart,
    Mark,
    Number,
    Write,
    coordinate,
    described,
    drawing,
    rect,
    rule,
    tabled,
    ticks,
    words,
)

AREA = 180
TOP = 20


@dataclass(frozen=True, slots=True)
class Bin:
    """One class of a distribution: from ``low`` up to but not including ``high``, and how many fall in it."""

    low: Number
    high: Number
    count: int


def line(
    *, finding: str, points: Sequence[Mark], write: Write, heads: tuple[str, str], basis: str = "", area: bool = True
) -> Chart:
    """A line through values at equal steps of time, from zero; names its peak, and its end when that stands apart.

    Raises ``ValueError`` for fewer than two points or for negative values.
    """
    if len(points) < 2 or any(point.value < 0 for point in points):
        raise ValueError("A line joins at least two values, none of them negative.")
    grid = ticks(max(point.value for point in points))
    heights = [1000 - Decimal(point.value) * 1000 / grid[-1] for point in points]
    body = []
    for value in grid:
        y = TOP + AREA - AREA * value / grid[-1]
        body += [
            rule(x1=0, y1=int(y), x2=100, y2=int(y), style="grid-line"),
            words(write(value), x=0, y=y - 3, style="axis"),
        ]
    body.append(_path(heights, top=TOP, height=AREA, area=area))
    body += _named_points(points, heights, write)
    svg = drawing(finding=finding, description=described(points, write), height=TOP + AREA + 26, body=body)
    return Chart(finding, basis, svg, heads, tabled(points, write))


def sparkline(*, finding: str, values: Sequence[Number]) -> str:
    """A line without words for beside a figure; its finding is read aloud. Returns the SVG alone."""
    if len(values) < 2:
        raise ValueError("A line joins at least two values.")
    low, high = min(values), max(values)
    span = Decimal(high - low) or Decimal(1)
    heights = [950 - (Decimal(value) - low) * 900 / span for value in values]
    return drawing(finding=finding, description=finding, height=28, body=[_path(heights, top=0, height=28, area=False)])


def _path(heights: Sequence[Decimal], *, top: int, height: int, area: bool) -> str:
    """The line in a box of its own that stretches with the page while the stroke keeps its weight."""
    step = Decimal(1000) / (len(heights) - 1)
    spots = " ".join(f"{coordinate(step * index)},{coordinate(y)}" for index, y in enumerate(heights))
    shade = f'<polygon class="area s1" points="0,1000 {spots} 1000,1000"/>' if area else ""
    return (
        f'<svg x="0" y="{top}" width="100%" height="{height}" viewBox="0 0 1000 1000" preserveAspectRatio="none">'
        f'{shade}<polyline class="line s1" vector-effect="non-scaling-stroke" points="{spots}"/></svg>'
    )


def _named_points(points: Sequence[Mark], heights: Sequence[Decimal], write: Write) -> list[str]:
    """The value at the peak, at the end too when they stand apart, and the first and last moment under the line."""
    last = len(points) - 1
    peak = max(range(len(points)), key=lambda index: (points[index].value, index))
    named = []
    apart = (last - peak) * 4 > last
    for index in [peak, last] if apart else [peak]:
        x = Decimal(100) * index / last
        anchor = "start" if index == 0 else "end" if x > 85 else "middle"
        y = TOP + AREA * heights[index] / 1000
        named.append(words(write(points[index].value), x=x, y=y - 8, anchor=anchor))
        named.append(f'<circle class="fill s1" cx="{coordinate(x)}%" cy="{coordinate(y)}" r="4"/>')
    return [
        *named,
        words(points[0].label, x=0, y=TOP + AREA + 20, style="axis"),
        words(points[last].label, x=100, y=TOP + AREA + 20, anchor="end", style="axis"),
    ]


def histogram(
    *, finding: str, bins: Sequence[Bin], median: Number, median_label: str, write: Write, heads: tuple[str, str],
    basis: str = "",
) -> Chart:  # fmt: skip
    """How many fall in each class; a column's *area* is its count, so unequal classes stay honest. Median marked.

    Raises ``ValueError`` when classes do not follow one another or the median lies outside them.
    """
    if not bins or any(before.high != after.low for before, after in pairwise(bins)):
        raise ValueError("The classes of a distribution follow one another without gap.")
    start, end = Decimal(bins[0].low), Decimal(bins[-1].high)
    if not start <= median <= end:
        raise ValueError("The median lies within the distribution.")
    density = [Decimal(group.count) / (Decimal(group.high) - group.low) for group in bins]
    highest = max(density) or Decimal(1)
    body = []
    for group, height in zip(bins, density, strict=True):
        left, width = (group.low - start) * 100 / (end - start), (Decimal(group.high) - group.low) * 100 / (end - start)
        size = AREA * height / highest
        body.append(rect(x=left, y=TOP + 20 + AREA - size, width=width - Decimal("0.3"), height=size, style="s1"))
        body.append(words(str(group.count), x=left + width / 2, y=TOP + 14 + AREA - size, anchor="middle"))
        body.append(words(write(group.low), x=left, y=TOP + AREA + 38, style="axis"))
    middle = (Decimal(median) - start) * 100 / (end - start)
    body += [
        rule(x1=middle, y1=16, x2=middle, y2=TOP + AREA + 20, style="median"),
        words(f"{median_label} {write(median)}", x=middle, y=11, anchor="start" if middle < 70 else "end"),
    ]
    marks = [Mark(f"{write(group.low)} – {write(group.high)}", group.count) for group in bins]
    svg = drawing(finding=finding, description=described(marks, str), height=TOP + AREA + 44, body=body)
    return Chart(finding, basis, svg, heads, tabled(marks, str))
