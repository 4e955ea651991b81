"""A person's quarter: reductions over all occupations, the special contribution settled, the employer's ceiling."""

from __future__ import annotations

import datetime as dt

from marke.countries.be.payroll.inputs import Family, MonthSoFar, Scheme, Worker, WorkTime
from marke.countries.be.payroll.quarter import person_quarter
from marke.countries.be.payroll.reductions import Occupation, structural_month_estimate

QUARTER = dt.date(2026, 9, 30)


def settle(engine, *occupations: Occupation, months=(), due: int = 5_000_00):
    law = engine.law_on(QUARTER)
    return person_quarter(law, months=months, occupations=occupations, family=Family(), contributions_due=due)


def test_two_short_occupations_count_together(engine) -> None:
    """Two occupations of a fifth of a quarter each give no reduction alone, but do together."""
    short = Occupation(Worker.EMPLOYEE, 1_800_00, 13, 13, 5)
    assert settle(engine, short).reductions == 0
    # S = 1,800 x 5.00 = 9,000; R = 494.39; x 0.2 x 1.18 = 116.68 each
    assert settle(engine, short, short).structural == (116_68, 116_68)


def test_reductions_never_exceed_what_is_due(engine) -> None:
    """An employer is never paid to employ."""
    full = Occupation(Worker.EMPLOYEE, 9_000_00, 65, 65, 5)
    assert settle(engine, full, due=100_00).reductions == 100_00


def test_the_special_contribution_of_three_months_is_settled(engine) -> None:
    """Three advances of 19.24 on 3,000.00 a month are one cent too many for the quarter."""
    work = Occupation(Worker.EMPLOYEE, 9_000_00, 65, 65, 5)
    months = [MonthSoFar(csss_base=3_000_00, csss=19_24)] * 3
    assert settle(engine, work, months=months).special_contribution == -1


def test_the_base_above_the_ceiling_bears_no_employer_contribution(engine) -> None:
    """Of 90,000.00 a quarter 3,300.00 lies above the ceiling of 2026."""
    work = Occupation(Worker.EMPLOYEE, 90_000_00, 65, 65, 5)
    months = [MonthSoFar(employer_base=30_000_00)] * 3
    assert settle(engine, work, months=months).base_above_cap == 3_300_00


def test_the_monthly_estimate_is_a_third_of_the_quarter(engine) -> None:
    """With 22 days in the month the quarterly pay is taken as 2.95 times the month's."""
    # S = 3,000 x 2.95 = 8,850; 14 % of 2,837.74 = 397.2836; 16 % of 888.14 = 142.1024; 539.39 / 3 = 179.80
    assert structural_month_estimate(engine.law_on(QUARTER), 3_000_00, days=22) == 179_80


def test_the_month_feeds_the_quarter(engine, contract) -> None:
    """The totals of a month are those of its payslips."""
    slips, total = engine.person_month_and_total([contract()])
    assert total.csss == slips[0]["csss_month"]
    assert (total.csss_base, total.employer_base) == (2_800_00, 2_800_00)


def test_two_student_contracts_of_a_month_share_one_quota(engine, contract) -> None:
    """Hours of an earlier contract of the month count for the next one."""
    time = WorkTime(hours=40, full_time_hours=164)
    pair = [
        contract(contract=name, scheme=Scheme.STUDENT, time=time, student_hours_before=600, pay=600_00)
        for name in ("a", "b")
    ]
    first, second = engine.person_month(pair)
    assert first["onss_employee"] == 0
    # 650 - 640 = 10 of 40 hours within: 150.00 x 2.71 % = 4.07 (4.065)
    assert second["student_employee"] == 4_07
    assert second["onss_employee"] > 0


def test_the_yearly_work_bonus_is_counted_across_the_month(engine, contract) -> None:
    """When the yearly maximum is nearly reached, the second contract of the month receives only the rest."""
    half = WorkTime(11, 22)
    pair = [contract(contract=name, pay=1_100_00, time=half, work_bonus_before=3_500_00) for name in ("a", "b")]
    first, second = engine.person_month(pair)
    assert first["work_bonus_total"] + second["work_bonus_total"] == 94_36
