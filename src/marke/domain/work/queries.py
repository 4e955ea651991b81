"""What is known of work: the days of people, what may be paid, what must be declared."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from marke.domain.people.models import Person
from marke.domain.work.enums import LIVE, ContractKind, ContractState, DayState, MonthState
from marke.domain.work.models import Contract, ContractMonth, PayFile, WorkDay
from marke.kernel.dates import DateRange
from marke.rules.work.concerns import WorkerFacts
from marke.rules.work.engagement import PlannedDay

PAID_STATES = (DayState.PLANNED, DayState.WORKED, DayState.SICK, DayState.ACCIDENT)
"""Days that are paid: those worked, and those for which guaranteed pay is due."""

AROUND = dt.timedelta(days=8)
"""How far around the days of a contract other work counts for rest and weekly limits."""

BEFORE = dt.timedelta(days=30)
"""How far back earlier contracts are looked for."""


def pay_files(*, person_ids: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, PayFile]:
    """The pay file of each person that holds on a day; who has none is missing."""
    rows = PayFile.objects.filter(person_id__in=person_ids, valid_from__lte=on)
    latest = rows.order_by("person_id", "-valid_from", "-recorded_at").distinct("person_id")
    return {row.person_id: row for row in latest}


def workers(
    *, person_ids: Collection[uuid.UUID], first: dt.date, last: dt.date, student_quota: Decimal
) -> dict[uuid.UUID, WorkerFacts]:
    """What the checks need to know of people who are to work between two days; five queries for any number."""
    born = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "birth_date"))
    files = pay_files(person_ids=person_ids, on=last)
    planned: defaultdict[uuid.UUID, list[PlannedDay]] = defaultdict(list)
    days = WorkDay.objects.filter(
        contract__person_id__in=person_ids,
        contract__state__in=LIVE,
        day__gte=first - AROUND,
        day__lte=last + AROUND,
        state__in=PAID_STATES,
    )
    for person, day, hours, starts_at in days.values_list("contract__person_id", "day", "hours", "starts_at"):
        planned[person].append(PlannedDay(day, hours, starts_at))
    earlier: defaultdict[uuid.UUID, list[DateRange]] = defaultdict(list)
    fixed = Contract.objects.filter(
        person_id__in=person_ids, state=ContractState.DECLARED, ends_on__lt=first, ends_on__gte=first - BEFORE
    ).exclude(kind=ContractKind.ARTISTIC_TASK)
    for person, start, end in fixed.values_list("person_id", "starts_on", "ends_on"):
        earlier[person].append(DateRange(start, end))
    used = _student_hours(person_ids, first.year)
    return {
        person: WorkerFacts(
            born=born[person],
            permit_until=files[person].permit_until if person in files else None,
            student_hours_left=student_quota
            - used.get(person, Decimal(0))
            - (files[person].student_hours_elsewhere if person in files else Decimal(0)),
            other_days=tuple(planned[person]),
            earlier=tuple(earlier[person]),
        )
        for person in born
    }


def _student_hours(person_ids: Collection[uuid.UUID], year: int) -> dict[uuid.UUID, Decimal]:
    """The hours that people have under student contracts in a year."""
    rows = WorkDay.objects.filter(
        contract__person_id__in=person_ids,
        contract__kind=ContractKind.STUDENT,
        contract__state__in=LIVE,
        day__year=year,
        state__in=PAID_STATES,
    )
    return dict(rows.values_list("contract__person_id").annotate(Sum("hours")))


@dataclass(frozen=True, slots=True)
class PayableMonth:
    """A month of a contract that may be paid, with the days that are paid."""

    month: ContractMonth
    contract: Contract
    days: tuple[WorkDay, ...]
    paid_days: tuple[dt.date, ...]


def payable(*, confirmed_or_over_by: dt.date, limit: int = 50_000) -> list[PayableMonth]:
    """What a wage run may take up: months confirmed, or over since this day without an answer. Soonest due first.

    Only declared contracts: work that was not declared is not paid here (invariant 5).
    """
    ready = ContractMonth.objects.filter(
        Q(state=MonthState.CONFIRMED) | Q(state=MonthState.PLANNED, last_day__lte=confirmed_or_over_by),
        contract__state=ContractState.DECLARED,
    )
    months = list(ready.select_related("contract").order_by("due_on", "id")[:limit])
    return _with_days(months)


def months_with_days(*, month_ids: Collection[uuid.UUID]) -> list[PayableMonth]:
    """Months by their ids, with their days; in the order of their due days."""
    rows = ContractMonth.objects.filter(pk__in=month_ids).select_related("contract").order_by("due_on", "id")
    return _with_days(list(rows))


def _with_days(months: Sequence[ContractMonth]) -> list[PayableMonth]:
    by_contract: defaultdict[uuid.UUID, list[WorkDay]] = defaultdict(list)
    for day in WorkDay.objects.filter(contract_id__in={month.contract_id for month in months}).order_by("day"):
        by_contract[day.contract_id].append(day)
    return [
        PayableMonth(
            month,
            month.contract,
            tuple(by_contract[month.contract_id]),
            tuple(
                day.day
                for day in by_contract[month.contract_id]
                if day.day.replace(day=1) == month.month and day.state in PAID_STATES
            ),
        )
        for month in months
    ]


def person_facts(*, person_ids: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, Mapping[str, Any]]:
    """The facts of each pay file for the payroll engine. Who has no pay file is missing: the engine says what lacks."""
    return {person: file.facts for person, file in pay_files(person_ids=person_ids, on=on).items()}


@dataclass(frozen=True, slots=True)
class DesiredPeriod:
    """What must be declared for a contract: who works as what, from when until when."""

    contract_id: uuid.UUID
    person_id: uuid.UUID
    unit_id: int
    scheme: str
    worker: str
    committee: str
    starts_on: dt.date
    starts_at: dt.time
    ends_on: dt.date | None
    hours: Decimal
    """Planned hours: asked for students."""


def desired_periods(*, contract_ids: Collection[uuid.UUID]) -> list[DesiredPeriod]:
    """What the declarations must say for these contracts. A contract that no longer stands desires nothing."""
    contracts = Contract.objects.filter(pk__in=contract_ids, state__in=[ContractState.SIGNED, ContractState.DECLARED])
    days: defaultdict[uuid.UUID, list[WorkDay]] = defaultdict(list)
    for day in WorkDay.objects.filter(contract__in=contracts).exclude(state=DayState.CANCELLED).order_by("day"):
        days[day.contract_id].append(day)
    return [
        DesiredPeriod(
            contract_id=row.pk,
            person_id=row.person_id,
            unit_id=row.unit_id,
            scheme=row.scheme,
            worker=row.worker,
            committee=row.committee,
            starts_on=days[row.pk][0].day,
            starts_at=days[row.pk][0].starts_at,
            ends_on=days[row.pk][-1].day if row.ends_on else None,
            hours=sum((day.hours for day in days[row.pk]), Decimal(0)),
        )
        for row in contracts.order_by("starts_on", "id")
        if days[row.pk]
    ]
