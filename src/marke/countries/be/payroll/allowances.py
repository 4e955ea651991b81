"""Money paid on top of pay: commuting, mileage, bicycle; and the taxable benefit of a company car."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.family import MONTHS
from marke.countries.be.payroll.inputs import Transport
from marke.countries.be.payroll.law import Law
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.rates import Rate, cents_of, divide_half_up
from marke.rules.payroll.rule import Side


class Fuel(Enum):
    """The two reference emissions of the company-car rule."""

    PETROL = "petrol"
    DIESEL = "diesel"


class OldCar(Refusal):
    """The age coefficient of a car lies between 70 % and 100 %."""


@rule(line="commuting", side=Side.ALLOWANCE, reference="Collective agreement no 19/9 of the National Labour Council")
def commuting_allowance(paid: Cents) -> Cents:
    """What the employer pays for the journey to work comes on top of pay, free of contributions."""
    return paid


@rule(
    line="commuting_taxable",
    side=Side.INFORMATION,
    reference="Income tax code 1992, art. 38 par. 1, 9°",
    figures=("withholding.commuting_exemption",),
)
def commuting_taxable(law: Law, paid: Cents, transport: Transport) -> Cents:
    """Public transport is tax-free; of own transport only a twelfth of the yearly exemption is, the rest is taxed."""
    if transport is Transport.PUBLIC or not paid:
        return 0
    return max(0, paid - divide_half_up(law.cents("withholding.commuting_exemption"), MONTHS))


@rule(
    line="mileage",
    side=Side.ALLOWANCE,
    reference="Royal decree of 13 July 2017, art. 74",
    figures=("expenses.kilometre",),
)
def mileage(law: Law, kilometres: Decimal | int) -> Cents:
    """Each kilometre driven on duty with the worker's own car is paid back at the official rate, free of tax."""
    return _per_kilometre(kilometres, law.parameters["expenses.kilometre"])


@rule(
    line="bicycle",
    side=Side.ALLOWANCE,
    reference="Income tax code 1992, art. 38 par. 1, 14°",
    figures=("expenses.bicycle",),
)
def bicycle_allowance(law: Law, kilometres: Decimal | int) -> Cents:
    """Each kilometre cycled to work is paid at the official rate, free of contributions and tax."""
    return _per_kilometre(kilometres, law.parameters["expenses.bicycle"]["km"])


def _per_kilometre(kilometres: Decimal | int, euros: Decimal) -> Cents:
    driven, of = kilometres.as_integer_ratio()
    rate = Rate(euros)
    return divide_half_up(100 * driven * rate.numerator, of * rate.denominator)


@rule(
    line="benefits_in_kind",
    side=Side.INFORMATION,
    reference="Royal decree implementing the Income tax code 1992, art. 18",
)
def benefits_in_kind(value: Cents) -> Cents:
    """A benefit in kind is taxed as pay, but no money is paid out for it."""
    return value


@rule(
    line="car_benefit_month",
    side=Side.INFORMATION,
    reference="Income tax code 1992, art. 36 par. 2",
    figures=("expenses.company_car", "expenses.company_car_rate"),
)
def company_car(
    law: Law, *, catalogue: Cents, emission: int, fuel: Fuel, age_percent: int = 100, reference: int | None = None
) -> Cents:
    """A company car is worth 6/7 of its catalogue value at 5.5 %, 0.1 point more or less per gram of CO2, a year.

    ``emission`` in grams of CO2 per kilometre; ``reference`` overrides the official reference emission.
    """
    if not 70 <= age_percent <= 100:
        raise OldCar(
            "payroll.car-age",
            gettext_noop("The age coefficient of a car lies between 70 and 100 per cent."),
            field="age_percent",
        )
    figure = law.parameters["expenses.company_car"]
    limits = law.parameters["expenses.company_car_rate"]
    grams = emission - (figure[fuel.value] if reference is None else reference)
    rate = Rate(min(limits["most"], max(limits["least"], limits["base"] + grams * limits["per_gram"])))
    parts = catalogue * age_percent * 6 * rate.numerator
    least = divide_half_up(cents_of(figure["least_year"]), MONTHS)
    return max(least, divide_half_up(parts, 100 * 7 * MONTHS * rate.denominator))
