"""An engagement: who works when, for which pay. From it follow the pay of each month and what is checked beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from marke.kernel.dates import Month
from marke.kernel.money import Cents, apply_rate, split_over_time


class Kind(Enum):
    """The kinds of contract a unit can offer."""

    DAYS = "days"
    """Fixed term, for the days that are named: the ordinary case of a shared enterprise."""
    FIXED_TERM = "fixed_term"
    """Fixed term, paid by the month."""
    OPEN_ENDED = "open_ended"
    STUDENT = "student"
    ARTISTIC_TASK = "artistic_task"
    """An artistic work for a lump sum, without authority over the hours."""

    @property
    def has_end(self) -> bool:
        return self is not Kind.OPEN_ENDED


class Basis(Enum):
    """What the agreed pay is for."""

    DAY = "day"
    WHOLE = "whole"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class PlannedDay:
    """A day of work with its hours; ``starts_at`` decides until when it can be declared."""

    day: dt.date
    hours: Decimal
    starts_at: dt.time = dt.time(9)


@dataclass(frozen=True, slots=True)
class Engagement:
    """What worker and unit agree. ``amount`` is gross pay in cents for a day, the whole, or a month."""

    kind: Kind
    function: str
    days: tuple[PlannedDay, ...]
    basis: Basis
    amount: Cents
    starts_on: dt.date
    ends_on: dt.date | None = None
    """The last day, included; None for an open-ended contract."""

    @property
    def hours(self) -> Decimal:
        return sum((each.hours for each in self.days), Decimal(0))

    def days_in(self, month: Month) -> tuple[PlannedDay, ...]:
        return tuple(each for each in self.days if Month.of(each.day) == month)

    def months(self) -> tuple[Month, ...]:
        """The months with work, in order."""
        return tuple(sorted({Month.of(each.day) for each in self.days}))


def pay_of_month(engagement: Engagement, *, month: Month, worked: Sequence[dt.date]) -> Cents:
    """The gross pay of a month for the days that were worked or are paid all the same.

    By the day: each day once. For the whole: spread over the planned days, so that the months add to the whole. By the
    month: the part of the month's planned days that is paid.
    """
    planned = engagement.days_in(month)
    if engagement.basis is Basis.DAY:
        return engagement.amount * len(worked)
    if engagement.basis is Basis.WHOLE:
        parts = split_over_time(engagement.amount, len(engagement.days))
        return sum(part for part, each in zip(parts, engagement.days, strict=True) if each in planned)
    if not planned:
        return 0
    return apply_rate(engagement.amount, Decimal(min(len(worked), len(planned))) / len(planned))
