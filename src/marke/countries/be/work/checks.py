"""What Belgian labour law and the joint committees ask of an engagement before it is signed.

Each check is one function with the sentence of its rule. Limits that may be lifted by a sector's agreement or that a
person must weigh are shown as warnings; the others stop the signature.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from marke.countries.be.payroll.engine import BelgianPayroll
from marke.countries.be.payroll.facts import contract_from_facts
from marke.countries.be.payroll.inputs import ContractPay
from marke.countries.be.payroll.minimum import check_minimum_pay, minimum_month
from marke.countries.be.work.facts import facts_of_month
from marke.countries.be.work.functions import function
from marke.kernel.dates import Month
from marke.kernel.parameters import MissingFigure
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.work.concerns import Case, Check, Concern
from marke.rules.work.engagement import Kind, PlannedDay

LONGEST_DAY, LONGEST_DAY_OF_A_MINOR = Decimal(11), Decimal(8)
ORDINARY_DAY = Decimal(9)
LONGEST_WEEK = Decimal(50)
REST_BETWEEN_DAYS = Decimal(11)
NIGHT_FROM, NIGHT_UNTIL = Decimal(20), Decimal(6)
WORKING_AGE, ADULT_AGE = 15, 18
SUNDAY = 7


def checks(payroll: BelgianPayroll) -> tuple[Check, ...]:
    """Every check of the country, under the law of a parameter tree."""
    return (
        earns_the_minimum(payroll),
        lasts_three_hours,
        keeps_within_the_day,
        keeps_within_the_week,
        rests_between_days,
        works_at_night_or_on_sunday,
        is_old_enough,
        has_a_permit,
        has_student_hours,
        follows_earlier_contracts,
        has_known_birth_date,
    )


def earns_the_minimum(payroll: BelgianPayroll) -> Check:
    """Rule 19: pay per day reaches the scale of the joint committee, and never less than the national minimum wage."""

    def check(case: Case) -> Iterator[Concern]:
        engagement = case.engagement
        if engagement.kind is Kind.ARTISTIC_TASK or not engagement.days or engagement.amount <= 0:
            return
        for month in engagement.months():
            contract = _month(case, month)
            law = payroll.law_on(contract.end)
            committee = function(engagement.function).committee
            try:
                floor = minimum_month(law, joint_committee=committee)
            except MissingFigure as missing:
                yield _warn(
                    "work.scale-unknown",
                    gettext_noop(
                        "The pay scale of joint committee %(committee)s is not known here (%(figure)s): only the "
                        "national minimum is checked. An adviser compares it with the scale."
                    ),
                    committee=committee,
                    figure=missing.params.get("figure", ""),
                )
                floor = minimum_month(law, joint_committee="")
            try:
                check_minimum_pay(law, contract, minimum=floor)
            except Refusal as below:
                yield Concern(Refusal(below.rule, below.message, field="amount", params=below.params))
                return

    return check


def _month(case: Case, month: Month) -> ContractPay:
    days = [each.day for each in case.engagement.days_in(month)]
    facts = facts_of_month(case.engagement, month=month, worked=days, person={"person": "", "contract": ""})
    return contract_from_facts(facts)


def lasts_three_hours(case: Case) -> Iterator[Concern]:
    """Rule 20: nobody is called for less than three hours (law of 3 July 1978, art. 11bis; labour act, art. 21)."""
    short = next((each for each in case.engagement.days if each.hours < 3), None)
    if short is not None and case.engagement.kind is not Kind.ARTISTIC_TASK:
        yield _stop("work.three-hours", gettext_noop("A day of work has at least three hours."), "days", day=short.day)


def keeps_within_the_day(case: Case) -> Iterator[Concern]:
    """At most 11 hours a day, above 9 only where the sector allows it (labour act, art. 19 to 27); minors 8 hours."""
    longest = max((each.hours for each in case.engagement.days), default=Decimal(0))
    limit = LONGEST_DAY_OF_A_MINOR if _is_minor(case) else LONGEST_DAY
    if longest > limit:
        yield _stop("work.longest-day", gettext_noop("A day of work has at most %(hours)s hours."), "days", hours=limit)
    elif longest > ORDINARY_DAY:
        yield _warn(
            "work.long-day",
            gettext_noop("Days of more than %(hours)s hours are only possible where the sector allows them."),
            hours=ORDINARY_DAY,
        )


def keeps_within_the_week(case: Case) -> Iterator[Concern]:
    """At most 50 hours a week, all contracts together (labour act, art. 27), and not seven days (art. 11 and 16)."""
    hours: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    days: defaultdict[tuple[int, int], set[dt.date]] = defaultdict(set)
    for each in _all_days(case):
        week = each.day.isocalendar()[:2]
        hours[week] += each.hours
        days[week].add(each.day)
    if max(hours.values(), default=Decimal(0)) > LONGEST_WEEK:
        yield _stop("work.longest-week", gettext_noop("A week has at most %(hours)s hours of work."), "days", hours=50)
    if any(len(found) == SUNDAY for found in days.values()):
        yield _stop("work.no-day-off", gettext_noop("Every week has at least one day without work."), "days")


def rests_between_days(case: Case) -> Iterator[Concern]:
    """Eleven hours of rest between two days of work (labour act, art. 38ter)."""
    for before, after in pairwise(sorted(_all_days(case))):
        days_between = (after.day - before.day).days
        rest = days_between * 24 + _hour(after.starts_at) - (_hour(before.starts_at) + before.hours)
        if days_between == 1 and rest < REST_BETWEEN_DAYS:
            yield _stop(
                "work.rest",
                gettext_noop("Between the work of %(before)s and that of %(after)s lie fewer than 11 hours of rest."),
                "days",
                before=before.day,
                after=after.day,
            )
            return


def works_at_night_or_on_sunday(case: Case) -> Iterator[Concern]:
    """Night work (20 to 6) and Sunday work are only possible where the law allows them (labour act, art. 11 and 35)."""
    night = any(_is_at_night(each) for each in case.engagement.days)
    sunday = any(each.day.isoweekday() == SUNDAY for each in case.engagement.days)
    if night and _is_minor(case):
        yield _stop("work.minor-at-night", gettext_noop("Nobody under 18 works at night."), "days")
    elif night:
        yield _warn(
            "work.night",
            gettext_noop("Work between 20:00 and 6:00 is only possible in shows, events, care and similar work."),
        )
    if sunday:
        yield _warn(
            "work.sunday",
            gettext_noop("Work on Sunday gives a day of rest in the six days that follow."),
        )


def is_old_enough(case: Case) -> Iterator[Concern]:
    """Nobody works under fifteen, nor while still bound to full-time school (labour act, art. 6 and 7)."""
    age = _age(case)
    if age is not None and age < WORKING_AGE:
        yield _stop("work.age", gettext_noop("Nobody under 15 may work. Children in shows need a permit of their own."))


def has_known_birth_date(case: Case) -> Iterator[Concern]:
    """Age decides what is allowed and what is paid."""
    if case.worker.born is None:
        yield _stop("work.birth-date", gettext_noop("The worker's date of birth is not known yet."))


def has_a_permit(case: Case) -> Iterator[Concern]:
    """Whoever needs a residence or work permit has it until the last day of work (law of 9 May 2018)."""
    until, days = case.worker.permit_until, case.engagement.days
    if until is not None and days and max(days).day > until:
        yield _stop(
            "work.permit",
            gettext_noop("The permit to work ends on %(until)s, before the last day of work."),
            "days",
            until=until,
        )


def has_student_hours(case: Case) -> Iterator[Concern]:
    """A student keeps within the yearly hours of the scheme (royal decree of 28 November 1969, art. 17bis)."""
    engagement, left = case.engagement, max(case.worker.student_hours_left, Decimal(0))
    if engagement.kind is Kind.STUDENT and engagement.hours > left:
        yield _stop(
            "work.student-hours",
            gettext_noop("The contract has %(hours)s hours and %(left)s of the student's yearly hours are left."),
            "days",
            hours=engagement.hours.normalize(),
            left=left.normalize(),
        )


def follows_earlier_contracts(case: Case) -> Iterator[Concern]:
    """Successive fixed-term contracts are presumed permanent unless the nature of the work justifies them (art. 10)."""
    engagement = case.engagement
    if not engagement.kind.has_end or function(engagement.function).is_artistic or not engagement.days:
        return
    first = min(engagement.days).day
    just_before = [past for past in case.worker.earlier if past.end and dt.timedelta(0) < first - past.end <= _A_WEEK]
    if just_before:
        yield _warn(
            "work.successive",
            gettext_noop(
                "This contract follows another one closely. Contracts that follow each other without interruption are "
                "presumed permanent unless the nature of the work justifies them (law of 3 July 1978, art. 10)."
            ),
        )


_A_WEEK = dt.timedelta(days=7)


def _all_days(case: Case) -> tuple[PlannedDay, ...]:
    return (*case.engagement.days, *case.worker.other_days)


def _is_at_night(day: PlannedDay) -> bool:
    start = _hour(day.starts_at)
    return start < NIGHT_UNTIL or start + day.hours > NIGHT_FROM


def _hour(time: dt.time) -> Decimal:
    return Decimal(time.hour) + Decimal(time.minute) / 60


def _age(case: Case) -> int | None:
    """The age on the first day of work."""
    born, first = case.worker.born, min((each.day for each in case.engagement.days), default=None)
    if born is None or first is None:
        return None
    return first.year - born.year - ((first.month, first.day) < (born.month, born.day))


def _is_minor(case: Case) -> bool:
    age = _age(case)
    return age is not None and age < ADULT_AGE


def _stop(rule: str, message: str, field: str | None = None, **params: object) -> Concern:
    return Concern(Refusal(rule, message, field=field, params=params))


def _warn(rule: str, message: str, **params: object) -> Concern:
    return Concern(Refusal(rule, message, params=params), blocks=False)
