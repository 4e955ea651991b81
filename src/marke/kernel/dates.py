"""Days, months and half-open validity periods. No clock lives here: today is always an argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, the period of the books and of the payslip."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"A month is numbered 1 to 12, not {self.number}.")

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """The month in which a day falls."""
        return cls(day.year, day.month)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        return self.next().first - dt.timedelta(days=1)

    @property
    def quarter(self) -> int:
        """The calendar quarter, 1 to 4, in which social security is declared."""
        return (self.number + 2) // 3

    def next(self) -> Month:
        return self.plus(1)

    def plus(self, months: int) -> Month:
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def days(self) -> Iterator[dt.date]:
        day = self.first
        while day <= self.last:
            yield day
            day += dt.timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A calendar quarter, the period of social security and of the VAT return."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"A quarter is numbered 1 to 4, not {self.number}.")

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        """The quarter in which a day falls."""
        return cls(day.year, Month.of(day).quarter)

    @property
    def months(self) -> tuple[Month, ...]:
        """Its three months."""
        return tuple(Month(self.year, 3 * self.number - left) for left in (2, 1, 0))

    @property
    def first(self) -> dt.date:
        return self.months[0].first

    @property
    def last(self) -> dt.date:
        return self.months[-1].last

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.year:04d}/{self.number}"


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days from ``start`` up to and including ``end``; ``end`` is None while it is still open."""

    start: dt.date
    end: dt.date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("A period cannot end before it starts.")

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: DateRange) -> bool:
        return (other.end is None or self.start <= other.end) and (self.end is None or other.start <= self.end)
