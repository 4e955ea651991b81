"""What a payslip means for the tax office: taxable pay by kind, and what was kept back."""

from __future__ import annotations

from dataclasses import dataclass

from marke.countries.be.payroll.booking import TAX
from marke.countries.be.payroll.inputs import Scheme
from marke.countries.be.social.work import scheme_of, student_pay
from marke.kernel.money import Cents
from marke.rules.social.records import PaidMonth


@dataclass(frozen=True, slots=True)
class Taxed:
    """Amounts in cents, after social security contributions.

    ``ordinary`` is pay with premium and holiday pay of the year, ``anticipated`` the holiday pay at the end of a
    contract, ``flexi`` exempt flexi pay. ``student`` is the part of ``ordinary`` within the student's quota.
    """

    ordinary: Cents = 0
    anticipated: Cents = 0
    flexi: Cents = 0
    student: Cents = 0
    withheld: Cents = 0
    special: Cents = 0
    bonus: Cents = 0
    """Work bonus, component A since April 2024."""
    bonus_b: Cents = 0
    commuting: Cents = 0
    bicycle: Cents = 0

    @property
    def taxable(self) -> Cents:
        return self.ordinary + self.anticipated

    def __add__(self, other: Taxed) -> Taxed:
        return Taxed(*(getattr(self, name) + getattr(other, name) for name in Taxed.__slots__))


def taxed(month: PaidMonth) -> Taxed:
    """The payslip in the words of the tax office, each part from its own lines."""
    if scheme_of(month) is Scheme.FLEXI_JOB:
        return Taxed(flexi=month.total("gross_pay"), commuting=month.total("commuting"))
    inside = student_pay(month)
    student = inside - month.total("student_employee") if inside else 0
    premium = month.total("year_end_premium") - month.total("onss_premium")
    holiday = month.total("double_holiday") - month.total("double_holiday_retention")
    has_parts = "work_bonus_a" in month.amounts
    return Taxed(
        ordinary=month.total("taxable_month") + student + premium + holiday,
        anticipated=month.total("exit_holiday_single", "exit_holiday_double")
        - month.total("onss_exit_single", "onss_exit_double"),
        student=student,
        withheld=withheld(month),
        special=month.total("csss_month"),
        bonus=month.total("work_bonus_a" if has_parts else "work_bonus_total"),
        bonus_b=month.total("work_bonus_b"),
        commuting=month.total("commuting"),
        bicycle=month.total("bicycle"),
    )


def withheld(month: PaidMonth) -> Cents:
    """The withholding tax of a payslip, as the books owe it to the tax office."""
    return month.total(*TAX) - month.total("fiscal_work_bonus")
