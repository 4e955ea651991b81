"""Withholding on exceptional payments: one percentage, decided by a year of normal pay and by the children."""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from typing import NamedTuple

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.family import MONTHS, FamilyTerms, Scale
from marke.countries.be.payroll.law import Law
from marke.kernel.money import Cents
from marke.rules.payroll.rates import Rate, cents_of, divide_half_up
from marke.rules.payroll.rule import Side

REFERENCE = "Royal decree implementing the Income tax code 1992, annex III, points 53 to 55"
FIGURES = (
    "withholding.exceptional_rates",
    "withholding.exceptional_bands",
    "withholding.exceptional_exemption",
    "withholding.exceptional_reduction",
    "withholding.exceptional_child_rates",
)


class ExceptionalTax(NamedTuple):
    """Tax on an exceptional payment, with what decided it."""

    tax: Cents
    rate: Rate
    exempt: Cents


@rule(line="holiday_withholding", side=Side.DEDUCTION, reference=REFERENCE, figures=FIGURES)
def holiday_pay_tax(law: Law, terms: FamilyTerms, *, taxable: Cents, reference: Cents) -> ExceptionalTax:
    """Holiday pay outside normal pay is taxed at the percentage for its band of a year of normal pay."""
    return exceptional_tax(law, terms, law.exceptional.holiday, taxable=taxable, reference=reference)


@rule(line="exceptional_withholding", side=Side.DEDUCTION, reference=REFERENCE, figures=FIGURES)
def premium_tax(
    law: Law, terms: FamilyTerms, *, taxable: Cents, reference: Cents, exempt_before: Cents = 0
) -> ExceptionalTax:
    """Premiums and other exceptional payments are taxed at the percentage for the band of a year of normal pay."""
    rates = law.exceptional.other
    return exceptional_tax(law, terms, rates, taxable=taxable, reference=reference, exempt_before=exempt_before)


@rule(
    line="termination_withholding",
    side=Side.DEDUCTION,
    reference="Royal decree implementing the Income tax code 1992, annex III, termination payments",
    figures=("withholding.termination",),
)
def termination_tax(law: Law, *, taxable: Cents, yearly_pay: Cents) -> Cents:
    """Termination pay is taxed at one percentage, decided by a year of normal pay; the lowest band is free of tax."""
    figure = law.parameters["withholding.termination"]
    band = bisect_left([cents_of(bound) for bound in figure["bounds"]], yearly_pay)
    return Rate(Decimal(figure["percent"][band]) / 100).of(taxable)


def exceptional_tax(
    law: Law,
    terms: FamilyTerms,
    rates: tuple[Rate, ...],
    *,
    taxable: Cents,
    reference: Cents,
    exempt_before: Cents = 0,
) -> ExceptionalTax:
    """Tax by band; with children a part is exempt up to the ceiling, and below a second ceiling the tax is reduced.

    ``reference`` is a year of normal taxable pay after contributions; ``exempt_before`` the exemption already used.
    """
    if terms.scale is Scale.III:
        law.parameters["withholding.exceptional_non_resident"]
    scale = law.exceptional
    rate = rates[bisect_left(scale.bounds, reference)]
    exempt = min(taxable, max(0, _by_children(scale.exemption, terms.children) - reference - exempt_before))
    kept = Rate(1 - _child_reduction(law, terms.children, reference))
    due = (taxable - exempt) * rate.numerator * kept.numerator
    return ExceptionalTax(divide_half_up(due, rate.denominator * kept.denominator), rate, exempt)


def yearly_reference(month_equivalent: Cents) -> Cents:
    """A year of normal pay is twelve times the normal taxable month, after contributions, benefits included."""
    return MONTHS * month_equivalent


def _by_children(ceilings: tuple[Cents, ...], children: int) -> Cents:
    return ceilings[min(children, len(ceilings)) - 1] if children else 0


def _child_reduction(law: Law, children: int, reference: Cents) -> Decimal:
    scale = law.exceptional
    if not children or reference > _by_children(scale.reduction_ceiling, children):
        return Decimal(0)
    return scale.child_rates[min(children, len(scale.child_rates)) - 1].decimal
