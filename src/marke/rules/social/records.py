"""What declarations and documents are made of: who employs, who works, and the payslips as they were stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from marke.kernel.dates import Month
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives or an enterprise has its seat."""

    street: str = ""
    postcode: str = ""
    municipality: str = ""

    @property
    def lines(self) -> list[str]:
        """The address as it stands on paper; what is empty is left out."""
        town = f"{self.postcode} {self.municipality}".strip()
        return [line for line in (self.street, town) if line]


@dataclass(frozen=True, slots=True)
class Employer:
    """The enterprise as an employer."""

    name: str
    enterprise_number: str
    address: Address = Address()
    contact: str = ""
    phone: str = ""
    email: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Person:
    """A worker. ``national_number`` is empty where it is not known; ``family`` has the words of the pay file."""

    key: str
    family_name: str
    given_name: str
    national_number: str = ""
    birth_date: dt.date | None = None
    address: Address = Address()
    language: str = "nl"
    family: Mapping[str, Any] = field(default_factory=dict)
    staff_number: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Engaged:
    """The contract behind a payslip. Kind of worker and scheme are the country's own codes."""

    key: str
    worker: str
    scheme: str
    committee: str
    function: str
    starts_on: dt.date
    ends_on: dt.date | None
    day_hours: Decimal
    """Hours of a day of this contract, on average."""


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """A stored payslip: a month of a contract with its lines. Amounts and bases in cents, by line code."""

    key: str
    person: str
    contract: Engaged
    month: Month
    amounts: Mapping[str, Cents]
    bases: Mapping[str, Cents] = field(default_factory=dict)
    days: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    gross: Cents = 0
    net: Cents = 0
    paid_on: dt.date | None = None

    def total(self, *codes: str) -> Cents:
        """The amounts of some lines together; a line that does not occur is zero."""
        return sum(self.amounts.get(code, 0) for code in codes)

    def base(self, code: str) -> Cents:
        """What a line was computed on; zero when the line does not occur."""
        return self.bases.get(code, 0)


@dataclass(frozen=True, slots=True)
class Payroll:
    """The employer, its workers by key and their payslips of a quarter, a month or a year."""

    employer: Employer
    people: Mapping[str, Person]
    months: tuple[PaidMonth, ...]

    def of(self, person: str) -> list[PaidMonth]:
        """The payslips of one person, by month and start of the contract."""
        return in_order(month for month in self.months if month.person == person)

    def by_person(self) -> list[tuple[Person, list[PaidMonth]]]:
        """Everyone who has a payslip, in the order of their keys, with their payslips."""
        found: dict[str, list[PaidMonth]] = {}
        for month in self.months:
            found.setdefault(month.person, []).append(month)
        return [(self.people[key], in_order(months)) for key, months in sorted(found.items())]


def in_order(months: Iterable[PaidMonth]) -> list[PaidMonth]:
    """By month, start of the contract and name: the order in which payslips took up each other's month."""
    return sorted(months, key=lambda each: (each.month.first, each.contract.starts_on, each.contract.key, each.key))
