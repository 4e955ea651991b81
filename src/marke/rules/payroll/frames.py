"""How the lines of a payslip are kept: what many payslips have in common once, what is one's own with each.

The rule, its reference and the legal figures behind a line are the same for thousands of payslips of a month; only
amounts, bases, rates and inputs differ. The common part is a frame, named by a fingerprint of what it says. A payslip
keeps its frame and its own values, and its lines can be told again word for word.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marke.kernel.parameters import FigureVersion
from marke.rules.payroll.payslip import Line

OWN = ("amount", "base", "rate", "inputs")
"""What a line says of one payslip; all else it says of the law."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The common part of the lines of many payslips, and its fingerprint."""

    lines: tuple[Mapping[str, Any], ...]
    fingerprint: str


class Frames:
    """The frames met so far: each is written out once, however many payslips have it."""

    def __init__(self) -> None:
        self._met: dict[tuple[tuple[str, str, tuple[FigureVersion, ...]], ...], Frame] = {}

    def of(self, lines: Sequence[Line]) -> Frame:
        key = tuple((line.rule.name, line.case, line.figures) for line in lines)
        frame = self._met.get(key)
        if frame is None:
            frame = self._met[key] = _frame(lines)
        return frame

    def __iter__(self) -> Any:
        return iter(self._met.values())


def _frame(lines: Sequence[Line]) -> Frame:
    said = tuple({name: value for name, value in line.as_json().items() if name not in OWN} for line in lines)
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return Frame(said, hashlib.sha256(text.encode()).hexdigest())


def own_values(lines: Sequence[Line]) -> list[list[Any]]:
    """What the lines say of this payslip alone, in their order: amount, base, rate and inputs."""
    return [line.own_values() for line in lines]


def unframed(frame: Sequence[Mapping[str, Any]], values: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """The lines as `Line.as_json` wrote them. Raises ``ValueError`` when frame and values are not of one payslip."""
    return [{**said, **dict(zip(OWN, own, strict=True))} for said, own in zip(frame, values, strict=True)]
