"""Holiday pay of employees and the end-of-year premium. Manual workers and artists are paid by their fund."""

from __future__ import annotations

from decimal import Decimal

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.law import Law
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.rates import Rate, divide_half_up
from marke.rules.payroll.rule import Side

EXIT = "Royal decree of 30 March 1967, art. 46"
DOUBLE = "Royal decree of 30 March 1967, art. 38"
MONTHS = 12


class ImpossibleHoliday(Refusal):
    """Holidays or months that do not fit the year they are counted in."""


@rule(line="exit_holiday_single", side=Side.EARNING, reference=EXIT, figures=("holiday.exit",))
def exit_holiday_single(
    law: Law, base: Cents, *, days_left: Decimal | int = 1, days_entitled: Decimal | int = 1
) -> Cents:
    """At the end of a contract an employee receives 7.67 % of pay as single holiday pay, for the days not yet taken."""
    if days_entitled <= 0 or not 0 <= days_left <= days_entitled:
        raise ImpossibleHoliday(
            "payroll.holiday-days",
            gettext_noop("The holidays still to take cannot exceed the holidays the worker is entitled to."),
            field="days_left",
        )
    single = law.exit_rates[0]
    if days_left == days_entitled:
        return single.of(base)
    left, left_of = days_left.as_integer_ratio()
    entitled, entitled_of = days_entitled.as_integer_ratio()
    return divide_half_up(base * single.numerator * left * entitled_of, single.denominator * left_of * entitled)


@rule(line="exit_holiday_double", side=Side.EARNING, reference=EXIT, figures=("holiday.exit",))
def exit_holiday_double(law: Law, base: Cents) -> Cents:
    """At the end of a contract an employee receives 7.67 % of pay as double holiday pay."""
    return law.exit_rates[1].of(base)


@rule(
    line="onss_exit_single",
    side=Side.DEDUCTION,
    reference="Law of 29 June 1981, art. 38 par. 2",
    figures=("onss.employee_rate",),
)
def exit_single_contribution(law: Law, single: Cents) -> Cents:
    """Single exit holiday pay bears the ordinary contributions of worker and employer."""
    return law.employee_rate.of(single)


@rule(
    line="onss_exit_double",
    side=Side.DEDUCTION,
    reference="Law of 29 June 1981, art. 39",
    figures=("holiday.exit", "onss.employee_rate"),
)
def exit_double_contribution(law: Law, base: Cents) -> tuple[Cents, Cents]:
    """Of double exit holiday pay the part equal to 6.80 % of pay bears the worker's contribution only."""
    subject = law.exit_rates[2].of(base)
    return law.employee_rate.of(subject), subject


@rule(line="double_holiday", side=Side.EARNING, reference=DOUBLE, figures=("holiday.double",))
def double_holiday(law: Law, month_pay: Cents, months: int = MONTHS) -> Cents:
    """Double holiday pay is 92 % of a month's pay, by twelfths for each month worked the year before."""
    rate = Rate(law.parameters["holiday.double"]["rate"])
    return divide_half_up(month_pay * rate.numerator * months, rate.denominator * MONTHS)


@rule(
    line="double_holiday_retention",
    side=Side.DEDUCTION,
    reference="Law of 29 June 1981, art. 39",
    figures=("holiday.double", "onss.employee_rate"),
)
def double_holiday_contribution(law: Law, double: Cents) -> tuple[Cents, Cents]:
    """Of double holiday pay 85/92 bears the worker's contribution of 13.07 %, and no employer contribution."""
    figure = law.parameters["holiday.double"]
    subject = divide_half_up(double * figure["subject_parts"], figure["of_parts"])
    return law.employee_rate.of(subject), subject


@rule(
    line="holiday_provision",
    side=Side.EMPLOYER,
    reference="Accounting practice; not a legal rate",
    figures=("holiday.provision",),
)
def holiday_provision(law: Law, pay: Cents) -> Cents:
    """For a permanent employee the holiday pay of next year is set aside with each month's pay."""
    return law.holiday_provision.of(pay)


@rule(
    line="year_end_premium",
    side=Side.EARNING,
    reference="Collective agreement of joint committee 200 of 9 June 2016",
    figures=("premium.year_end",),
)
def year_end_premium(law: Law, month_pay: Cents, *, months_worked: int, seniority_months: int) -> Cents:
    """The end-of-year premium is December's pay by twelfths of the months worked, from six months of seniority."""
    figure = law.parameters["premium.year_end"]
    if not 0 <= months_worked <= figure["months_in_year"]:
        raise ImpossibleHoliday(
            "payroll.premium-months",
            gettext_noop("The premium counts between 0 and 12 months worked in the year."),
            field="months_worked",
        )
    if seniority_months < figure["least_seniority_months"]:
        return 0
    return divide_half_up(month_pay * months_worked, figure["months_in_year"])
