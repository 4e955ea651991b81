"""Reductions of employer contributions, settled by person and quarter: structural, first workers, artists."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.contributions import special_contribution
from marke.countries.be.payroll.family import csss_table_name
from marke.countries.be.payroll.inputs import Family, Worker
from marke.countries.be.payroll.law import Law
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.rates import cents_of
from marke.rules.payroll.rule import Side

STRUCTURAL = "Programme law (I) of 24 December 2002, art. 326 to 335; royal decree of 16 May 2003"
TARGET_GROUPS = "Programme law (I) of 24 December 2002, target groups; royal decree of 16 May 2003"
WEEKS = 13
HALF = Fraction(1, 2)


class ImpossibleQuarter(Refusal):
    """Working time of a quarter that cannot be."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation line of a person in a quarter.

    ``wage`` is the quarter's pay at 100 % in cents. ``paid`` counts days (or hours) paid by the employer (J or H),
    ``performed`` those that count for the performance (X or Z), ``week`` those of a full-time week (D or U).
    """

    worker: Worker
    wage: Cents
    paid: Decimal | int
    performed: Decimal | int
    week: Decimal | int
    at_least_half_time: bool = False

    def __post_init__(self) -> None:
        if self.week <= 0 or self.paid < 0 or self.performed < 0 or self.wage < 0:
            raise ImpossibleQuarter(
                "payroll.impossible-quarter",
                gettext_noop(
                    "Pay and time of a quarter cannot be negative, and a full-time week is more than nothing."
                ),
                field="week",
            )

    @property
    def performance(self) -> Fraction:
        """µ: the part of a full-time quarter that was performed."""
        return Fraction(self.performed) / (WEEKS * Fraction(self.week))


class Reduction(NamedTuple):
    """A reduction with the steps that led to it; amounts in cents a quarter."""

    amount: Cents
    reference_wage: Cents
    full: Cents
    performance: Fraction
    multiplier: Fraction


@rule(
    line="structural_reduction",
    side=Side.INFORMATION,
    reference=STRUCTURAL,
    figures=("reductions.structural_1", "reductions.performance", "cooperative.employer_category"),
)
def structural_reduction(law: Law, work: Occupation, *, person_performance: Fraction | None = None) -> Reduction:
    """An employer owes less for low pay: R = F + a(S0 - S) + g(S2 - S) + d(W - S1), times performance and multiplier.

    ``person_performance`` is µ over all occupations of the person with the employer; by default of this one alone.
    """
    reference = _quarter_reference(work)
    full = _structural_full(law, reference, work.wage)
    everything = work.performance if person_performance is None else person_performance
    multiplier = structural_multiplier(law, everything, at_least_half_time=work.at_least_half_time)
    amount = _half_up(full * work.performance * multiplier)
    return Reduction(amount, reference, full, work.performance, multiplier)


@rule(line="structural_estimate", side=Side.INFORMATION, reference=STRUCTURAL, figures=("reductions.structural_1",))
def structural_month_estimate(law: Law, wage: Cents, *, days: int, week: int = 5) -> Cents:
    """The monthly share of the structural reduction is estimated as a third of R, with the month's pay and days."""
    estimate = Occupation(Worker.EMPLOYEE, wage, days, days, week)
    return _half_up(Fraction(_structural_full(law, _quarter_reference(estimate), 3 * wage), 3))


def _quarter_reference(work: Occupation) -> Cents:
    """S: pay times 13 weeks over the time paid, that factor rounded to two decimals."""
    if not work.paid:
        return 0
    factor = Fraction(_half_up(100 * WEEKS * Fraction(work.week) / Fraction(work.paid)), 100)
    return _half_up(work.wage * factor)


def _structural_full(law: Law, reference: Cents, wage: Cents) -> Cents:
    figure = law.parameters[f"reductions.{law.parameters['cooperative.employer_category']}"]
    parts = Fraction(cents_of(figure["f"]))
    parts += Fraction(figure["alpha"]) * max(0, cents_of(figure["s0"]) - reference)
    parts += Fraction(figure["gamma"]) * max(0, cents_of(figure["s2"]) - reference)
    if "delta" in figure:
        parts += Fraction(figure["delta"]) * max(0, wage - cents_of(figure["s1"]))
    return _half_up(parts)


