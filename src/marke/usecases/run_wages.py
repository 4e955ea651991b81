"""The wage run, step by step: collect, compute, approve, book. Each step is a transaction that can be repeated.

`start_run` takes what is ready and locks it. `advance` does the next piece of work and says what is left; whoever calls
it commits after each piece, so that a run may be stopped anywhere and taken up again: a payslip is computed while it
waits to be, booked under a key of its own, and never twice. A doubtful payslip is parked with its reason and the run
goes on.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, IntegerField, QuerySet
from django.db.models.functions import Mod

from marke.countries.protocol import Country, PayrollEngine
from marke.countries.registry import country
from marke.domain.ledger.operations import Posting, post_many
from marke.domain.parameters.payroll import engine
from marke.domain.parameters.queries import choice, cooperative
from marke.domain.wages import queries
from marke.domain.wages.enums import PayslipState, RunState
from marke.domain.wages.models import Payslip, Run
from marke.domain.wages.operations import runs
from marke.domain.work import queries as work
from marke.domain.work.operations import contracts as work_operations
from marke.domain.work.operations import reserve_pay
from marke.domain.work.operations.reserve_pay import Budget, Left
from marke.domain.work.queries import DayOfWork
from marke.kernel.dates import Month
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.frames import Frames
from marke.rules.posting.entry import Entry
from marke.rules.posting.recipes.pay import payslip as payslip_entry
from marke.rules.work.deadline import working_days_before

SOURCE = "wages.payslip"
PIECE = 1_000
"""Payslips computed or booked in one transaction."""
MOST = 100_000
DIFFERENT = 2
"""A day's pay that is more than this many times the last one, or less than its part, is shown to whoever approves."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: its state, how many of its payslips passed this step, and whether a person must act now.

    ``did`` is how many payslips this call did: none means that nothing of its share is left.
    """

    run: Run
    done: int
    total: int
    waits: bool = False
    did: int = 0


def start_run(*, on: dt.date, actor: uuid.UUID, now: dt.datetime) -> Run | None:
    """Open a run with every month that is ready to be paid on a day; None when there is none.

    Ready is what somebody confirmed, or what is over since some working days without an answer (dated choice). Raises
    `Refusal` while another run is on its way.
    """
    runs.require_none_under_way()
    house = country(cooperative().country)
    silence = int(choice("work.silence_days", as_of=on))
    over_by = working_days_before(on, silence, is_working_day=house.is_working_day)
    ready = work.payable(confirmed_or_over_by=over_by, limit=MOST)
    if not ready:
        return None
    run = runs.open_run(on=on, month_ids=ready, actor=actor, now=now)
    work_operations.lock_months(month_ids=ready)
    return run


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a run that one of several hands does: people and units are divided by their keys."""

    number: int = 0
    of: int = 1

    def by_person(self, slips: QuerySet[Payslip]) -> QuerySet[Payslip]:
        """The payslips of a person stay together: one takes up the month where the other left it."""
        key = Func("person_id", function="uuid_hash", output_field=IntegerField())
        return slips if self.of == 1 else slips.alias(share=Mod(key.bitand(0xFFFF), self.of)).filter(share=self.number)

    def by_unit(self, slips: QuerySet[Payslip]) -> QuerySet[Payslip]:
        """The payslips of a unit stay together: they take from one budget."""
        return slips if self.of == 1 else slips.alias(share=Mod("unit_id", self.of)).filter(share=self.number)


WHOLE = Share()


def advance(*, run_id: uuid.UUID, actor: uuid.UUID, piece: int = PIECE, share: Share = WHOLE) -> Progress:
    """Do the next piece of a run: compute some payslips, or book some. Nothing happens while it waits for approval.

    Several hands may work at once, each on its share. The payslips of a piece are locked, so that whoever comes second
    finds them done.
    """
    run = Run.objects.get(pk=run_id)
    if run.state == RunState.COLLECTED:
        return _compute(run, piece, share)
    if run.state == RunState.APPROVED:
        return _book(run, actor, piece, share)
    return _progress(run, PayslipState.COMPUTED, waits=True)


def _progress(run: Run, to_do: PayslipState, *, waits: bool = False, did: int = 0) -> Progress:
    total = Payslip.objects.filter(run=run).exclude(state=PayslipState.PARKED).count()
    left = Payslip.objects.filter(run=run, state=to_do).count()
    return Progress(run, total - left, total, waits, did)


def _compute(run: Run, piece: int, share: Share) -> Progress:
    """Compute the payslips of the next people; the contracts of one person and month stay together."""
    waiting = Payslip.objects.filter(run=run, state=PayslipState.COLLECTED)
    mine = share.by_person(waiting).order_by("person_id").values_list("person_id", flat=True)
    people = list(dict.fromkeys(mine[:piece]))
    if not people:
        run = runs.close_computing(run_id=run.pk)
        return _progress(run, PayslipState.COLLECTED, waits=run.state == RunState.COMPUTED)
    locked = waiting.filter(person_id__in=people).select_for_update(of=("self",))
    slips = list(locked.select_related("contract", "month").order_by("id"))
    if slips:
        computing = _Computing.of(slips)
        computing.compute(slips)
        runs.save_computed(slips, computing.frames)
        work_operations.unlock_months(month_ids=[row.month_id for row in slips if row.state == PayslipState.PARKED])
    return _progress(run, PayslipState.COLLECTED, did=len(people))


