"""What is known of work: the days of people, what may be paid, what must be declared."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.people.models import Person
from marke.domain.work.enums import LIVE, ContractKind, ContractState, DayState, MonthState, Party
from marke.domain.work.models import Contract, ContractDocument, ContractInvitation, ContractMonth, PayFile, WorkDay
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


def payable(*, confirmed_or_over_by: dt.date, limit: int = 50_000) -> list[uuid.UUID]:
    """What a wage run may take up: months confirmed, or over since this day without an answer. Soonest due first.

    Only declared contracts: work that was not declared is not paid here (invariant 5).
    """
    ready = ContractMonth.objects.filter(
        Q(state=MonthState.CONFIRMED) | Q(state=MonthState.PLANNED, last_day__lte=confirmed_or_over_by),
        contract__state=ContractState.DECLARED,
    )
    return list(ready.order_by("due_on", "id").values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """A day of a contract: as planned, and whether it is paid."""

    planned: PlannedDay
    paid: bool


def days_by_contract(*, contract_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[DayOfWork]]:
    """The days of contracts in their order, by contract; one query for any number."""
    found: defaultdict[uuid.UUID, list[DayOfWork]] = defaultdict(list)
    rows = WorkDay.objects.filter(contract_id__in=contract_ids).order_by("day")
    for contract, day, hours, starts_at, state in rows.values_list("contract_id", "day", "hours", "starts_at", "state"):
        found[contract].append(DayOfWork(PlannedDay(day, hours, starts_at), state in PAID_STATES))
    return found


def person_facts(*, person_ids: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, Mapping[str, Any]]:
    """The facts of each pay file for the payroll engine. Who has no pay file is missing: the engine says what lacks."""
    rows = PayFile.objects.filter(person_id__in=person_ids, valid_from__lte=on)
    latest = rows.order_by("person_id", "-valid_from", "-recorded_at").distinct("person_id")
    return dict(latest.values_list("person_id", "facts"))


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


def contracts_of_unit(*, unit_id: int, state: str = "") -> QuerySet[Contract]:
    """The contracts of a unit with their worker and months, latest first."""
    found = Contract.objects.filter(unit_id=unit_id).select_related("person").prefetch_related("months")
    return (found.filter(state=state) if state else found).order_by("-starts_on", "-id")


def contract_of_unit(*, unit_id: int, contract_id: uuid.UUID) -> Contract | None:
    """A contract of this very unit, with its worker."""
    return Contract.objects.filter(unit_id=unit_id, pk=contract_id).select_related("person", "unit").first()


def contracts_of_person(*, person_id: uuid.UUID) -> list[Contract]:
    """The contracts of a worker in every unit, latest first: one's own work is one's own to see."""
    with enterprise_view():
        found = Contract.objects.filter(person_id=person_id).select_related("unit").prefetch_related("months")
        return list(found.order_by("-starts_on", "-id")[:500])


def contract_of_person(*, person_id: uuid.UUID, contract_id: uuid.UUID) -> Contract | None:
    """A contract of this very worker."""
    with enterprise_view():
        found = Contract.objects.filter(person_id=person_id, pk=contract_id)
        return found.select_related("person", "unit").first()


def days_of(*, contract_id: uuid.UUID) -> list[WorkDay]:
    """The days of a contract that the caller may see, in order. Whose contract it is was asked before."""
    with enterprise_view():
        return list(WorkDay.objects.filter(contract_id=contract_id).order_by("day"))


def months_of(*, contract_id: uuid.UUID) -> list[ContractMonth]:
    """The months of a contract that the caller may see, in order. Whose contract it is was asked before."""
    with enterprise_view():
        return list(ContractMonth.objects.filter(contract_id=contract_id).order_by("month"))


def document_of(*, contract_id: uuid.UUID) -> ContractDocument | None:
    """The words as they were signed; None before the first signature."""
    with enterprise_view():
        return ContractDocument.objects.filter(contract_id=contract_id).first()


def invitation_named(*, invitation_id: uuid.UUID) -> ContractInvitation | None:
    """The invitation behind a signed link, for somebody who does not see the unit."""
    with enterprise_view():
        found = ContractInvitation.objects.filter(pk=invitation_id)
        return found.select_related("contract__person", "contract__unit").first()


def colleagues(*, unit_id: int, but: uuid.UUID, limit: int = 12) -> list[Person]:
    """Who worked through the unit before, those most often first, without one person."""
    people = Person.objects.filter(contracts__unit_id=unit_id).exclude(pk=but)
    return list(people.annotate(times=Count("contracts")).order_by("-times", "family_name", "pk")[:limit])


def last_contract(*, unit_id: int, person_id: uuid.UUID) -> Contract | None:
    """The contract that a new one most likely resembles."""
    return Contract.objects.filter(unit_id=unit_id, person_id=person_id).order_by("-offered_at").first()


def months_to_confirm(*, unit_ids: Collection[int], today: dt.date) -> list[ContractMonth]:
    """Months of declared contracts whose last day is over and that nobody has confirmed, soonest due first."""
    waiting = ContractMonth.objects.filter(
        unit_id__in=unit_ids,
        state=MonthState.PLANNED,
        last_day__lte=today,
        contract__state=ContractState.DECLARED,
    )
    return list(waiting.select_related("contract__person").order_by("due_on", "id")[:200])


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What a worker's own contracts ask of them, and what they are paid soon; soonest first."""

    to_sign: list[Contract]
    paid_soon: list[ContractMonth]


