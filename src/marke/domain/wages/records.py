"""Stored payslips as declarations and documents read them: nothing is computed again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from marke.domain.parameters.queries import cooperative
from marke.domain.people.models import NationalNumber
from marke.domain.people.models import Person as PersonRow
from marke.domain.wages.enums import PayslipState
from marke.domain.wages.models import Payslip
from marke.domain.work.models import Contract, WorkDay
from marke.domain.work.queries import PAID_STATES, pay_files
from marke.kernel.dates import Month
from marke.rules.payroll.payslip import line_from_json
from marke.rules.social.papers import Slip
from marke.rules.social.records import Address, Employer, Engaged, PaidMonth, Payroll, Person

BOOKED = (PayslipState.POSTED, PayslipState.ORDERED, PayslipState.PAID)
"""Payslips that count: in the books, whether or not the bank has confirmed them."""
HIDDEN_NUMBER = "0" * 11
"""Stands for a national number that is known and that nobody needs to read."""


def of_work_between(first: dt.date, last: dt.date) -> QuerySet[Payslip]:
    """Booked payslips of work in the months between two days."""
    return Payslip.objects.filter(state__in=BOOKED, month__month__gte=first.replace(day=1), month__month__lte=last)


def paid_between(first: dt.date, last: dt.date) -> QuerySet[Payslip]:
    """Payslips whose wage the bank paid between two days: what the tax office counts."""
    return Payslip.objects.filter(state=PayslipState.PAID, paid_on__gte=first, paid_on__lte=last)


def payroll_of(payslips: QuerySet[Payslip], *, on: dt.date, numbers: Mapping[uuid.UUID, str] | None = None) -> Payroll:
    """The enterprise with these payslips and the pay files that hold on a day; seven queries for any number.

    ``numbers`` are national numbers that were revealed for the purpose; without them it is only told who has one.
    """
    rows = list(
        payslips.select_related("contract", "month")
        .prefetch_related("frame")
        .defer("notices", "so_far", "flags", "contract__warnings")
        .order_by("person_id", "month__month", "id")
    )
    people = {row.person_id for row in rows}
    time = _working_time(rows)
    return Payroll(
        employer=employer(),
        people={str(person.key): person for person in _people(people, on=on, numbers=numbers)},
        months=tuple(_month(row, time) for row in rows),
    )


def slip_of(payslip: Payslip) -> Slip:
    """One stored payslip with all that its paper says."""
    (slip,) = slips_of([payslip])
    return slip


def slips_of(payslips: Sequence[Payslip]) -> list[Slip]:
    """Stored payslips with all that their papers say, in the order given; a few queries for any number."""
    house, time = employer(), _working_time(payslips)
    on = max((payslip.last_day for payslip in payslips), default=dt.date.min)
    people = {person.key: person for person in _people({row.person_id for row in payslips}, on=on, numbers=None)}
    return [
        Slip(
            employer=house,
            person=people[str(payslip.person_id)],
            month=_month(payslip, time),
            lines=[line_from_json(line) for line in payslip.lines],
            due_on=payslip.due_on,
            version=payslip.version,
        )
        for payslip in payslips
    ]


def employer() -> Employer:
    """The selling entity as an employer: it hires, whoever's unit the work is for."""
    house = cooperative()
    return Employer(
        name=house.seller_name,
        enterprise_number=house.seller_enterprise_number,
        address=Address(house.street, house.postcode, house.municipality),
        language=next(iter(house.languages), "nl"),
    )


@dataclass(frozen=True, slots=True)
class _Time:
    """Paid days and hours by contract and month, and the hours of a contract's day on average."""

    days: Mapping[tuple[uuid.UUID, dt.date], int]
    hours: Mapping[tuple[uuid.UUID, dt.date], Decimal]
    day_hours: Mapping[uuid.UUID, Decimal]


def _working_time(rows: Sequence[Payslip]) -> _Time:
    days: defaultdict[tuple[uuid.UUID, dt.date], int] = defaultdict(int)
    hours: defaultdict[tuple[uuid.UUID, dt.date], Decimal] = defaultdict(Decimal)
    planned: defaultdict[uuid.UUID, list[Decimal]] = defaultdict(list)
    paid = WorkDay.objects.filter(contract_id__in={row.contract_id for row in rows}, state__in=PAID_STATES)
    for contract, day, plan, worked in paid.values_list(
        "contract_id", "day", "hours", Coalesce(F("hours_worked"), F("hours"))
    ):
        key = contract, day.replace(day=1)
        days[key] += 1
        hours[key] += worked
        planned[contract].append(plan)
    average = {contract: sum(found, Decimal(0)) / len(found) for contract, found in planned.items()}
    return _Time(days, hours, average)


def _month(row: Payslip, time: _Time) -> PaidMonth:
    """A payslip as it counts; a correction brings amounts alone, its days were told by the first one."""
    key, is_first = (row.contract_id, row.month.month), row.version == 1
    return PaidMonth(
        key=str(row.pk),
        person=str(row.person_id),
        contract=_engaged(row.contract, time),
        month=Month.of(row.month.month),
        amounts=row.amounts,
        bases={line["code"]: line["base"] for line in row.lines if line["base"] is not None},
        days=Decimal(time.days.get(key, 0)) if is_first else Decimal(0),
        hours=time.hours.get(key, Decimal(0)) if is_first else Decimal(0),
        gross=row.gross,
        net=row.net,
        paid_on=row.paid_on,
    )


def _engaged(contract: Contract, time: _Time) -> Engaged:
    return Engaged(
        key=str(contract.pk),
        worker=contract.worker,
        scheme=contract.scheme,
        committee=contract.committee,
        function=contract.function,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        day_hours=time.day_hours.get(contract.pk, Decimal(0)),
    )


def _people(
    person_ids: Collection[uuid.UUID], *, on: dt.date, numbers: Mapping[uuid.UUID, str] | None
) -> Iterable[Person]:
    files = pay_files(person_ids=person_ids, on=on)
    if numbers is None:
        known = NationalNumber.objects.filter(person_id__in=person_ids).values_list("person_id", flat=True)
        numbers = dict.fromkeys(known, HIDDEN_NUMBER)
    for row in PersonRow.objects.filter(pk__in=person_ids):
        yield Person(
            key=str(row.pk),
            family_name=row.family_name,
            given_name=row.given_name,
            national_number=numbers.get(row.pk, ""),
            birth_date=row.birth_date,
            address=Address(row.street, row.postcode, row.municipality),
            language=row.language,
            family=files[row.pk].facts.get("family") or {} if row.pk in files else {},
            staff_number=staff_number(row.pk),
        )


def staff_number(person_id: uuid.UUID) -> str:
    """The number under which payroll knows a person: the end of its key, which is short enough to read out."""
    return person_id.hex[-8:].upper()
