"""De Marke engages its people: what a unit has earned becomes days of work, entered before they start.

Each invoice feeds the pay of its unit. Once enough is there, somebody is engaged from the Monday that follows, for no
more than the unit's budget bears: received money first, then what clients still owe, which the wage guarantee advances.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from marke.countries.registry import country
from marke.demo import calibration as cal
from marke.demo.engaging import Wish, contract_of, facts_of
from marke.demo.founding import HOUSE
from marke.demo.joining import at_noon, batches
from marke.demo.life import Life
from marke.demo.plan import InvoicePlan
from marke.domain.declarations.operations import Accepted, record_accepted
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import Person
from marke.domain.units.enums import RoleKind
from marke.domain.units.models import UnitRole
from marke.domain.work.enums import DayState, Party
from marke.domain.work.models import Contract, ContractMonth, WorkDay
from marke.domain.work.operations import contracts as work
from marke.domain.work.operations.contracts import ContractInput, SignatureInput
from marke.domain.work.operations.days import (
    AccidentInput,
    Correction,
    confirm_months,
    correct_day,
    report_accident,
)
from marke.domain.work.operations.pay_files import PayFileInput, record_pay_files
from marke.domain.work.operations.reserve_pay import Budget, left_for_pay
from marke.kernel.money import Cents
from marke.rules.work.engagement import Engagement
from marke.usecases.hire import hire_where_possible, sign_as_worker

HOUSE_NAME = "De Marke Producties"


class Working:
    """The work of the year under way: who is engaged, what became of their days."""

    def __init__(self, life: Life, *, seed: int) -> None:
        self._life = life
        self._random = Random(f"working/{seed}")
        self._people = _holders(life)
        self._saved: defaultdict[int, Cents] = defaultdict(int)
        self._taken: defaultdict[int, set[dt.date]] = defaultdict(set)
        self._ending: defaultdict[dt.date, list[uuid.UUID]] = defaultdict(list)
        self._students = _students(life, self._random)
        self.contracts = 0

    def tell_payroll(self) -> None:
        """Everybody tells payroll of their family before they work."""
        told = [
            PayFileInput(self._people[index], self._life.plan.start, facts_of(person, self._random))
            for index, person in enumerate(self._life.plan.people)
        ]
        for batch in batches(told):
            with acting_as_system(reason="demo"):
                record_pay_files(files=batch, actor=SYSTEM, now=at_noon(self._life.plan.start))

    def earn(self, invoices: Sequence[InvoicePlan]) -> None:
        """Units have invoiced: the part that is for pay is put by."""
        for each in invoices:
            self._saved[each.unit] += int(each.net * cal.PAY_PART)

    def engage(self, last_day: dt.date) -> None:
        """On the last day of a week: engage people from the Monday that follows."""
        monday = last_day + dt.timedelta(days=7 - last_day.weekday())
        if monday <= self._life.plan.end:
            for batch in batches(self.waiting()):
                with acting_as_system(reason="demo"):
                    self.declare(self.sign(self.offer(batch, monday, now=at_noon(last_day))), now=at_noon(last_day))

    def waiting(self) -> list[int]:
        """The units of the plan that have put by enough to engage somebody."""
        return sorted(unit for unit, saved in self._saved.items() if saved >= self._least(unit))

    def _least(self, unit: int) -> Cents:
        """Some of the larger units put by for a whole month of somebody's pay."""
        is_large = self._life.plan.units[unit].turnover >= cal.LARGE
        return cal.MONTHLY_FROM if is_large and unit % 2 else cal.LEAST_PAY

    def offer(self, units: Sequence[int], monday: dt.date, *, now: dt.datetime, at_least: Cents = 0) -> list[Contract]:
        """Offer what these units of the plan can bear, from a Monday on: what they put by, or ``at_least`` so much."""
        numbers = {unit: Budget(self._life.units[unit]) for unit in units}
        left = left_for_pay(accounts=set(numbers.values()))
        wanted: list[ContractInput] = []
        for unit in units:
            means = min(max(self._saved[unit], at_least), left[numbers[unit]].total)
            wish = self._wish(unit, means, monday)
            made = contract_of(wish, self._random) if wish else None
            if wish is None or made is None:
                continue
            engagement, cost = made
            self._saved[unit] -= cost
            self._taken[wish.worker].update(each.day for each in engagement.days)
            wanted.append(self._input(unit, wish, engagement))
        offered, _ = hire_where_possible(contracts=wanted, actor=SYSTEM, now=now) if wanted else ([], [])
        self.contracts += len(offered)
        return offered

    def _wish(self, unit: int, means: Cents, monday: dt.date) -> Wish | None:
        """Who works for what the unit can spend, and when they are free; None when it does not reach a day."""
        if means < cal.LEAST_PAY:
            return None
        worker = unit if self._random.random() < cal.OWN_WORK else self._random.randrange(len(self._people))
        free = tuple(
            day
            for day in _working_days(monday, monday + cal.LONGEST)
            if day not in self._taken[worker] and day <= self._life.plan.end + cal.AHEAD
        )
        plan = self._life.plan
        sector = "courier" if unit in plan.couriers else plan.units[unit].sector
        return Wish(unit, worker, sector, means, free, worker in self._students) if free else None

    def _input(self, unit: int, wish: Wish, engagement: Engagement) -> ContractInput:
        language = self._life.plan.people[wish.worker].language
        return ContractInput(
            self._life.units[unit],
            self._people[wish.worker],
            engagement,
            description=self._life.plan.units[unit].name,
            place=self._life.plan.people[unit].municipality,
            language=language if language in ("nl", "fr") else "fr",
        )

    def sign(self, offered: Sequence[Contract]) -> list[Contract]:
        """The workers sign, and the desk seals what somebody had to look at."""
        if not offered:
            return []
        now = offered[0].offered_at
        names = {row.pk: str(row) for row in Person.objects.filter(pk__in={each.person_id for each in offered})}
        done = sign_as_worker(
            signatures=[
                SignatureInput(each.pk, Party.WORKER, names[each.person_id], "", {"how": "link"}) for each in offered
            ],
            house_name=HOUSE_NAME,
            actor=SYSTEM,
            now=now,
        )
        warned = [each for each in offered if each.pk not in set(done)]
        seals = [SignatureInput(each.pk, Party.ENTERPRISE, HOUSE_NAME, "", {"how": "desk"}) for each in warned]
        if seals:
            work.sign(signatures=seals, actor=self._life.founded.staff["hanne"], now=now)
        return list(offered)

    def declare(self, signed: Sequence[Contract], *, now: dt.datetime) -> None:
        """The office accepts; from here on the months wait for their last day."""
        ids = [each.pk for each in signed]
        told = [Accepted(each, *self._numbers(each), now) for each in ids]
        record_accepted(rows=told, actor=SYSTEM)
        for month, last_day in ContractMonth.objects.filter(contract__in=ids).values_list("pk", "last_day"):
            self._ending[last_day].append(month)

    @staticmethod
    def _numbers(contract_id: uuid.UUID) -> tuple[str, str]:
        """The numbers that the office gives: of the declaration, and of the period at work."""
        digits = f"{contract_id.int % 10**11:011d}"
        return f"D{digits}", f"P{digits}"

    def look_back(self, day: dt.date) -> None:
        """What was worked until yesterday is confirmed; some fell ill, some halls were closed, some say nothing."""
        over = [month for last in sorted(self._ending) if last < day for month in self._ending.pop(last)]
        if not over:
            return
        now = at_noon(day)
        for month in self._random.sample(over, round(len(over) * cal.OTHERWISE + self._random.random() * 0.5)):
            self._went_otherwise(month, day)
        said = [month for month in over if self._random.random() >= cal.SILENT]
        confirm_months(month_ids=said, today=day, actor=SYSTEM, now=now)

    def _went_otherwise(self, month_id: uuid.UUID, day: dt.date) -> None:
        month = ContractMonth.objects.get(pk=month_id)
        planned = list(WorkDay.objects.filter(contract_id=month.contract_id, day__range=(month.month, month.last_day)))
        one = self._random.choice(planned)
        chance = self._random.random()
        if chance < cal.ACCIDENTS:
            happened = at_noon(one.day)
            report_accident(
                accident=AccidentInput(one.pk, happened, "Op de werkplaats", "Uitgegleden op een natte vloer", "Pols"),
                actor=SYSTEM,
                now=at_noon(day),
            )
        elif chance < cal.SICK or len(planned) == 1:
            correct_day(correction=Correction(one.pk, DayState.SICK, note="Attest ontvangen"), today=day)
        else:
            correct_day(correction=Correction(one.pk, DayState.CANCELLED, note="De zaal was gesloten"), today=day)


def _holders(life: Life) -> list[uuid.UUID]:
    """The holder of each unit of the plan, in its order."""
    with acting_as_system(reason="demo"):
        rows = UnitRole.objects.filter(kind=RoleKind.HOLDER).values_list("unit_id", "person_id")
        found: Mapping[int, uuid.UUID] = dict(rows)
    return [found[unit] for unit in life.units]


def _students(life: Life, random: Random) -> set[int]:
    """Who studies: some of the young."""
    young = life.plan.end - dt.timedelta(days=365 * 25)
    return {
        index
        for index, person in enumerate(life.plan.people)
        if person.born_on > young and random.random() < cal.STUDENTS
    }


def _working_days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    is_working_day = country(HOUSE).is_working_day
    days = (first + dt.timedelta(days=number) for number in range((last - first).days))
    return (day for day in days if is_working_day(day))
