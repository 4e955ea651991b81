"""Dated figures: each amount, rate and limit of a law has a start date, a reference, a source and a status.

A `Figure` is one legal figure or one small family ("work bonus, component B"). A `ParameterTree` holds all figures of
a country; `ParameterTree.on` gives the `ParameterSet` in force on one day. A day without a value is refused with the
name of the figure, never guessed. A cooperative's own choices are `CooperativeRow` values laid above the legal tree.
Model: the parameter files of OpenFisca, with exact decimals.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from marke.kernel.dates import DateRange
from marke.kernel.refusal import Refusal, gettext_noop


class Status(Enum):
    """How far a value may be trusted."""

    REPRODUCED = "reproduced"
    """Published cases were recomputed with it to the cent."""
    TWO_SOURCES = "two_sources"
    SINGLE_SOURCE = "single_source"
    DECIDED = "decided"
    """Chosen by the cooperative in a dated row."""
    DERIVED = "derived"
    """Computed from other sourced values."""
    UNVERIFIED = "unverified"
    """Plausible, but no opened source confirms it."""
    DEFAULT = "default"
    """The accepted default of an open question; the cooperative can decide otherwise."""
    MISSING = "missing"
    """Known to exist in law, but the value was not found: nothing is computed with it."""

    @property
    def is_open(self) -> bool:
        """True while the value may still change, so that a payslip that uses it says so."""
        return self in (Status.DERIVED, Status.UNVERIFIED, Status.DEFAULT, Status.MISSING)


class MissingFigure(Refusal):
    """There is no value for a figure on the day asked, so nothing may be computed with it."""


class RowNotAllowed(Refusal):
    """A cooperative's row tries to change what the law has settled."""


class FigureVersion(NamedTuple):
    """Which value of which figure was used: enough to find it again in the parameter files."""

    key: str
    valid_from: dt.date
    status: Status


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a figure and the days on which it holds, with where it comes from."""

    period: DateRange
    value: Any
    status: Status
    source: str
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the law through time. ``unit`` says what the numbers count: EUR, EUR/month, rate, hours, days."""

    key: str
    title: str
    unit: str
    reference: str
    values: tuple[DatedValue, ...]
    is_choice: bool = False
    """True for a figure that the cooperative itself decides: a coefficient, a fee, a policy."""

    def __post_init__(self) -> None:
        for earlier, later in zip(self.values, self.values[1:], strict=False):
            if earlier.period.overlaps(later.period):
                raise ValueError(f"Figure {self.key}: two values hold on {later.period.start}.")

    def on(self, day: dt.date) -> DatedValue | None:
        """The value that holds on a day, or None when there is none."""
        for value in reversed(self.values):
            if day in value.period:
                return value
        return None


@dataclass(frozen=True, slots=True)
class CooperativeRow:
    """A dated decision of the cooperative: its coefficient, its contribution, its premium, or a figure left open."""

    key: str
    period: DateRange
    value: Any
    decided_by: str
    reason: str = ""

    def __post_init__(self) -> None:
        _refuse_floats(self.key, self.value)

    def as_value(self) -> DatedValue:
        return DatedValue(self.period, self.value, Status.DECIDED, self.decided_by, note=self.reason)


