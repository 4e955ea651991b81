"""What stands against a proposed engagement: each reason as a sentence, all at once, refusing or only warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.dates import DateRange
from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.work.engagement import Engagement, PlannedDay


@dataclass(frozen=True, slots=True)
class Concern:
    """A reason against an engagement. One that ``blocks`` must go before anybody signs; another is only shown."""

    refusal: Refusal
    blocks: bool = True

    @property
    def rule(self) -> str:
        return self.refusal.rule


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """What the checks need to know of the worker."""

    born: dt.date | None = None
    permit_until: dt.date | None = None
    """The last day of a residence or work permit; None when none is needed."""
    student_hours_left: Decimal = Decimal(0)
    other_days: tuple[PlannedDay, ...] = ()
    """Days already planned or worked under other contracts in the enterprise."""
    earlier: tuple[DateRange, ...] = ()
    """Earlier fixed-term contracts with the enterprise."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the checks need to know of the unit: its right of use (rule 2) and what it may spend on pay, in cents."""

    has_right_of_use: bool
    received: Cents
    """What is free of the money that clients have paid."""
    available: Cents
    """What is free with the money that clients still owe: the wage guarantee advances it."""
    employment_budget: Cents
    """What the engagement takes: gross pay times the coefficient of its regime."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When somebody wants to sign, and how many hours before the work starts it must be done at the latest."""

    now: dt.datetime
    hours_before: Decimal


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the checks look at."""

    engagement: Engagement
    worker: WorkerFacts
    unit: UnitFacts
    moment: Moment


Check = Callable[[Case], Iterator[Concern]]


def concerns(case: Case, checks: Sequence[Check]) -> tuple[Concern, ...]:
    """Every reason against an engagement, those that block first."""
    found = [concern for check in (*EVERYWHERE, *checks) for concern in check(case)]
    return tuple(sorted(found, key=lambda concern: not concern.blocks))


def has_days_in_its_term(case: Case) -> Iterator[Concern]:
    """A contract names its days, each once, inside its term."""
    engagement = case.engagement
    days = [each.day for each in engagement.days]
    last = engagement.ends_on or dt.date.max
    if not days:
        yield _stop("work.days", gettext_noop("Choose at least one day of work."), "days")
    elif len(set(days)) < len(days):
        yield _stop("work.day-twice", gettext_noop("A day of work stands twice in the contract."), "days")
    elif min(days) < engagement.starts_on or max(days) > last or engagement.kind.has_end != bool(engagement.ends_on):
        yield _stop("work.term", gettext_noop("The days of work lie outside the term of the contract."), "days")


def pays_something(case: Case) -> Iterator[Concern]:
    if case.engagement.amount <= 0:
        yield _stop("work.pay", gettext_noop("Say what the work pays: more than zero."), "amount")


def is_entered_before_it_starts(case: Case) -> Iterator[Concern]:
    """Rule 17: work is declared before it starts, never afterwards."""
    first = min(case.engagement.days, default=None)
    if first is None:
        return
    starts = dt.datetime.combine(first.day, first.starts_at, tzinfo=case.moment.now.tzinfo)
    latest = starts - dt.timedelta(seconds=int(case.moment.hours_before * 3600))
    if case.moment.now > starts:
        yield _stop(
            "work.back-dated",
            gettext_noop(
                "Work of %(day)s has already begun. It cannot be entered afterwards: whoever works is declared before "
                "the work starts. Ask your adviser what can still be done."
            ),
            "days",
            day=first.day,
        )
    elif case.moment.now > latest:
        yield _stop(
            "work.too-late",
            gettext_noop(
                "It is too late to declare work that starts on %(day)s at %(time)s: it must be signed %(hours)s hours "
                "before."
            ),
            "days",
            day=first.day,
            time=first.starts_at.strftime("%H:%M"),
            hours=case.moment.hours_before.normalize(),
        )


def does_not_overlap(case: Case) -> Iterator[Concern]:
    """Nobody works two contracts at the same hours of the same day."""
    same_day = ((each, other) for each in case.engagement.days for other in case.worker.other_days)
    clash = next((each for each, other in same_day if each.day == other.day and _overlap(each, other)), None)
    if clash is not None:
        yield _stop(
            "work.overlap",
            gettext_noop("Another contract of this person has work on %(day)s at the same hours."),
            "days",
            day=clash.day,
        )


def _overlap(one: PlannedDay, other: PlannedDay) -> bool:
    def span(day: PlannedDay) -> tuple[Decimal, Decimal]:
        start = Decimal(day.starts_at.hour) + Decimal(day.starts_at.minute) / 60
        return start, start + day.hours

    (first, first_end), (second, second_end) = span(one), span(other)
    return first < second_end and second < first_end


def unit_may_take_on_work(case: Case) -> Iterator[Concern]:
    """Rule 2: without a share for the year nothing new starts, but money that is already there stays usable."""
    unit = case.unit
    if not unit.has_right_of_use and unit.employment_budget > unit.received:
        yield _stop(
            "work.right-of-use",
            gettext_noop(
                "Nobody who holds this unit has a paid share for the year of the work: only the money that clients "
                "have paid, %(received)s, can be used for pay."
            ),
            "amount",
            received=Amount(max(unit.received, 0)),
        )


def unit_can_pay(case: Case) -> Iterator[Concern]:
    """Pay may use what clients still owe: the wage guarantee advances it (money model, 4.2)."""
    unit = case.unit
    if unit.employment_budget > unit.available:
        yield _stop(
            "work.budget",
            gettext_noop("The contract takes %(needed)s and the unit may spend %(available)s on pay."),
            "amount",
            needed=Amount(unit.employment_budget),
            available=Amount(max(unit.available, 0)),
        )


def _stop(rule: str, message: str, field: str | None, **params: object) -> Concern:
    return Concern(Refusal(rule, message, field=field, params=params))


EVERYWHERE: tuple[Check, ...] = (
    has_days_in_its_term,
    pays_something,
    is_entered_before_it_starts,
    does_not_overlap,
    unit_may_take_on_work,
    unit_can_pay,
)
