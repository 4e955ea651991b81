"""What the family situation means for withholding tax and special contribution: scale, reductions, table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from marke.countries.be.payroll.checks import ImpossibleInput
from marke.countries.be.payroll.inputs import Family, Partner
from marke.countries.be.payroll.law import CsssTable, Law
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.rates import cents_of

MONTHS = 12
FAMILIES_KEPT = 20_000
"""Family situations kept per law: more than any enterprise has, and a bound for what strangers ask the simulator."""


class Scale(Enum):
    """The three scales of annex III of the royal decree implementing the income tax code."""

    I = "I"  # noqa: E741 - the law numbers its scales in Roman figures
    """Single, or partner with own professional income."""
    II = "II"
    """Partner without professional income, or with only a very small pension."""
    III = "III"
    """Non-residents: no exempt quota and no family reductions."""


class MissingFamily(Refusal):
    """The family situation is not known, so the withholding tax cannot be computed."""


@dataclass(frozen=True, slots=True)
class FamilyTerms:
    """A family situation under the law of one day: ``reduction`` in cents a year, ``children`` as the law counts."""

    scale: Scale
    reduction: Cents
    children: int
    csss: CsssTable
    figures: tuple[str, ...]
    """The figures of the tax this family uses."""


def family_terms(law: Law, family: Family | None) -> FamilyTerms:
    """Scale, yearly reductions and table of a family situation. Raises `MissingFamily` when it is not known."""
    if family is None:
        raise MissingFamily(
            "payroll.family-missing",
            gettext_noop("The family situation is missing: without it the withholding tax cannot be computed."),
            field="family",
        )
    found: FamilyTerms | None = law.families.get(family)
    if found is None:
        if len(law.families) >= FAMILIES_KEPT:
            law.families.clear()
        found = law.families[family] = _terms(law, family)
    return found


def _terms(law: Law, family: Family) -> FamilyTerms:
    scale = _scale(law, family)
    reduction = 0 if scale is Scale.III else MONTHS * _monthly_reductions(law, family, scale)
    table = law.csss_month[csss_table_name(family)]
    return FamilyTerms(scale, reduction, counted_children(family), table, _figures(family, scale))


def _figures(family: Family, scale: Scale) -> tuple[str, ...]:
    keys = ["withholding.scale", "withholding.rounding"]
    if scale is not Scale.III:
        used = {
            "withholding.children": family.children,
            "withholding.dependants": _persons(family),
            "withholding.dependants_in_care": family.dependants_in_care,
            "withholding.isolated": family.partner is Partner.NONE,
            "withholding.partner_low_earned": family.partner is Partner.EARNED_INCOME and family.partner_net_month,
            "withholding.partner_low_pension": family.partner is Partner.PENSION and scale is Scale.I,
        }
        keys += [key for key, is_used in used.items() if is_used]
    return tuple(keys)


def _persons(family: Family) -> int:
    """Single parent, disabled worker, disabled partner and other dependants each give the same reduction."""
    return family.single_parent + family.disabled + family.partner_disabled + family.other_dependants


def counted_children(family: Family) -> int:
    """A disabled child counts as two children."""
    return family.children + family.disabled_children


def csss_table_name(family: Family) -> str:
    """The special contribution asks whether the partner has professional income; a pension is none."""
    if family.partner is Partner.NONE:
        return "individual"
    return "two_incomes" if family.partner is Partner.EARNED_INCOME else "one_income"


def _scale(law: Law, family: Family) -> Scale:
    if not family.resident:
        return Scale.III
    if family.partner is Partner.WITHOUT_INCOME:
        return Scale.II
    if family.partner is Partner.PENSION and _pension_keeps_scale_two(law, family):
        return Scale.II
    return Scale.I


def _pension_keeps_scale_two(law: Law, family: Family) -> bool:
    return _partner_income(family) <= law.cents("withholding.scale_two_pension_limit")


def _monthly_reductions(law: Law, family: Family, scale: Scale) -> Cents:
    each = law.cents("withholding.dependants")
    total = _children(law, counted_children(family)) + _persons(family) * each
    if family.dependants_in_care:
        total += family.dependants_in_care * law.cents("withholding.dependants_in_care")
    if family.partner is Partner.NONE:
        total += law.cents("withholding.isolated")
    if scale is Scale.I:
        total += _low_partner_income(law, family)
    return total


def _children(law: Law, children: int) -> Cents:
    figure = law.parameters["withholding.children"]
    by_number = figure["by_number"]
    if children <= len(by_number):
        return cents_of(by_number[children - 1]) if children else 0
    return cents_of(by_number[-1]) + (children - len(by_number)) * cents_of(figure["each_above"])


def _low_partner_income(law: Law, family: Family) -> Cents:
    """A partner with low own income, or a low pension, lowers the worker's tax."""
    if family.partner_net_month is None or family.partner not in (Partner.EARNED_INCOME, Partner.PENSION):
        return 0
    kind = "earned" if family.partner is Partner.EARNED_INCOME else "pension"
    if family.partner_net_month > law.cents(f"withholding.partner_low_{kind}_limit"):
        return 0
    return law.cents(f"withholding.partner_low_{kind}")


def _partner_income(family: Family) -> Cents:
    if family.partner_net_month is None:
        raise ImpossibleInput(
            "payroll.partner-pension",
            gettext_noop("The amount of the partner's pension decides the tax scale: fill it in."),
            field="partner_net_month",
        )
    return family.partner_net_month
