"""Golden cases: published payslips as a table, recomputed field by field and compared within the stated tolerance.

The columns are those of the case file: one row per expected field, rows of one case share ``id`` and all inputs.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from marke.kernel.refusal import Refusal

Case = Mapping[str, str]
"""The input columns of a case, as text."""
Computed = Mapping[str, Decimal]
"""Computed fields in euros (a plain number for a fraction)."""


class Verdict(Enum):
    """How a computed field compares with the published one."""

    EXACT = "exact"
    WITHIN_TOLERANCE = "within tolerance"
    WRONG = "wrong"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class CheckedField:
    """One expected field with what was computed, or the legal reason why nothing was."""

    case: str
    field: str
    expected: Decimal
    computed: Decimal | None
    verdict: Verdict
    reason: str = ""

    @property
    def source(self) -> str:
        """The group of cases it comes from: the first part of the case's name."""
        return self.case.split("-", 1)[0]


def read_cases(lines: Iterable[str]) -> list[list[Case]]:
    """The rows of a case file, grouped by case in the order of the file."""
    grouped: dict[str, list[Case]] = {}
    for row in csv.DictReader(lines):
        grouped.setdefault(row["id"], []).append(row)
    return list(grouped.values())


def check_cases(cases: Iterable[list[Case]], compute: Callable[[Case], Computed]) -> list[CheckedField]:
    """Recompute each case and compare every expected field; a refusal makes the whole case unsupported."""
    return [checked for rows in cases for checked in _check_case(rows, compute)]


def _check_case(rows: list[Case], compute: Callable[[Case], Computed]) -> list[CheckedField]:
    try:
        computed, reason = compute(rows[0]), ""
    except Refusal as refusal:
        computed, reason = {}, str(refusal)
    return [_check_field(row, computed.get(row["expected_field"]), reason) for row in rows]


def _check_field(row: Case, computed: Decimal | None, reason: str) -> CheckedField:
    expected = Decimal(row["expected_value"])
    if computed is None:
        verdict = Verdict.UNSUPPORTED
    elif computed == expected:
        verdict = Verdict.EXACT
    else:
        within = abs(computed - expected) <= Decimal(row["tolerance"])
        verdict = Verdict.WITHIN_TOLERANCE if within else Verdict.WRONG
    return CheckedField(row["id"], row["expected_field"], expected, computed, verdict, reason)


def count_by_source(fields: Iterable[CheckedField]) -> dict[str, Counter[Verdict]]:
    """How many fields of each source are exact, within tolerance, wrong and unsupported."""
    counts: dict[str, Counter[Verdict]] = {}
    for checked in fields:
        counts.setdefault(checked.source, Counter())[checked.verdict] += 1
    return counts
