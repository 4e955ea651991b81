"""What is filed about pay: the file, what it says, and how it agrees with the payslips behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from marke.kernel.dates import Month
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Filing:
    """A file with what it owes or tells, held against its payslips. Amounts in cents.

    ``declared`` is what the file itself adds up to, ``on_payslips`` what the payslips booked, and ``differences`` why
    the two differ, by name; nothing else may stand between them.
    """

    file_name: str
    content: bytes
    people: int
    payslips: int
    declared: Cents
    on_payslips: Cents
    differences: Mapping[str, Cents]
    gross: Cents
    with_workers: Cents = 0
    """The part of the differences that is settled with the workers: what was kept back too little, or too much."""
    reductions: Mapping[str, Cents] = field(default_factory=dict)
    """By contract what is owed less because of it; it goes to the common pot."""
    higher: Mapping[str, Cents] = field(default_factory=dict)
    """By contract its part of what the enterprise itself owes beyond the payslips, reductions apart; negative where it
    is less."""

    @property
    def unexplained(self) -> Cents:
        """What no name explains; zero, or the file must not leave."""
        return self.declared - self.on_payslips - sum(self.differences.values())


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One kind of taxable pay: how many payslips have it, and what they pay after social security, in cents."""

    kind: str
    payslips: int
    taxable: Cents


@dataclass(frozen=True, slots=True)
class TaxStatement:
    """What was kept back for the tax office on pay of one month. ``special`` goes to social security instead."""

    month: Month
    people: int
    payslips: int
    rows: tuple[TaxRow, ...]
    withheld: Cents
    special: Cents

    @property
    def taxable(self) -> Cents:
        return sum(row.taxable for row in self.rows)


@dataclass(frozen=True, slots=True)
class WorkOfYear:
    """The figures of the social balance: who worked in a year, how much, and what it cost.

    Averages count calendar days under contract over the days of the year; ``full_time_equivalents`` counts hours over
    those of a full-timer. ``cost`` in cents holds pay with the employer's contributions and what is set aside.
    """

    year: int
    full_time: Decimal
    part_time: Decimal
    full_time_equivalents: Decimal
    hours: Decimal
    cost: Cents
    begun: int
    ended: int
