"""The figures of the social balance, which goes with the annual accounts (royal decree of 4 August 1996)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from marke.countries.be.calendar import weekdays_in_month
from marke.countries.be.payroll.booking import EARNINGS, SOCIAL_OF_EMPLOYER
from marke.countries.be.social.work import FULL_WEEK, WEEK_DAYS, is_part_time, total
from marke.kernel.dates import Month
from marke.rules.social.filings import WorkOfYear
from marke.rules.social.records import PaidMonth, Payroll

TENTH = Decimal("0.1")
COST = (*EARNINGS, *SOCIAL_OF_EMPLOYER, "holiday_fund_debit_note", "holiday_provision")


def social_balance(payroll: Payroll, *, year: int) -> WorkOfYear:
    """The year's figures from the payslips of its months. Whoever has two contracts on a day counts once that day,
    as a full-timer when one of them is full-time.
    """
    months = [month for month in payroll.months if month.month.year == year]
    contracts = {month.contract.key: month.contract for month in months}.values()
    full_days = {(month.person, day) for month in months if not is_part_time(month.contract) for day in _days(month)}
    all_days = {(month.person, day) for month in months for day in _days(month)}
    hours = sum((month.hours for month in months), Decimal(0))
    return WorkOfYear(
        year=year,
        full_time=_average(len(full_days), year),
        part_time=_average(len(all_days - full_days), year),
        full_time_equivalents=(hours / _hours_of_full_timer(year)).quantize(TENTH, ROUND_HALF_UP),
        hours=hours,
        cost=total(months, *COST),
        begun=sum(contract.starts_on.year == year for contract in contracts),
        ended=sum(contract.ends_on is not None and contract.ends_on.year == year for contract in contracts),
    )


def _days(month: PaidMonth) -> Iterator[dt.date]:
    """The calendar days of the month under this contract."""
    contract, whole = month.contract, month.month
    last = whole.last if contract.ends_on is None else min(contract.ends_on, whole.last)
    return (day for day in whole.days() if max(contract.starts_on, whole.first) <= day <= last)


def _average(days: int, year: int) -> Decimal:
    in_year = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
    return (Decimal(days) / in_year).quantize(TENTH, ROUND_HALF_UP)


def _hours_of_full_timer(year: int) -> Decimal:
    weekdays = sum(weekdays_in_month(Month(year, number)) for number in range(1, 13))
    return FULL_WEEK / WEEK_DAYS * weekdays