@dataclass(frozen=True, slots=True)
class _Computing:
    """What is looked up once for a piece: the engine, the days, the pay files, the months so far, the last payslips."""

    house: Country
    payroll: PayrollEngine[Any]
    days: Mapping[uuid.UUID, Sequence[DayOfWork]]
    facts: Mapping[uuid.UUID, Mapping[str, Any]]
    so_far: Mapping[Any, Mapping[str, Any]]
    last_gross: Mapping[uuid.UUID, Cents]
    with_account: set[uuid.UUID]
    frames: Frames

    @classmethod
    def of(cls, slips: Sequence[Payslip]) -> _Computing:
        people = {slip.person_id for slip in slips}
        latest = max(slip.last_day for slip in slips)
        return cls(
            house=country(cooperative().country),
            payroll=engine(),
            days=work.days_by_contract(contract_ids={slip.contract_id for slip in slips}),
            facts=work.person_facts(person_ids=people, on=latest),
            so_far=queries.months_so_far(person_ids=people, months={slip.month.month for slip in slips}),
            last_gross=queries.last_gross(person_ids=people),
            with_account=queries.people_with_account(person_ids=people),
            frames=Frames(),
        )

    def compute(self, slips: Sequence[Payslip]) -> None:
        """Compute all, person by person and month by month; a refusal parks that person's month and no other."""
        groups: defaultdict[tuple[uuid.UUID, dt.date], list[Payslip]] = defaultdict(list)
        for slip in slips:
            groups[slip.person_id, slip.month.month].append(slip)
        for key, group in sorted(groups.items()):
            try:
                self._compute_month(key, group)
            except Refusal as refusal:
                for slip in group:
                    runs.parked(slip, refusal)

    def _compute_month(self, key: tuple[uuid.UUID, dt.date], group: Sequence[Payslip]) -> None:
        if key[0] not in self.with_account:
            raise Refusal(
                "wages.no-account",
                gettext_noop("Nobody knows yet where to pay this person: a bank account is missing."),
            )
        by_contract = {str(slip.contract_id): slip for slip in group}
        contracts = [self.payroll.read(self._facts(slip)) for slip in group]
        for result, so_far in self.payroll.taken_up(contracts):
            slip = by_contract[result.contract]
            budget = runs.employment_budget(slip, result.gross)
            runs.computed(
                slip, result, frames=self.frames, so_far=so_far, budget=budget, flags=self._flags(slip, budget)
            )

    def _facts(self, slip: Payslip) -> dict[str, Any]:
        days, month = self.days[slip.contract_id], Month.of(slip.month.month)
        person = {
            **self.facts.get(slip.person_id, {}),
            "person": str(slip.person_id),
            "contract": str(slip.contract_id),
        }
        so_far = self.so_far.get((slip.person_id, slip.month.month))
        return self.house.work.facts_of_month(
            slip.contract.engagement(days),
            month=month,
            worked=[day.planned.day for day in days if day.paid and Month.of(day.planned.day) == month],
            person=person | ({"so_far": so_far} if so_far else {}),
        )

    def _flags(self, slip: Payslip, budget: int) -> list[runs.Flag]:
        """What whoever approves should look at: a first payslip, another amount than promised, an unusual day's pay."""
        flags = []
        last = self.last_gross.get(slip.person_id)
        if last is None:
            flags.append(runs.Flag("first", {}))
        elif not last <= slip.gross * DIFFERENT or not slip.gross <= last * DIFFERENT:
            flags.append(runs.Flag("differs", {"last": last, "now": slip.gross}))
        if budget != slip.month.employment_budget:
            flags.append(runs.Flag("not-as-promised", {"promised": slip.month.employment_budget, "now": budget}))
        return flags


def _book(run: Run, actor: uuid.UUID, piece: int, share: Share) -> Progress:
    """Book the next payslips (P4, P6): what was reserved is released and taken in the same transaction."""
    waiting = Payslip.objects.filter(run=run, state=PayslipState.COMPUTED).select_for_update(of=("self",))
    bare = share.by_unit(waiting).defer("line_values", "notices", "so_far", "flags")
    slips = list(bare.order_by("due_on", "id")[:piece])
    if not slips:
        return _progress(runs.close_booking(run_id=run.pk), PayslipState.COMPUTED)
    reserve_pay.one_at_a_time(unit_ids={slip.unit_id for slip in slips})
    reserve_pay.release(month_ids=[slip.month_id for slip in slips])
    _take(slips)
    payroll = engine()
    postings = [Posting(_entry(slip, run, payroll), (SOURCE, slip.pk), "post") for slip in slips]
    for slip, posted in zip(slips, post_many(postings=postings, actor=actor), strict=True):
        slip.entry_id, slip.posted_on, slip.state = posted.entry_id, run.on, PayslipState.POSTED
    runs.save_posted(slips)
    return _progress(run, PayslipState.COMPUTED, did=len(slips))


def _take(slips: Sequence[Payslip]) -> None:
    """Divide what each payslip takes: received money first, then what clients owe; what the unit lacks the guarantee
    bears.
    """
    left = reserve_pay.left_for_pay(accounts={_budget(slip) for slip in slips})
    for slip in slips:
        budget = left[_budget(slip)]
        slip.from_received = min(slip.employment_budget, budget.received)
        slip.from_expected = min(slip.employment_budget - slip.from_received, budget.expected)
        slip.from_guarantee = slip.employment_budget - slip.from_received - slip.from_expected
        left[_budget(slip)] = Left(budget.received - slip.from_received, budget.expected - slip.from_expected)


def _budget(slip: Payslip) -> Budget:
    return Budget(slip.unit_id, slip.project_id)


def _entry(slip: Payslip, run: Run, payroll: PayrollEngine[Any]) -> Entry:
    return payslip_entry(
        on=run.on,
        unit=slip.unit_id,
        pay=payroll.booked(slip.amounts, net=slip.net),
        from_received=slip.from_received,
        from_expected=slip.from_expected,
        from_guarantee=slip.from_guarantee,
        project=slip.project_id,
    )
