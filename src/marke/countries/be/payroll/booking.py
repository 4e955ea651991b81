"""Where each line of a payslip goes in the books: worker, social security office, tax office, insurer, provisions."""

from __future__ import annotations

from collections.abc import Mapping

from marke.kernel.money import Cents
from marke.rules.posting.recipes.pay import PayCost

EARNINGS = (
    *("gross_pay", "guaranteed_pay", "exit_holiday_single", "exit_holiday_double", "double_holiday"),
    *("year_end_premium", "commuting", "bicycle", "mileage", "amateur_arts_allowance"),
)
"""What the worker earns, allowances included."""

SOCIAL_OF_WORKER = (
    *("onss_employee", "onss_exit_single", "onss_exit_double", "onss_premium", "double_holiday_retention"),
    *("csss_month", "student_employee"),
)
SOCIAL_OF_EMPLOYER = (
    *("employer_basic", "employer_moderation", "employer_small", "holiday_fund_quarterly"),
    *("student_employer", "flexi_employer"),
)
TAX = (
    *("withholding_before_bonus", "exceptional_withholding", "holiday_withholding", "termination_withholding"),
    "copyright_withholding",
)


def booked(amounts: Mapping[str, Cents], *, net: Cents) -> PayCost:
    """The amounts of a payslip as the books need them; work bonuses lower what the offices get.

    Raises ``ValueError`` when they do not add up.
    """

    def total(*codes: str) -> Cents:
        return sum(amounts.get(code, 0) for code in codes)

    fund, provision = total("holiday_fund_debit_note"), total("holiday_provision")
    return PayCost(
        gross=total(*EARNINGS),
        employer=total(*SOCIAL_OF_EMPLOYER) + fund + provision,
        insurance=total("handling"),
        net=net,
        social=total(*SOCIAL_OF_WORKER, *SOCIAL_OF_EMPLOYER) - total("work_bonus_total"),
        tax=total(*TAX) - total("fiscal_work_bonus"),
        holiday_fund=fund,
        holiday_provision=provision,
        garnished=total("garnishment"),
    )