def structural_multiplier(law: Law, performance: Fraction, *, at_least_half_time: bool = False) -> Fraction:
    """Beta: nothing for very short performance, more than one for part-time, up to the full reduction from 80 %."""
    figure = {name: Fraction(value) for name, value in law.parameters["reductions.performance"].items()}
    if performance < figure["least"] and not at_least_half_time:
        return Fraction(0)
    if performance < figure["low"]:
        return figure["base"]
    if performance < figure["high"]:
        return figure["base"] + (performance - figure["low"]) * figure["slope"]
    return 1 / performance


def target_group_multiplier(law: Law, performance: Fraction, *, no_minimum: bool = False) -> Fraction:
    """Beta of target-group reductions: one at first, then rising to the full reduction from 80 % of a quarter."""
    figure = {name: Fraction(value) for name, value in law.parameters["reductions.performance"].items()}
    if performance < figure["least"] and not no_minimum:
        return Fraction(0)
    if performance < figure["low"]:
        return Fraction(1)
    if performance < figure["high"]:
        return 1 + (performance - figure["low"])
    return 1 / performance


@rule(
    line="first_worker_reduction",
    side=Side.INFORMATION,
    reference=TARGET_GROUPS,
    figures=("reductions.first_worker", "reductions.performance"),
)
def first_worker_reduction(law: Law, work: Occupation, *, contributions_due: Cents) -> Cents:
    """For the first worker an employer owes a fixed amount less each quarter, never more than the contributions due."""
    return _target_group(law, work, law.cents("reductions.first_worker"), contributions_due)


@rule(
    line="next_workers_reduction",
    side=Side.INFORMATION,
    reference=TARGET_GROUPS,
    figures=("reductions.next_workers", "reductions.performance"),
)
def next_worker_reduction(law: Law, work: Occupation, *, which: str, quarter: int, contributions_due: Cents) -> Cents:
    """For the second and third worker the reduction falls over the quarters since that worker was hired.

    ``which`` is ``second`` or ``third``; ``quarter`` counts from 1.
    """
    figure = law.parameters["reductions.next_workers"]
    last = 0
    for length, amount in zip(figure["quarters"], figure[which], strict=True):
        last += length
        if quarter <= last:
            return _target_group(law, work, cents_of(amount), contributions_due)
    return 0


@rule(
    line="artists_reduction",
    side=Side.INFORMATION,
    reference=TARGET_GROUPS,
    figures=("reductions.artists", "reductions.artists_granted"),
)
def artists_reduction(law: Law, work: Occupation, *, contributions_due: Cents) -> Cents:
    """For an artist paid at least three minimum wages a quarter the employer owes less, however short the work."""
    if not work.worker.is_artist or not law.parameters["reductions.artists_granted"]:
        return 0
    figure = law.parameters["reductions.artists"]
    if _quarter_reference(work) < cents_of(figure["threshold"]):
        return 0
    amount = _target_group(law, work, cents_of(figure["amount"]), contributions_due, no_minimum=True)
    return min(amount, cents_of(figure["cap_per_occupation"]))


def _target_group(law: Law, work: Occupation, full: Cents, due: Cents, *, no_minimum: bool = False) -> Cents:
    multiplier = target_group_multiplier(law, work.performance, no_minimum=no_minimum)
    return min(due, _half_up(full * work.performance * multiplier))


@rule(
    line="csss_quarter",
    side=Side.INFORMATION,
    reference="Law of 30 March 1994, art. 106 to 112",
    figures=("csss.quarter_individual", "csss.quarter_two_incomes", "csss.quarter_one_income"),
)
def special_contribution_settlement(law: Law, family: Family, *, base: Cents, withheld: Cents) -> Cents:
    """The special contribution is settled by quarter: what the quarter owes less the advances; it may be negative."""
    return special_contribution.compute(law.csss_quarter[csss_table_name(family)], base) - withheld


@rule(
    line="employer_cap",
    side=Side.INFORMATION,
    reference="Programme law of 18 July 2025",
    figures=("onss.employer_cap_quarter",),
)
def base_above_employer_cap(law: Law, base: Cents) -> Cents:
    """On quarterly pay above the ceiling the employer owes no contributions; before July 2025 there was no ceiling."""
    if "onss.employer_cap_quarter" not in law.parameters:
        return 0
    return max(0, base - law.cents("onss.employer_cap_quarter"))


def _half_up(exact: Fraction | int) -> int:
    return int((Fraction(exact) + HALF).__floor__())