def own_work(*, person_id: uuid.UUID, until: dt.date, most: int = 5) -> OwnWork:
    """The contracts that wait for a worker's signature, and the months paid by a day, in every unit."""
    with enterprise_view():
        offered = Contract.objects.filter(person_id=person_id, state=ContractState.OFFERED)
        offered = offered.exclude(signatures__party=Party.WORKER).order_by("starts_on", "id")
        months = ContractMonth.objects.filter(
            contract__person_id=person_id, contract__state=ContractState.DECLARED, due_on__lte=until
        ).exclude(state=MonthState.PAID)
        soon = months.select_related("contract").order_by("due_on", "id")
        return OwnWork(list(offered[:most]), list(soon[:most]))


def desk_contracts(*, state: str = "", since: dt.date | None = None, warned: bool = False) -> QuerySet[Contract]:
    """Contracts of all units by the moment they start, those still to begin first when ``since`` is given."""
    found = Contract.objects.select_related("person", "unit")
    found = found.filter(state=state) if state else found
    found = found.filter(starts_on__gte=since) if since else found
    found = found.exclude(warnings=[]) if warned else found
    return found.order_by("starts_on", "id") if since else found.order_by("-starts_on", "-id")


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """How work stands across the enterprise around a day."""

    to_sign: int
    to_declare: int
    at_work: int
    sick: int
    accidents: int
    to_confirm: int


def work_counts(*, on: dt.date) -> WorkCounts:
    """What the desk watches on a day, in three queries."""
    live = Contract.objects.filter(starts_on__gte=on)
    contracts = live.aggregate(
        to_sign=Count("pk", filter=Q(state=ContractState.OFFERED)),
        to_declare=Count("pk", filter=Q(state=ContractState.SIGNED)),
    )
    days = WorkDay.objects.filter(day=on, contract__state__in=LIVE).aggregate(
        at_work=Count("pk", filter=Q(state__in=[DayState.PLANNED, DayState.WORKED])),
        sick=Count("pk", filter=Q(state=DayState.SICK)),
        accidents=Count("pk", filter=Q(state=DayState.ACCIDENT)),
    )
    waiting = ContractMonth.objects.filter(
        state=MonthState.PLANNED, last_day__lt=on, contract__state=ContractState.DECLARED
    )
    return WorkCounts(**contracts, **days, to_confirm=waiting.count())
