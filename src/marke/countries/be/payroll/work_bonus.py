"""The work bonus: a lower worker contribution for low pay, per contract, by a reference wage for the full month."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.inputs import Worker, WorkTime
from marke.countries.be.payroll.law import BonusSegment, Law
from marke.kernel.money import Cents
from marke.rules.payroll.rates import divide_half_up
from marke.rules.payroll.rule import Side

REFERENCE = "Law of 20 December 1999; royal decree of 17 January 2000"
FIGURES = ("work_bonus.employee", "work_bonus.manual", "work_bonus.annual_cap")
FULL = 100
"""A whole month in hundredths: the law rounds the fraction worked to two decimals."""


class Reference(NamedTuple):
    """The pay a worker would have for a full month (cents), and the hundredths of a full month worked."""

    wage: Cents
    hundredths: int


@rule(line="reference_wage_s", side=Side.INFORMATION, reference=REFERENCE)
def reference_wage(pay: Cents, time: WorkTime) -> Reference:
    """The reference wage S is pay per day worked times the days of the month, or pay per hour times full-time hours."""
    if time.is_part_time:
        return _scaled(pay, time.hours, time.full_time_hours)
    if time.is_part_of_month:
        return _scaled(pay, time.days_worked, time.days_in_month)
    return Reference(pay, FULL)


def _scaled(pay: Cents, worked: Decimal | int | None, whole: Decimal | int | None) -> Reference:
    """Pay per unit rounded to the cent, times the units of a full month; the fraction worked to two decimals."""
    if not worked or not whole:
        return Reference(0, 0)
    if type(worked) is int and type(whole) is int:
        per_unit = divide_half_up(pay, worked)
        return Reference(per_unit * whole, min(FULL, divide_half_up(FULL * worked, whole)))
    worked_parts, worked_of = worked.as_integer_ratio()
    whole_parts, whole_of = whole.as_integer_ratio()
    per_unit = divide_half_up(pay * worked_of, worked_parts)
    wage = divide_half_up(per_unit * whole_parts, whole_of)
    return Reference(wage, min(FULL, divide_half_up(FULL * worked_parts * whole_of, worked_of * whole_parts)))


class WorkBonus(NamedTuple):
    """The bonus granted by component; before April 2024 there is one component, kept in ``total``."""

    total: Cents
    a: Cents = 0
    b: Cents = 0
    has_components: bool = False


@rule(line="work_bonus_total", side=Side.RELIEF, reference=REFERENCE, figures=FIGURES)
def work_bonus(law: Law, worker: Worker, reference: Reference, *, due: Cents, before: Cents = 0) -> WorkBonus:
    """Low pay is given back part of the worker's contribution, never more than is due, cutting component B before A."""
    components = law.bonus_table(worker).components
    limit = _limit(law, due, before)
    if "total" in components:
        return WorkBonus(min(limit, _granted(components["total"], reference)))
    a = min(limit, _granted(components["a"], reference))
    b = min(limit - a, _granted(components["b"], reference))
    return WorkBonus(a + b, a, b, has_components=True)


def _granted(segments: tuple[BonusSegment, ...], reference: Reference) -> Cents:
    for segment in segments:
        if reference.wage <= segment.end:
            full = segment.amount(reference.wage)
            return full if reference.hundredths == FULL else divide_half_up(full * reference.hundredths, FULL)
    return 0


def _limit(law: Law, due: Cents, before: Cents) -> Cents:
    cap = law.work_bonus_annual_cap
    return due if cap is None else min(due, max(0, cap - before))


@rule(line="work_bonus_a", side=Side.INFORMATION, reference=REFERENCE, figures=FIGURES)
def work_bonus_component_a(bonus: WorkBonus) -> Cents:
    """Component A of the work bonus is for low pay in general."""
    return bonus.a


@rule(line="work_bonus_b", side=Side.INFORMATION, reference=REFERENCE, figures=FIGURES)
def work_bonus_component_b(bonus: WorkBonus) -> Cents:
    """Component B of the work bonus is for very low pay and falls away first."""
    return bonus.b


@rule(
    line="fiscal_work_bonus",
    side=Side.RELIEF,
    reference="Income tax code 1992, art. 289ter/1; royal decree of 11 March 2024",
    figures=("withholding.fiscal_work_bonus",),
)
def fiscal_work_bonus(law: Law, bonus: WorkBonus) -> Cents:
    """Part of the work bonus also lowers the tax: 33.14 % of it, and since April 2024 52.54 % of component B."""
    rates = law.fiscal_bonus_rates
    if bonus.has_components:
        return rates["a"].of(bonus.a) + rates["b"].of(bonus.b)
    return rates["total"].of(bonus.total)
