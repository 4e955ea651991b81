"""Engage people: checked against the law, priced, reserved on the unit, then signed by both.

1. The rules look at everything at once: days, hours, pay, age, permit, other contracts, the unit's share and budget.
2. The payroll engine says what each month costs; times the coefficient it is what the unit pays (rule 11).
3. That is reserved on the unit (P3): first money received, then what clients still owe, which the guarantee advances.
4. The worker signs; where nothing needs a person's judgement, the enterprise signs at once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from marke.countries.protocol import Country, PayrollEngine
from marke.countries.registry import country
from marke.domain.foundation.transactions import SYSTEM, enterprise_view
from marke.domain.parameters.payroll import engine
from marke.domain.parameters.queries import Chosen, chosen, cooperative
from marke.domain.units.policies import units_that_may_take_in
from marke.domain.work import queries as work
from marke.domain.work.enums import Party
from marke.domain.work.models import Contract, ContractMonth
from marke.domain.work.operations import contracts as operations
from marke.domain.work.operations import reserve_pay
from marke.domain.work.operations.contracts import ContractInput, SignatureInput, Terms
from marke.domain.work.operations.reserve_pay import Budget
from marke.kernel.dates import Month
from marke.kernel.money import Cents, apply_rate
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.payslip import Payslip
from marke.rules.work.concerns import Case, Check, Concern, Moment, UnitFacts, WorkerFacts, concerns
from marke.rules.work.deadline import working_day_after
from marke.rules.work.engagement import PlannedDay
from marke.usecases.declare_work import declare

UNKNOWN_FAMILY: Mapping[str, Any] = {"family": {}}
"""Gross pay does not depend on the family: a contract is priced before the worker has told theirs."""


class CannotHire(Refusal):
    """What stands against a contract; ``concerns`` are all the reasons, of which this is the first."""

    def __init__(self, found: Sequence[Concern]) -> None:
        self.concerns = tuple(found)
        first = found[0].refusal
        super().__init__(first.rule, first.message, field=first.field, params=first.params)


@dataclass(frozen=True, slots=True)
class Offer:
    """A contract as it would be: what it takes from the unit and when it is due, with everything against it."""

    contract: ContractInput
    terms: Terms
    concerns: tuple[Concern, ...]
    gross: Cents = 0
    """What is earned before anything is kept back, exit holiday pay included."""
    net: Cents = 0
    """An estimate of what reaches the worker's account, months together."""

    @property
    def blocking(self) -> tuple[Concern, ...]:
        return tuple(concern for concern in self.concerns if concern.blocks)


def consider(
    *,
    contracts: Sequence[ContractInput],
    now: dt.datetime,
    seen_by: uuid.UUID | None = None,
    told: Mapping[str, Any] | None = None,
) -> list[Offer]:
    """Price and check contracts without writing anything. A contract that cannot be priced has its reason as a concern.

    ``seen_by`` is the person to whom the estimate is shown: of anybody else the net is that of somebody single, because
    a worker's family is nobody else's business. ``told`` are facts of that person that no pay file holds yet.
    The caller may see the units; other contracts of the workers are looked at across the enterprise.
    """
    law = _law(now)
    with enterprise_view():
        people = _people(contracts, law.payroll, law.house)
        if seen_by is not None:
            people = {key: _shown_to(seen_by, key, each, told) for key, each in people.items()}
        rights = _rights_of_use(contracts)
    left = reserve_pay.left_for_pay(accounts={_budget_of(given) for given in contracts})
    offers = []
    for given in contracts:
        person, budget = people[given.person_id], left[_budget_of(given)]
        unit = UnitFacts(rights[_year_of(given)], budget.received, budget.total, 0)
        offers.append(_considered(given, person, unit, law))
        left[_budget_of(given)] = budget.less(offers[-1].terms.employment_budget)
        people[given.person_id] = person.with_days(given.engagement.days)
    return offers


def _law(now: dt.datetime) -> _Law:
    house, payroll = country(cooperative().country), engine()
    return _Law(
        house,
        payroll,
        house.work.checks(payroll),
        chosen("work.latest_entry_hours"),
        chosen("wage.deadline_days"),
        now,
    )


def _budget_of(given: ContractInput) -> Budget:
    return Budget(given.unit_id, given.project_id)


