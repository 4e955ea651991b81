"""Withholding tax on normal pay: the key formula of annex III, a year's tax divided by twelve once."""

from __future__ import annotations

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.family import MONTHS, FamilyTerms, Scale
from marke.countries.be.payroll.law import Law
from marke.kernel.money import Cents
from marke.rules.payroll.rates import divide_half_up
from marke.rules.payroll.rule import Side

ANNEX = "Royal decree implementing the Income tax code 1992, annex III"
FIGURES = (
    "withholding.scale",
    "withholding.rounding",
    "withholding.children",
    "withholding.dependants",
    "withholding.dependants_in_care",
    "withholding.isolated",
    "withholding.partner_low_earned",
    "withholding.partner_low_pension",
)


@rule(line="taxable_month", side=Side.INFORMATION, reference=f"{ANNEX}, points 1 and 2")
def taxable_month(
    *, pay: Cents, contribution: Cents, bonus: Cents, benefits: Cents, taxable_allowances: Cents
) -> Cents:
    """Taxable pay is pay less the worker's contribution, plus work bonus, benefits in kind and taxable allowances."""
    return pay - contribution + bonus + benefits + taxable_allowances


def month_tax(law: Law, terms: FamilyTerms, taxable: Cents) -> Cents:
    """The withholding tax on one month's taxable pay, before the fiscal work bonus.

    Until 2022 pay is cut to the printed table's step of 15 euro and the third decimal is dropped; since 2023 every step
    is rounded half-up to the cent.
    """
    scale = law.scale
    if scale.taxable_step:
        taxable -= taxable % scale.taxable_step
    year = max(0, year_tax(law, terms.scale, MONTHS * taxable) - terms.reduction)
    return year // MONTHS if scale.drops_third_decimal else divide_half_up(year, MONTHS)


def year_tax(law: Law, scale: Scale, gross: Cents) -> Cents:
    """The tax on a year's pay after flat costs, less the tax on the exempt quota, before family reductions."""
    figures = law.scale
    net = gross - min(figures.cost_rate.of(gross), figures.cost_cap)
    if scale is Scale.III:
        return bracket_tax(law, net)
    if scale is Scale.I:
        return max(0, bracket_tax(law, net) - figures.quota_tax)
    partner = min(figures.partner_rate.of(net), figures.partner_cap)
    return max(0, bracket_tax(law, net - partner) + bracket_tax(law, partner) - 2 * figures.quota_tax)


def bracket_tax(law: Law, net: Cents) -> Cents:
    """The progressive tax on a year's net pay; each slice is rounded to the cent."""
    tax = 0
    for lower, upper, rate in law.scale.slices:
        if net <= lower:
            break
        tax += rate.of((net if upper is None or net < upper else upper) - lower)
    return tax


@rule(line="withholding_before_bonus", side=Side.DEDUCTION, reference=f"{ANNEX}, key formula", figures=FIGURES)
def withholding(law: Law, terms: FamilyTerms, taxable: Cents, *, borne: Cents = 0, earlier: Cents = 0) -> Cents:
    """The withholding tax follows the yearly scale and the family; contracts of one month are taxed on their total."""
    return max(0, month_tax(law, terms, earlier + taxable) - borne)


@rule(line="withholding_net", side=Side.INFORMATION, reference=f"{ANNEX}, key formula")
def withholding_due(before_bonus: Cents, fiscal_bonus: Cents) -> Cents:
    """What goes to the tax administration is the withholding tax less the fiscal work bonus."""
    return before_bonus - fiscal_bonus