@dataclass(frozen=True)
class ParameterSet:
    """All figures in force on one day. Its fingerprint is kept by every document computed with it."""

    day: dt.date
    figures: Mapping[str, Figure]
    values: Mapping[str, DatedValue]

    def __contains__(self, key: str) -> bool:
        value = self.values.get(key)
        return value is not None and value.status is not Status.MISSING

    def __getitem__(self, key: str) -> Any:
        """The value of a figure. Raises `MissingFigure` with the figure's name when the law gives none on this day."""
        if key in self:
            return self.values[key].value
        figure = self.figures.get(key)
        raise MissingFigure(
            "parameters.missing-figure",
            gettext_noop("There is no value for «%(figure)s» (%(key)s) on %(day)s, so nothing is computed with it."),
            params={"figure": figure.title if figure else key, "key": key, "day": self.day.isoformat()},
        )

    def version(self, key: str) -> FigureVersion:
        """The start date and status of the value of a figure."""
        value = self.values[key]
        return FigureVersion(key, value.period.start, value.status)

    def versions(self, keys: Iterable[str]) -> tuple[FigureVersion, ...]:
        """The versions of those figures that have a value on this day."""
        return tuple(self.version(key) for key in keys if key in self)

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 over every figure, start date and value in force: the same law gives the same fingerprint."""
        rows = [[key, value.period.start, value.value] for key, value in sorted(self.values.items())]
        return hashlib.sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class ParameterTree:
    """Every figure of one country through time, with the cooperative's rows above it.

    ``known`` is the period for which the law was researched: a day outside it is refused as a whole.
    """

    known: DateRange
    figures: Mapping[str, Figure]
    rows: tuple[CooperativeRow, ...] = ()
    _sets: dict[dt.date, ParameterSet] = field(default_factory=dict, compare=False, repr=False)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures.values())

    def on(self, day: dt.date) -> ParameterSet:
        """The figures in force on a day. Raises `MissingFigure` for a day outside the known years."""
        found = self._sets.get(day)
        if found is None:
            self._refuse_unknown_day(day)
            found = self._sets[day] = ParameterSet(day, self.figures, self._values_on(day))
        return found

    def with_rows(self, rows: Iterable[CooperativeRow]) -> ParameterTree:
        """The same law with the cooperative's rows above it; the later row wins.

        Raises `RowNotAllowed` for a row that names no figure or replaces a value the law has settled.
        """
        added = tuple(rows)
        for row in added:
            self._refuse_row_against_the_law(row)
        return replace(self, rows=self.rows + added, _sets={})

    def _values_on(self, day: dt.date) -> dict[str, DatedValue]:
        values = {key: value for key, figure in self.figures.items() if (value := figure.on(day)) is not None}
        values.update({row.key: row.as_value() for row in self.rows if day in row.period})
        return values

    def _refuse_unknown_day(self, day: dt.date) -> None:
        if day not in self.known:
            raise MissingFigure(
                "parameters.unknown-period",
                gettext_noop("The law is known from %(start)s to %(end)s; nothing is computed for %(day)s."),
                params={"start": str(self.known.start), "end": str(self.known.end), "day": day.isoformat()},
            )

    def _refuse_row_against_the_law(self, row: CooperativeRow) -> None:
        figure = self.figures.get(row.key)
        if figure is None:
            raise RowNotAllowed(
                "parameters.unknown-figure",
                gettext_noop("There is no figure named %(key)s."),
                params={"key": row.key},
            )
        settled = [value for value in figure.values if not value.status.is_open and value.period.overlaps(row.period)]
        if settled and not figure.is_choice:
            raise RowNotAllowed(
                "parameters.settled-by-law",
                gettext_noop("«%(figure)s» is settled by law from %(day)s; the cooperative cannot choose it."),
                params={"figure": figure.title, "day": str(settled[0].period.start)},
            )


def figure_from_mapping(key: str, data: Mapping[str, Any]) -> Figure:
    """Read one parameter file: ``title``, ``unit``, ``reference``, ``choice`` and ``values`` keyed by start date.

    A value ends the day before the next one starts, or on its own ``until``. Raises ``ValueError`` for a file that
    lacks a unit, a source or a status, or that holds a float.
    """
    entries = sorted(data["values"].items())
    starts = [start for start, _ in entries]
    values = tuple(
        _dated_value(key, DateRange(start, entry.get("until") or _day_before(following)), entry)
        for (start, entry), following in zip(entries, [*starts[1:], None], strict=True)
    )
    return Figure(key, data["title"], data["unit"], data["reference"], values, data.get("choice", False))


def _dated_value(key: str, period: DateRange, entry: Mapping[str, Any]) -> DatedValue:
    unknown = set(entry) - {"value", "until", "status", "source", "reference", "note"}
    if unknown:
        raise ValueError(f"Figure {key}: unknown fields {sorted(unknown)}.")
    status = Status(entry["status"])
    value = entry.get("value")
    if (value is None) is not (status is Status.MISSING):
        raise ValueError(f"Figure {key}: exactly the missing values have no value ({period.start}).")
    _refuse_floats(key, value)
    return DatedValue(period, value, status, entry["source"], entry.get("reference", ""), entry.get("note", ""))


def _day_before(day: dt.date | None) -> dt.date | None:
    return None if day is None else day - dt.timedelta(days=1)


def _refuse_floats(key: str, value: Any) -> None:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            _refuse_floats(key, part)
    elif value is not None and not isinstance(value, int | Decimal | str | bool):
        raise ValueError(f"Figure {key}: {value!r} is not an exact number or a text.")