def hire(*, contracts: Sequence[ContractInput], actor: uuid.UUID, now: dt.datetime) -> list[Contract]:
    """Offer contracts, all or none: each is written with its days and months, and its budget is reserved.

    Raises `CannotHire` with every reason against the first contract that cannot be.
    """
    reserve_pay.one_at_a_time(unit_ids={given.unit_id for given in contracts})
    offers = consider(contracts=contracts, now=now)
    for considered in offers:
        if considered.blocking:
            raise CannotHire(considered.concerns)
    return _write(offers, actor, now)


def hire_where_possible(
    *, contracts: Sequence[ContractInput], actor: uuid.UUID, now: dt.datetime
) -> tuple[list[Contract], list[Offer]]:
    """Offer those of many contracts against which nothing stands; answers these, and the others with their reasons."""
    reserve_pay.one_at_a_time(unit_ids={given.unit_id for given in contracts})
    offers = consider(contracts=contracts, now=now)
    written = _write([each for each in offers if not each.blocking], actor, now)
    return written, [each for each in offers if each.blocking]


def _write(offers: Sequence[Offer], actor: uuid.UUID, now: dt.datetime) -> list[Contract]:
    """Write contracts with their days and months, and reserve their budget."""
    written = operations.offer(contracts=[(each.contract, each.terms) for each in offers], actor=actor, now=now)
    months = ContractMonth.objects.filter(contract__in=written).select_related("contract").order_by("due_on", "id")
    reserve_pay.reserve(months=list(months), actor=actor)
    return written


def sign_as_worker(
    *, signatures: Sequence[SignatureInput], house_name: str, actor: uuid.UUID, now: dt.datetime
) -> list[uuid.UUID]:
    """The workers sign. A contract without warnings is signed by the enterprise at once; others wait for the desk.

    Answers the contracts that both have signed. Raises `Refusal` before the family situation is told, and as
    `operations.sign`.
    """
    by_id = {each.contract_id: each for each in signatures}
    _refuse_unknown_families(by_id, now)
    clear = Contract.objects.filter(pk__in=by_id, warnings=[]).values_list("pk", flat=True)
    seals = [replace(by_id[pk], party=Party.ENTERPRISE, name=house_name, evidence={"how": "rule"}) for pk in clear]
    return operations.sign(signatures=[*signatures, *seals], actor=actor, now=now)


def _refuse_unknown_families(contract_ids: Collection[uuid.UUID], now: dt.datetime) -> None:
    """Payroll does not guess: what it must know of a worker is told before they sign."""
    workers = dict(Contract.objects.filter(pk__in=contract_ids).values_list("person_id", "starts_on"))
    if not workers:
        return
    known = work.pay_files(person_ids=workers, on=max(*workers.values(), now.date()))
    if workers.keys() - known.keys():
        raise Refusal(
            "work.pay-file", gettext_noop("Tell your family situation first: the tax on your pay depends on it.")
        )


def withdraw(
    *, contract_id: uuid.UUID, reason: str, refused: bool = False, actor: uuid.UUID = SYSTEM, now: dt.datetime
) -> Contract:
    """Cancel a contract before it starts, or refuse an offer; its budget is free again.

    What was declared is taken back. Raises as the operation.
    """
    contract = operations.withdraw(contract_id=contract_id, reason=reason, refused=refused, now=now)
    reserve_pay.release(month_ids=list(contract.months.values_list("pk", flat=True)))
    declare(contract_ids=[contract_id], now=now, actor=actor)
    return contract


@dataclass(frozen=True, slots=True)
class _Person:
    """What is known of a worker: for the checks, and for the payroll engine."""

    worker: WorkerFacts
    facts: Mapping[str, Any]

    def with_days(self, days: tuple[PlannedDay, ...]) -> _Person:
        """The same person once these days are taken."""
        return replace(self, worker=replace(self.worker, other_days=self.worker.other_days + days))


def _shown_to(seen_by: uuid.UUID, key: uuid.UUID, person: _Person, told: Mapping[str, Any] | None) -> _Person:
    if key != seen_by:
        return replace(person, facts=UNKNOWN_FAMILY)
    return replace(person, facts={**person.facts, **told}) if told else person


