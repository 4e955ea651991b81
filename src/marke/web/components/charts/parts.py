"""From a whole to what is left of it: the waterfall and the waffle of a hundred squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    words,
)

ROW = 44


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a waterfall: a change that is added, or a ``total`` that must equal the changes so far."""

    label: str
    amount: Number
    total: bool = False


def waterfall(*, finding: str, stages: Sequence[Stage], write: Write, heads: tuple[str, str], basis: str = "") -> Chart:
    """From invoice to net, stage by stage, downwards: totals stand full, changes hang where the last one stopped.

    Raises ``ValueError`` when a total differs from the sum of what precedes it: a waterfall always closes.
    """
    spans = _spans(stages)
    lowest = min(min(span) for span in spans)
    width = (max(max(span) for span in spans) - lowest) or Decimal(1)
    body = []
    for index, (stage, (begin, end)) in enumerate(zip(stages, spans, strict=True)):
        top = index * ROW
        left, right = sorted([(begin - lowest) * 100 / width, (end - lowest) * 100 / width])
        style = "s6" if stage.total else "s1" if stage.amount >= 0 else "s2"
        hatched = not stage.total and stage.amount < 0
        body += [
            words(stage.label, x=0, y=top + 14),
            words(write(stage.amount), x=100, y=top + 14, anchor="end"),
            rect(x=left, y=top + 20, width=right - left, height=14, style=style, hatched=hatched),
        ]
        if index + 1 < len(stages):
            stop = (end - lowest) * 100 / width
            body.append(rule(x1=stop, y1=top + 34, x2=stop, y2=top + ROW + 20, style="grid-line"))
    marks = [Mark(stage.label, stage.amount) for stage in stages]
    svg = drawing(finding=finding, description=described(marks, write), height=len(stages) * ROW, body=body)
    return Chart(finding, basis, svg, heads, [(mark.label, write(mark.value)) for mark in marks])


def _spans(stages: Sequence[Stage]) -> list[tuple[Decimal, Decimal]]:
    """Where each stage begins and ends; a first total opens the waterfall."""
    spans, level = [], Decimal(0)
    for index, stage in enumerate(stages):
        amount = Decimal(stage.amount)
        if not stage.total:
            spans.append((level, level + amount))
            level += amount
            continue
        if index and amount != level:
            raise ValueError(f"The stages before {stage.label!r} add to {level}, not to {amount}.")
        level = amount
        spans.append((Decimal(0), level))
    return spans


def waffle(*, finding: str, parts: Sequence[Mark], write: Write, heads: tuple[str, str, str], basis: str = "") -> Chart:
    """A hundred squares shared out by largest remainder: «of each 100 euro…». Parts fill row by row from the top."""
    counts = split_by_weight(100 if any(part.value for part in parts) else 0, [part.value for part in parts])
    owners = [index for index, count in enumerate(counts) for _ in range(count)]
    body = []
    for square, owner in enumerate(owners):
        style, hatched = look(owner)
        row, place = divmod(square, 20)
        body.append(rect(x=place * 5, y=row * 26, width=Decimal("4.4"), height=22, style=style, hatched=hatched))
    legend = []
    for index, (part, count) in enumerate(zip(parts, counts, strict=True)):
        style, hatched = look(index)
        legend.append(Key(style, part.label, f"{count} / 100", hatched))
    rows = [(part.label, write(part.value), str(count)) for part, count in zip(parts, counts, strict=True)]
    svg = drawing(finding=finding, description=described(parts, write), height=5 * 26, body=body)
    return Chart(finding, basis, svg, heads, rows, legend)
