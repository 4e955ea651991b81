"""From an engagement and what was worked to the facts of a payslip of the Belgian engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from marke.countries.be.calendar import weekdays_in_month
from marke.countries.be.payroll.inputs import Scheme, Worker
from marke.countries.be.work.functions import function
from marke.kernel.dates import Month
from marke.rules.work.engagement import Basis, Engagement, Kind, pay_of_month

FULL_DAY = Decimal("7.6")
"""Hours of a full-time day: 38 a week over five days (law of 10 August 2001, art. 2)."""


def worker_of(engagement: Engagement) -> Worker:
    """The kind of worker: that of the function; an artist who works for a lump sum is insured by art. 1bis."""
    worker = Worker(function(engagement.function).worker)
    return Worker.ARTIST_1BIS if engagement.kind is Kind.ARTISTIC_TASK else worker


def scheme_of(engagement: Engagement) -> Scheme:
    return Scheme.STUDENT if engagement.kind is Kind.STUDENT else Scheme.ORDINARY


def facts_of_month(
    engagement: Engagement, *, month: Month, worked: Sequence[dt.date], person: Mapping[str, Any]
) -> dict[str, Any]:
    """The facts of one month of a contract, as the engine reads them. ``worked`` are the days that are paid.

    ``person`` are the facts of the pay file; person and contract are named by the caller.
    """
    planned = engagement.days_in(month)
    days = [each for each in planned if each.day in set(worked)]
    first = max(engagement.starts_on, month.first)
    last = min(engagement.ends_on or month.last, month.last)
    earlier = [other for other in engagement.months() if other < month]
    return {
        **person,
        "start": first,
        "end": last,
        "worker": worker_of(engagement).value,
        "scheme": scheme_of(engagement).value,
        "pay": pay_of_month(engagement, month=month, worked=worked),
        "time": _time(engagement, month, [each.hours for each in days]),
        "ends": engagement.ends_on is not None and Month.of(engagement.ends_on) == month,
        "earlier_pay": sum(_full_pay(engagement, other) for other in earlier) if engagement.kind.has_end else 0,
        "artistic": function(engagement.function).is_artistic,
        "piece_work": engagement.kind is Kind.ARTISTIC_TASK,
    }


def _time(engagement: Engagement, month: Month, hours: Sequence[Decimal]) -> dict[str, Any]:
    """Days worked out of the month's, and hours out of a full-timer's month for shorter days and for students, whose
    quota counts hours.
    """
    whole, counts_hours = weekdays_in_month(month), engagement.kind is Kind.STUDENT
    is_whole_month = engagement.basis is Basis.MONTH and len(hours) >= len(engagement.days_in(month)) >= whole
    if is_whole_month and not counts_hours:
        return {}
    time: dict[str, Any] = {"days_worked": min(len(hours), whole), "days_in_month": whole}
    if counts_hours or sum(hours) < FULL_DAY * len(hours):
        time |= {"hours": sum(hours), "full_time_hours": FULL_DAY * whole}
    return time


def _full_pay(engagement: Engagement, month: Month) -> int:
    """The pay of an earlier month, as planned."""
    return pay_of_month(engagement, month=month, worked=[each.day for each in engagement.days_in(month)])