def _people(
    contracts: Sequence[ContractInput], payroll: PayrollEngine[Any], house: Country
) -> dict[uuid.UUID, _Person]:
    ids = {given.person_id for given in contracts}
    days = [each.day for given in contracts for each in given.engagement.days] or [
        given.engagement.starts_on for given in contracts
    ]
    first, last = min(days), max(days)
    quota = house.work.student_hours(payroll, first)
    workers = work.workers(person_ids=ids, first=first, last=last, student_quota=quota)
    facts = work.person_facts(person_ids=ids, on=last)
    return {person: _Person(worker, facts.get(person, UNKNOWN_FAMILY)) for person, worker in workers.items()}


def _rights_of_use(contracts: Sequence[ContractInput]) -> dict[tuple[int, int], bool]:
    """Whether each unit has the right of use in the year of the work (rule 2); the same few queries for any number."""
    rights: dict[tuple[int, int], bool] = {}
    for year in {given.engagement.starts_on.year for given in contracts}:
        days = [given.engagement.starts_on for given in contracts if given.engagement.starts_on.year == year]
        units = {given.unit_id for given in contracts if given.engagement.starts_on.year == year}
        entitled = units_that_may_take_in(unit_ids=units, as_of=min(days))
        rights |= {(unit, year): unit in entitled for unit in units}
    return rights


def _year_of(given: ContractInput) -> tuple[int, int]:
    return given.unit_id, given.engagement.starts_on.year


def _considered(
    given: ContractInput,
    person: _Person,
    unit: UnitFacts,
    law: _Law,
) -> Offer:
    """The terms of one contract and what stands against it."""
    try:
        slips = _slips(given, person, law)
        terms = _terms(given, slips, law)
    except Refusal as refusal:
        nothing = Terms("", "", "", Decimal(0), {}, {})
        return Offer(given, nothing, (Concern(refusal),))
    case = Case(
        given.engagement,
        person.worker,
        replace(unit, employment_budget=terms.employment_budget),
        Moment(law.now, law.hours_before.on(law.now.date())),
    )
    found = concerns(case, law.checks)
    warnings = tuple(concern.rule for concern in found if not concern.blocks)
    gross, net = sum(slip.gross for slip in slips.values()), sum(slip.net for slip in slips.values())
    return Offer(given, replace(terms, warnings=warnings), found, gross, net)


@dataclass(frozen=True, slots=True)
class _Law:
    """What is looked up once for many contracts: the country, its engine and checks, the cooperative's choices."""

    house: Country
    payroll: PayrollEngine[Any]
    checks: Sequence[Check]
    hours_before: Chosen
    deadline: Chosen
    now: dt.datetime


def _terms(given: ContractInput, slips: Mapping[Month, Payslip], law: _Law) -> Terms:
    engagement, work_law = given.engagement, law.house.work
    function = work_law.functions().get(engagement.function)
    coefficient = work_law.coefficient(law.payroll, engagement) if engagement.days else Decimal(0)
    return Terms(
        worker=work_law.worker(engagement) if function else "",
        scheme=work_law.scheme(engagement),
        committee=function.committee if function else "",
        coefficient=coefficient,
        budgets={month: apply_rate(slip.gross, coefficient) for month, slip in slips.items()},
        due={month: _due(given, month, law) for month in engagement.months()},
    )


def _slips(given: ContractInput, person: _Person, law: _Law) -> dict[Month, Payslip]:
    """What each month pays. Raises the engine's refusal when a month cannot be paid, or a fact is missing."""
    engagement, slips = given.engagement, {}
    for month in engagement.months():
        facts = law.house.work.facts_of_month(
            engagement,
            month=month,
            worked=[each.day for each in engagement.days_in(month)],
            person={**person.facts, "person": str(given.person_id), "contract": ""},
        )
        slips[month] = law.payroll.payslip(law.payroll.read(facts), traced=False)
    return slips


def _due(given: ContractInput, month: Month, law: _Law) -> dt.date:
    """The last day on which the wage arrives: seven working days after the last day of work (rule 13)."""
    last = max(each.day for each in given.engagement.days_in(month))
    return working_day_after(last, int(law.deadline.on(last)), is_working_day=law.house.is_working_day)
