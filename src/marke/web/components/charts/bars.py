"""Comparing quantities: horizontal bars, columns, one stacked bar, and a value against its target."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from marke.kernel.money import split_by_weight
from marke.web.components.charts.model import (
    Chart,
    Key,
    Mark,
    Number,
    Write,
    described,
    drawing,
    look,
    rect,
    rule,
    running,
    shares,
    tabled,
    ticks,
    words,
)

ROW = 46
BAR = 18
COLUMN_AREA = 190
LABELLED_SHARE = Decimal(12)
"""A part narrower than this share of the bar has its percentage in the legend only."""


def bars(
    *, finding: str, marks: Sequence[Mark], write: Write, heads: tuple[str, str], basis: str = "", sort: bool = True
) -> Chart:
    """Horizontal bars, largest first; each has its name above and its value at the end.

    Raises ``ValueError`` for a negative value: a bar shows a quantity.
    """
    if any(mark.value < 0 for mark in marks):
        raise ValueError("A bar shows a quantity, which is never negative.")
    ordered = sorted(marks, key=lambda mark: -mark.value) if sort else list(marks)
    highest = max((mark.value for mark in ordered), default=0) or 1
    chosen = any(mark.highlight for mark in ordered)
    body = []
    for index, mark in enumerate(ordered):
        top = index * ROW
        style = "s2" if mark.highlight else "s4" if chosen else "s1"
        length = Decimal(mark.value) * 100 / highest
        body += [
            words(mark.label, x=0, y=top + 14),
            words(write(mark.value), x=100, y=top + 14, anchor="end"),
            rect(x=0, y=top + 21, width=length, height=BAR, style=style, hatched=mark.highlight),
        ]
    svg = drawing(finding=finding, description=described(ordered, write), height=len(ordered) * ROW, body=body)
    return Chart(finding, basis, svg, heads, tabled(ordered, write))


def columns(*, finding: str, marks: Sequence[Mark], write: Write, heads: tuple[str, str], basis: str = "") -> Chart:
    """Columns in their given order, for periods; losses hang below the line. Labels are short: one word or letter.

    Up to six columns all carry their value; of more, only the highest and the highlighted ones do.
    """
    high = max([mark.value for mark in marks] + [0])
    low = min([mark.value for mark in marks] + [0])
    span = Decimal(high - low) or Decimal(1)
    zero = 20 + COLUMN_AREA * high / span
    slot = Decimal(100) / max(len(marks), 1)
    body = []
    for index, mark in enumerate(marks):
        size = COLUMN_AREA * abs(Decimal(mark.value)) / span
        top = zero - size if mark.value >= 0 else zero
        style, hatched = ("s2", True) if mark.highlight or mark.value < 0 else ("s1", False)
        middle = slot * index + slot / 2
        body += [
            rect(x=middle - slot / 3, y=top, width=slot * 2 / 3, height=size, style=style, hatched=hatched),
            words(mark.label, x=middle, y=COLUMN_AREA + 40, anchor="middle", style="axis"),
        ]
        if len(marks) <= 6 or mark.highlight or mark.value == high:
            body.append(words(write(mark.value), x=middle, y=top - 6, anchor="middle"))
    body.append(rule(x1=0, y1=int(zero), x2=100, y2=int(zero)))
    svg = drawing(finding=finding, description=described(marks, write), height=COLUMN_AREA + 48, body=body)
    return Chart(finding, basis, svg, heads, tabled(marks, write))


def stacked_bar(
    *, finding: str, parts: Sequence[Mark], write: Write, heads: tuple[str, str, str], basis: str = ""
) -> Chart:
    """One bar cut into the parts of a whole; the parts drawn and the percentages printed add to exactly 100.

    Raises ``ValueError`` for a negative part or more parts than there are looks.
    """
    if len(parts) > 6 or any(part.value < 0 for part in parts):
        raise ValueError("A whole is cut into at most six parts, none of them negative.")
    sizes = shares([part.value for part in parts])
    printed = _printed_shares(sizes)
    body, legend, rows = [], [], []
    for index, (part, size, start, share) in enumerate(zip(parts, sizes, running(sizes), printed, strict=True)):
        style, hatched = look(index)
        body.append(rect(x=start, y=0, width=size, height=40, style=style, hatched=hatched))
        if size >= LABELLED_SHARE and not hatched:
            body.append(words(share, x=start + size / 2, y=25, anchor="middle", style="on"))
        legend.append(Key(style, part.label, f"{write(part.value)} · {share}", hatched))
        rows.append((part.label, write(part.value), share))
    svg = drawing(finding=finding, description=described(parts, write), height=40, body=body)
    return Chart(finding, basis, svg, heads, rows, legend)


def _printed_shares(sizes: Sequence[Decimal]) -> list[str]:
    """Whole percentages that still add to 100."""
    return [f"{part}%" for part in split_by_weight(100 if sum(sizes) else 0, sizes)]


def bullet(
    *, finding: str, label: str, value: Number, target: Number, write: Write, heads: tuple[str, str],
    target_label: str, basis: str = "",
) -> Chart:  # fmt: skip
    """A value against its target: the bar is what is, the upright line what was aimed at."""
    scale = ticks(max(value, target))[-1]
    aim = Decimal(target) * 100 / scale
    marks = [Mark(label, value), Mark(target_label, target)]
    body = [
        words(f"{label}: {write(value)}", x=0, y=14),
        '<rect class="rest" x="0" y="24" width="100%" height="26"/>',
        rect(x=0, y=29, width=Decimal(value) * 100 / scale, height=16, style="s1"),
        rule(x1=aim, y1=20, x2=aim, y2=54, style="target"),
        words(
            f"{target_label}: {write(target)}",
            x=aim,
            y=70,
            anchor="end" if aim > 60 else "middle" if aim > 30 else "start",
            style="axis",
        ),
    ]
    svg = drawing(finding=finding, description=described(marks, write), height=76, body=body)
    return Chart(finding, basis, svg, heads, tabled(marks, write))
