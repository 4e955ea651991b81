"""The tree of a quarterly declaration, in the words of social security. Amounts in cents, days and hours exact."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.dates import Quarter
from marke.kernel.money import Cents
from marke.rules.social.records import Employer


@dataclass(frozen=True, slots=True)
class Service:
    """Working time under a service code (annex 8). Hours are told for part-time work only."""

    code: str
    days: Decimal
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Remuneration:
    """Pay under a remuneration code (annex 7); ``frequency`` says every how many months a premium is paid."""

    code: str
    amount: Cents
    frequency: int | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What is owed under a contribution code, worker and employer together, on a basis where the code has one."""

    code: str
    amount: Cents
    basis: Cents | None = None


@dataclass(frozen=True, slots=True)
class Deduction:
    """What is owed less, under a deduction code."""

    code: str
    amount: Cents


@dataclass(frozen=True, slots=True)
class OccupationLine:
    """One contract in the quarter."""

    contract: str
    starts_on: dt.date
    ends_on: dt.date | None
    committee: str
    week_hours: Decimal
    services: tuple[Service, ...]
    remunerations: tuple[Remuneration, ...]
    deductions: tuple[Deduction, ...] = ()


@dataclass(frozen=True, slots=True)
class StudentLine:
    """A student's work within the yearly quota of hours: only a solidarity contribution is owed."""

    pay: Cents
    amount: Cents
    hours: Decimal


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """All that one person did in the quarter under one worker code: occupations, or work as a student."""

    code: str
    occupations: tuple[OccupationLine, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    student: StudentLine | None = None

    @property
    def owed(self) -> Cents:
        """Contributions less deductions."""
        owed = sum(each.amount for each in self.contributions) + (self.student.amount if self.student else 0)
        less = sum(each.amount for each in self.deductions)
        return owed - less - sum(each.amount for line in self.occupations for each in line.deductions)


@dataclass(frozen=True, slots=True)
class DeclaredPerson:
    """A natural person with the worker lines of the quarter."""

    national_number: str
    lines: tuple[WorkerLine, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """The declaration of one employer for one quarter. ``apart`` is what is owed for no person in particular."""

    quarter: Quarter
    employer: Employer
    people: tuple[DeclaredPerson, ...]
    apart: tuple[Contribution, ...] = ()

    @property
    def owed(self) -> Cents:
        """What the enterprise owes for the quarter, worker and employer contributions together, in cents."""
        return sum(line.owed for person in self.people for line in person.lines) + sum(
            each.amount for each in self.apart
        )
