"""What the declarations need to know of a stored payslip: kind of work, working time, and its parts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from marke.countries.be.payroll.facts import family_from_facts
from marke.countries.be.payroll.inputs import Family, Scheme, Worker
from marke.kernel.money import Cents
from marke.rules.social.records import Engaged, PaidMonth, Person

FULL_WEEK = Decimal(38)
"""Hours of a full-time week (law of 10 August 2001, art. 2)."""
WEEK_DAYS = 5
HUNDREDTH = Decimal("0.01")

SOCIAL_SECURITY = (
    *("onss_employee", "onss_exit_single", "onss_premium", "employer_basic", "employer_moderation"),
    *("holiday_fund_quarterly",),
)
"""The lines of a payslip that one total rate covers in the declaration of a quarter."""


def worker_of(month: PaidMonth) -> Worker:
    return Worker(month.contract.worker)


def scheme_of(month: PaidMonth) -> Scheme:
    return Scheme(month.contract.scheme)


def family_of(person: Person) -> Family:
    return family_from_facts(person.family)


def week_hours(contract: Engaged) -> Decimal:
    """Hours of the contract's week, never more than full time."""
    return min(FULL_WEEK, contract.day_hours * WEEK_DAYS).quantize(HUNDREDTH, ROUND_HALF_UP)


def is_part_time(contract: Engaged) -> bool:
    return week_hours(contract) < FULL_WEEK


def student_pay(month: PaidMonth) -> Cents:
    """The part of pay that falls within the student's quota of hours."""
    return month.base("student_employee")


def ordinary_pay(month: PaidMonth) -> Cents:
    """Gross pay outside the student's quota."""
    return month.total("gross_pay", "guaranteed_pay") - student_pay(month)


def ordinary_part(month: PaidMonth, quantity: Decimal) -> Decimal:
    """The part of days or hours that belongs to ordinary pay: all, or for a student beyond the quota by pay."""
    inside, whole = student_pay(month), month.total("gross_pay", "guaranteed_pay")
    if not inside or not whole:
        return quantity
    return (quantity * (whole - inside) / whole).quantize(HUNDREDTH, ROUND_HALF_UP)


def has_ordinary_part(month: PaidMonth) -> bool:
    """True unless all hours are within the student's quota."""
    return not student_pay(month) or bool(ordinary_pay(month))


def total(months: Iterable[PaidMonth], *codes: str) -> Cents:
    """Some lines of several payslips together."""
    return sum(month.total(*codes) for month in months)


def total_base(months: Iterable[PaidMonth], code: str) -> Cents:
    return sum(month.base(code) for month in months)
