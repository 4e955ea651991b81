"""What a chart is made of: marks, scales and the pieces of SVG every drawing shares."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import TypeAlias

from marke.kernel.money import split_by_weight

Number: TypeAlias = int | Decimal
Write: TypeAlias = Callable[[Number], str]
"""How a value reads on a mark: the caller knows the language and the unit."""

SERIES = 6
"""Distinct looks a chart has; more parts than this are grouped by the caller as «other»."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One named value. ``highlight`` makes it the one the finding speaks of."""

    label: str
    value: Number
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: the look, the name and the value of a part."""

    style: str
    label: str
    text: str
    hatched: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished chart. ``finding`` says what it shows, ``basis`` of what, of when and from where."""

    finding: str
    basis: str
    svg: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    legend: Sequence[Key] = field(default_factory=tuple)


def coordinate(value: Decimal) -> str:
    """A coordinate as written in SVG: two decimals, no trailing zeros."""
    return f"{value.quantize(Decimal('0.01')).normalize():f}"


def percent(value: Number) -> str:
    """A position or length as a share of the drawing's width."""
    return f"{coordinate(Decimal(value))}%"


def shares(values: Sequence[Number]) -> list[Decimal]:
    """The percentage each part takes of the whole, in hundredths, adding to exactly 100 (largest remainder)."""
    return [Decimal(part) / 100 for part in split_by_weight(10_000 if sum(values) else 0, values)]


def running(values: Iterable[Decimal]) -> list[Decimal]:
    """Where each part starts when the parts are laid end to end."""
    starts, total = [], Decimal(0)
    for value in values:
        starts.append(total)
        total += value
    return starts


def ticks(highest: Number, *, about: int = 4) -> list[Decimal]:
    """Round axis values from zero up to the first one at or above the highest value: steps of 1, 2 or 5."""
    if highest <= 0:
        return [Decimal(0), Decimal(1)]
    rough = Decimal(highest) / about
    power = Decimal(10) ** rough.adjusted()
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    values = [Decimal(0)]
    while values[-1] < highest:
        values.append(values[-1] + step)
    return values


def drawing(*, finding: str, description: str, height: int, body: Iterable[str]) -> str:
    """The SVG around a drawing: its title and description for screen readers, and the hatch it may use."""
    shapes = "".join(body)
    name = "c" + hashlib.sha256((finding + shapes).encode()).hexdigest()[:8]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}" role="img" '
        f'aria-labelledby="{name}t {name}d"><title id="{name}t">{escape(finding)}</title>'
        f'<desc id="{name}d">{escape(description)}</desc>'
        f'<defs><pattern id="{name}h" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern></defs>'
        f"{shapes.replace('url(#hatch)', f'url(#{name}h)')}</svg>"
    )


def rect(*, x: Number, y: Number, width: Number, height: Number, style: str, hatched: bool = False) -> str:
    """A filled bar: x and width in percent, y and height in pixels; hatched over its colour when asked."""
    place = (
        f'x="{percent(x)}" y="{coordinate(Decimal(y))}" width="{percent(width)}" height="{coordinate(Decimal(height))}"'
    )
    solid = f'<rect class="fill {style}" {place}/>'
    return solid + (f'<rect fill="url(#hatch)" {place}/>' if hatched else "")


def rule(*, x1: Number, y1: Number, x2: Number, y2: Number, style: str = "rule") -> str:
    """A straight line: x in percent, y in pixels."""
    return f'<line class="{style}" x1="{percent(x1)}" y1="{y1}" x2="{percent(x2)}" y2="{y2}"/>'


def words(content: str, *, x: Number, y: Number, anchor: str = "start", style: str = "") -> str:
    """A piece of text: x in percent, y of its baseline in pixels."""
    css = f' class="{style}"' if style else ""
    return f'<text x="{percent(x)}" y="{coordinate(Decimal(y))}" text-anchor="{anchor}"{css}>{escape(content)}</text>'


def described(marks: Iterable[Mark], write: Write) -> str:
    """The marks as one sentence, read aloud in place of the drawing."""
    return "; ".join(f"{mark.label}: {write(mark.value)}" for mark in marks) + "."


def tabled(marks: Iterable[Mark], write: Write) -> list[tuple[str, ...]]:
    """The marks as the rows of the table beneath."""
    return [(mark.label, write(mark.value)) for mark in marks]


def look(index: int) -> tuple[str, bool]:
    """The class of the n-th part and whether it is hatched: every other part is, so neighbours always differ."""
    return f"s{index % SERIES + 1}", index % 2 == 1
