"""Declare pay: the file of a quarter or a year, with the national numbers it needs, each reading of one recorded."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.parameters.payroll import engine
from marke.domain.people.identity import reveal_national_numbers
from marke.domain.wages.printing import social_law
from marke.domain.wages.records import of_work_between, paid_between, payroll_of
from marke.kernel.dates import Quarter
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.social.filings import Filing


def file_quarter(*, quarter: Quarter, now: dt.datetime, actor: uuid.UUID) -> Filing:
    """The declaration of a quarter to social security, from the booked payslips of its months.

    Raises `Refusal` when nothing was paid for, when a figure, a code or a national number is missing, or when file and
    payslips differ by something that has no name.
    """
    payslips = of_work_between(quarter.first, quarter.last)
    people = set(payslips.values_list("person_id", flat=True))
    _refuse_empty(people)
    reason = f"DmfA {quarter}"
    numbers = reveal_national_numbers(person_ids=people, reason=reason, now=now, actor=actor)
    payroll = payroll_of(payslips, on=quarter.last, numbers=numbers)
    return _proven(social_law().quarter(engine(), payroll, quarter=quarter, made_at=now))


def file_year(*, year: int, now: dt.datetime, actor: uuid.UUID) -> Filing:
    """The slips of a year for the tax office, from the wages that the bank paid in it. Refuses as `file_quarter`."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    payslips = paid_between(first, last)
    people = set(payslips.values_list("person_id", flat=True))
    _refuse_empty(people)
    numbers = reveal_national_numbers(person_ids=people, reason=f"Belcotax {year}", now=now, actor=actor)
    payroll = payroll_of(payslips, on=last, numbers=numbers)
    return _proven(social_law().year(payroll, year=year, made_on=now.date()))


def _refuse_empty(people: set[uuid.UUID]) -> None:
    if not people:
        raise Refusal("social.nothing-paid", gettext_noop("There are no booked payslips in this period."))


def _proven(filing: Filing) -> Filing:
    if filing.unexplained:
        raise Refusal(
            "social.unexplained",
            gettext_noop(
                "The file and its payslips differ by %(cents)s cents that nothing explains: it does not leave."
            ),
            params={"cents": filing.unexplained},
        )
    return filing
