"""People with stored payslips for tests of declarations and documents: computed by the engine, then only read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from marke.countries.be.payroll.entrance import BelgianEngine, parameters
from marke.countries.be.payroll.inputs import ContractPay, Family, Scheme, Worker, WorkTime
from marke.kernel.dates import Month, Quarter
from marke.rules.payroll.payslip import Payslip
from marke.rules.social.records import Address, Employer, Engaged, PaidMonth, Payroll, Person

QUARTER = Quarter(2026, 3)
ENGINE = BelgianEngine(parameters())
LAW = ENGINE.law_on(QUARTER.last)
EMPLOYER = Employer(
    "De Marke CV",
    "0417497106",
    Address("Marktplein 1", "9000", "Gent"),
    "Loonbureau",
    "092000000",
    "loon@demarke.example",
)


def nora(key: str = "nora", **changes: Any) -> Person:
    """A worker who is known."""
    given = {
        "family_name": "Janssens",
        "given_name": "Nora",
        "national_number": "90030112345",
        "birth_date": dt.date(1990, 3, 1),
        "address": Address("Kouter 7", "9000", "Gent"),
        "staff_number": "1042",
    }
    return Person(key, **{**given, **changes})


def contract(start: dt.date, days: int = 2, pay: int = 300_00, **facts: Any) -> ContractPay:
    """Some days of work of an employee, full days unless hours are given."""
    hours = facts.pop("hours", None)
    time = WorkTime(days_worked=days, days_in_month=22)
    if hours is not None:
        time = WorkTime(days_worked=days, days_in_month=22, hours=Decimal(hours), full_time_hours=Decimal("167.2"))
    usual: dict[str, Any] = {
        "person": "nora",
        "contract": f"{start}",
        "start": start,
        "end": start + dt.timedelta(days=days - 1),
        "worker": Worker.EMPLOYEE,
        "pay": pay,
        "family": Family(),
        "time": time,
        "ends": True,
    }
    return ContractPay(**{**usual, **facts})


def stored(contracts: Sequence[ContractPay]) -> tuple[PaidMonth, ...]:
    """The payslips of one person as they are kept: contracts of a month take up each other."""
    months = sorted({each.month for each in contracts})
    found = []
    for month in months:
        of_month = [each for each in contracts if each.month == month]
        by_name = {each.contract: each for each in of_month}
        found += [_stored(slip, by_name[slip.contract]) for slip in ENGINE.person_month(of_month)]
    return tuple(found)


def _stored(slip: Payslip, of: ContractPay) -> PaidMonth:
    days = Decimal(of.time.days_worked or 0)
    hours = Decimal(of.time.hours) if of.time.hours is not None else days * Decimal("7.6")
    return PaidMonth(
        key=f"{slip.contract}/{slip.start:%m}",
        person=of.person,
        contract=Engaged(
            key=of.contract,
            worker=of.worker.value,
            scheme=of.scheme.value,
            committee="304" if of.worker.is_artist else "200",
            function="trainer",
            starts_on=of.start,
            ends_on=of.end,
            day_hours=hours / days if days else Decimal("7.6"),
        ),
        month=Month.of(slip.start),
        amounts=slip.amounts,
        bases={line.code: line.base for line in slip.lines if line.base is not None},
        days=days,
        hours=hours,
        gross=slip.gross,
        net=slip.net,
        paid_on=slip.end + dt.timedelta(days=9),
    )


def payroll(*months: PaidMonth, people: Sequence[Person] = ()) -> Payroll:
    """The enterprise with some payslips."""
    known = {person.key: person for person in people or (nora(),)}
    return Payroll(EMPLOYER, known, tuple(months))


def student(start: dt.date, **facts: Any) -> ContractPay:
    """Some days of a student within the quota."""
    return contract(start, **{"scheme": Scheme.STUDENT, "hours": "15.2", "ends": False, **facts})
