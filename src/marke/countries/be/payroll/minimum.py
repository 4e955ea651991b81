"""Minimum pay and minimum engagement: the limits a contract is checked against, and the solver shows as reasons."""

from __future__ import annotations

from decimal import Decimal

from marke.countries.be.payroll.inputs import ContractPay
from marke.countries.be.payroll.law import Law
from marke.countries.be.payroll.work_bonus import reference_wage
from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.payroll.rates import cents_of

PC200_CLASSES = "ABCD"


class BelowMinimum(Refusal):
    """Pay or engagement is less than the law or the joint committee allows."""


class UnknownScale(Refusal):
    """No pay scale is known for a joint committee, class or experience."""


def minimum_month(
    law: Law, *, joint_committee: str, job_class: str = "A", experience: int = 0, later_year: bool = False
) -> Cents:
    """The full-time month minimum: the scale of joint committee 200, else the national minimum wage, in cents.

    Committees 304 and 124 have scales of their own that are not loaded: they are refused by the figure's name.
    Raises `UnknownScale` for a class or experience outside the scale.
    """
    national = law.cents("minimum.national")
    if joint_committee in ("304", "124"):
        return cents_of(law.parameters[f"minimum.pc{joint_committee}"])
    if joint_committee != "200":
        return national
    scale = law.parameters["minimum.pc200_later_years" if later_year else "minimum.pc200_first_year"]
    years = min(experience, max(scale))
    if job_class not in tuple(PC200_CLASSES) or years not in scale:
        raise UnknownScale(
            "payroll.unknown-scale",
            gettext_noop("Joint committee 200 has no pay for class %(job_class)s with %(years)s years of experience."),
            field="job_class",
            params={"job_class": job_class, "years": experience},
        )
    return max(national, cents_of(scale[years][PC200_CLASSES.index(job_class)]))


def check_minimum_pay(law: Law, contract: ContractPay, *, minimum: Cents | None = None) -> None:
    """Refuse pay below the minimum: pay for a full month at this rate may not be less than the month minimum."""
    floor = law.cents("minimum.national") if minimum is None else minimum
    wage = reference_wage(contract.pay, contract.time).wage
    if wage < floor:
        raise BelowMinimum(
            "payroll.minimum-pay",
            gettext_noop("At this rate a full month earns %(wage)s; the minimum is %(minimum)s."),
            field="pay",
            params={"wage": Amount(wage), "minimum": Amount(floor)},
        )


def check_minimum_engagement(law: Law, *, shift_hours: Decimal, week_hours: Decimal, full_time_hours: Decimal) -> None:
    """Refuse a shift under three hours, or part-time work under a third of full time."""
    figure = law.parameters["minimum.engagement"]
    if shift_hours < figure["shift_hours"]:
        raise BelowMinimum(
            "payroll.minimum-shift",
            gettext_noop("A shift lasts at least %(hours)s hours."),
            field="shift_hours",
            params={"hours": figure["shift_hours"]},
        )
    if week_hours * figure["part_time_parts"] < full_time_hours:
        raise BelowMinimum(
            "payroll.minimum-part-time",
            gettext_noop("Part-time work is at least one part in %(parts)s of full time."),
            field="week_hours",
            params={"parts": figure["part_time_parts"]},
        )
