"""Social security contributions of worker and employer, with the special contribution."""

from __future__ import annotations

from decimal import Decimal

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.inputs import Worker
from marke.countries.be.payroll.law import CsssTable, EmployerRates, Law
from marke.kernel.money import Cents
from marke.rules.payroll.rates import Rate
from marke.rules.payroll.rule import Side

LAW_1981 = "Law of 29 June 1981, art. 38"
SMALL = ("cooperative.small_contributions", "onss.small_contributions")


@rule(
    line="onss_base",
    side=Side.INFORMATION,
    reference="Law of 27 June 1969, art. 14; law of 29 June 1981, art. 38",
    figures=("onss.manual_base_factor",),
)
def contribution_base(law: Law, worker: Worker, amount: Cents) -> Cents:
    """Contributions are due on gross pay; of those whose holiday pay comes from a fund, on 108 % of it."""
    return law.manual_factor.of(amount) if worker.is_paid_by_holiday_fund else amount


@rule(
    line="onss_employee",
    side=Side.DEDUCTION,
    reference=f"{LAW_1981} par. 2",
    figures=("onss.employee_rate", "onss.pupil"),
)
def employee_contribution(law: Law, worker: Worker, base: Cents) -> Cents:
    """The worker owes 13.07 % of the contribution base; a pupil owes the reduced rate."""
    return employee_rate(law, worker).of(base)


def employee_rate(law: Law, worker: Worker) -> Rate:
    return law.pupil_rate if worker is Worker.PUPIL else law.employee_rate


@rule(
    line="onss_premium",
    side=Side.DEDUCTION,
    reference=f"{LAW_1981} par. 2",
    figures=("onss.employee_rate", "onss.manual_base_factor"),
)
def premium_contribution(law: Law, worker: Worker, premium: Cents) -> Cents:
    """The end-of-year premium bears the same worker contribution as pay, on the same base."""
    return employee_rate(law, worker).of(contribution_base(law, worker, premium))


@rule(
    line="student_employee",
    side=Side.DEDUCTION,
    reference="Royal decree of 28 November 1969, art. 17bis",
    figures=("onss.student", "onss.student_hours"),
)
def student_solidarity(law: Law, pay: Cents) -> Cents:
    """Within the yearly quota of hours a student owes only the solidarity contribution, on pay itself."""
    return law.student_rates[0].of(pay)


@rule(
    line="student_employer",
    side=Side.EMPLOYER,
    reference="Royal decree of 28 November 1969, art. 17bis",
    figures=("onss.student", "onss.student_hours"),
)
def student_employer(law: Law, pay: Cents) -> Cents:
    """Within the quota the employer of a student owes the solidarity contribution and the asbestos contribution."""
    return law.student_rates[1].of(pay)


def hours_within_quota(law: Law, *, hours: Decimal | int, before: Decimal | int) -> Decimal:
    """Hours of this contract that still fall within the student's yearly quota."""
    quota = Decimal(law.parameters["onss.student_hours"])
    return min(Decimal(hours), max(Decimal(0), quota - Decimal(before)))


@rule(
    line="flexi_employer",
    side=Side.EMPLOYER,
    reference="Law of 16 November 2015; law of 29 June 1981, art. 38 par. 3sexdecies",
    figures=("onss.flexi_job",),
)
def flexi_job_contribution(law: Law, pay: Cents) -> Cents:
    """On a flexi wage only the employer owes a contribution; the worker receives the whole amount."""
    return law.rate("onss.flexi_job").of(pay)


@rule(
    line="employer_contributions",
    side=Side.INFORMATION,
    reference=f"{LAW_1981} par. 3 and 3bis",
    figures=("onss.employer_rate", "onss.employer_parts", "onss.holiday_fund", *SMALL),
)
def employer_contributions(rates: EmployerRates, base: Cents) -> tuple[Cents, list[tuple[str, Cents]]]:
    """Employer contributions are one percentage of the base; its parts are cut so that they add to the whole."""
    parts = []
    before = 0
    for name, running in rates.running:
        so_far = running.of(base)
        parts.append((name, so_far - before))
        before = so_far
    return before, parts


@rule(
    line="employer_basic",
    side=Side.EMPLOYER,
    reference=f"{LAW_1981} par. 3",
    figures=("onss.employer_rate", "onss.employer_parts"),
)
def employer_basic(part: Cents) -> Cents:
    """The basic employer contribution pays for the branches of social security."""
    return part


@rule(
    line="employer_moderation",
    side=Side.EMPLOYER,
    reference=f"{LAW_1981} par. 3bis",
    figures=("onss.employer_parts",),
)
def employer_moderation(part: Cents) -> Cents:
    """The wage moderation contribution is owed on top of the basic contribution."""
    return part


@rule(line="employer_small", side=Side.EMPLOYER, reference="ONSS TechLib rate file", figures=SMALL)
def employer_small(part: Cents) -> Cents:
    """Small contributions (closure fund, work accidents, asbestos, unemployment) are owed on the same base."""
    return part


@rule(
    line="holiday_fund_quarterly",
    side=Side.EMPLOYER,
    reference=f"{LAW_1981} par. 3, 8°",
    figures=("onss.holiday_fund",),
)
def holiday_fund_quarterly(part: Cents) -> Cents:
    """The quarterly part of the holiday contribution finances the holiday pay of manual workers and artists."""
    return part


EMPLOYER_PARTS = {
    "employer_basic": employer_basic,
    "employer_moderation": employer_moderation,
    "employer_small": employer_small,
    "holiday_fund_quarterly": holiday_fund_quarterly,
}


@rule(
    line="holiday_fund_debit_note",
    side=Side.EMPLOYER,
    reference=f"{LAW_1981} par. 3, 8°",
    figures=("onss.holiday_fund",),
)
def holiday_fund_debit_note(law: Law, base: Cents) -> Cents:
    """The yearly part of the holiday contribution, called by debit note in April, is set aside with each payslip."""
    return law.holiday_fund_debit_note.of(base)


@rule(
    line="handling",
    side=Side.EMPLOYER,
    reference="Decision of the cooperative",
    figures=("cooperative.handling_rate",),
)
def handling(law: Law, pay: Cents) -> Cents:
    """Work-accident insurance, medical service and handling are charged as a percentage of pay."""
    return law.handling_rate.of(pay)


@rule(
    line="csss_month",
    side=Side.DEDUCTION,
    reference="Law of 30 March 1994, art. 106 to 112",
    figures=("csss.month_individual", "csss.month_two_incomes", "csss.month_one_income"),
)
def special_contribution(table: CsssTable, base: Cents) -> Cents:
    """The special social security contribution is kept back by bands of the month's pay and the family situation."""
    amount = 0
    for above, fixed, rate in table.bands:
        if base <= above:
            break
        amount = fixed + rate.of(base - above)
    if table.flat_from is not None and base >= table.flat_from:
        amount = max(amount, table.flat)
    return min(amount, table.cap)
