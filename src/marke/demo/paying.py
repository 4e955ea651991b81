"""De Marke pays its people: a wage run on the days of the plan, two who approve, and the bank that confirms.

Every run walks through all its steps: collected, computed, approved, booked, ordered, in a batch that two people
approve, out as a file, and paid when the bank's statement says so.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from marke.countries.registry import country
from marke.demo.bank import Bank
from marke.demo.founding import HOUSE
from marke.demo.joining import at_noon
from marke.demo.life import Life
from marke.demo.working import Working
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.parameters.queries import cooperative
from marke.domain.payouts import operations as payouts
from marke.domain.payouts.enums import OrderState, Purpose
from marke.domain.payouts.models import Batch, PaymentOrder
from marke.domain.payouts.operations import Proposal
from marke.domain.people.bank_accounts import NewBankAccount, register_bank_account
from marke.domain.wages.enums import RunState
from marke.domain.wages.models import Payslip
from marke.domain.wages.operations import runs
from marke.rules.banking.statements import StatementFile
from marke.rules.work.deadline import working_day_after
from marke.usecases.pay_out import export_batch
from marke.usecases.pay_wages import confirm_wages, order_wages, wage_came_back
from marke.usecases.run_wages import advance, start_run

DAILY_FROM = 1_500
"""From so many units on there is a run on every working day; a smaller cooperative runs each Tuesday."""
TUESDAY = 2
DAILY_AT_THE_END = dt.timedelta(days=20)
PIECE = 2_000
NEW_ACCOUNT = 16_500_000
"""The serial of the account that replaces a closed one."""
WEEK_AND_A_HALF = dt.timedelta(days=11)


class Paying:
    """The wage runs of the year under way."""

    def __init__(self, life: Life, working: Working) -> None:
        self._life, self._working = life, working
        self._staff = life.founded.staff
        house = cooperative()
        self._name, self._iban = house.seller_name, house.iban
        self._bank = Bank(account=house.iban, holder=house.seller_name)
        self._last_days = _last_working_days(life.plan.end)
        self._again: defaultdict[dt.date, list[uuid.UUID]] = defaultdict(list)
        self._came_back = False
        self.payslips = 0

    def live_week(self, first: dt.date, last: dt.date) -> None:
        """The working days of a week: what was worked is confirmed, and what is ready is paid."""
        for day in self._run_days(first, last):
            with acting_as_system(reason="demo"):
                if day == self._last_days[-1]:
                    self._leave_to_approve(day)
                else:
                    self._live_day(day)

    def _live_day(self, day: dt.date) -> None:
        self._working.look_back(day)
        self._run(day)
        for run_id in self._again.pop(day, ()):
            self._order(run_id, at_noon(day))
        if day == self._last_days[0]:
            self._leave_at_the_bank(day)
        elif batch := self._propose(day):
            orders = self._send(batch, day)
            self._read(self._bank.statement(on=day, paid=orders))
            self.payslips += len(orders)
            if self._life.plan.end - day < DAILY_AT_THE_END and not self._came_back:
                self._return(orders, day)

    def _run_days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
        working = [day for day in days if country(HOUSE).is_working_day(day)]
        is_daily = len(self._life.units) >= DAILY_FROM or self._life.plan.end - last < DAILY_AT_THE_END
        if is_daily:
            return working
        return [day for day in working if day.isoweekday() >= TUESDAY][:1]

    def _run(self, day: dt.date) -> None:
        """Walk a run from what is ready to payments that wait."""
        now, payroll = at_noon(day), self._staff["lieve"]
        run = start_run(on=day, actor=payroll, now=now)
        if run is None:
            return
        state = RunState.COLLECTED
        while state != RunState.POSTED:
            if state == RunState.COMPUTED:
                runs.approve(run_id=run.pk, actor=self._staff["mira"], now=now)
            state = RunState(advance(run_id=run.pk, actor=payroll, piece=PIECE).run.state)
        self._order(run.pk, now)

    def _order(self, run_id: uuid.UUID, now: dt.datetime) -> None:
        while order_wages(run_id=run_id, now=now, piece=PIECE):
            pass

    def _propose(self, day: dt.date, ids: tuple[uuid.UUID, ...] | None = None) -> Batch | None:
        """A batch of the wages that wait, or of some of them; none when none waits."""
        waiting = PaymentOrder.objects.filter(purpose=Purpose.WAGES, state=OrderState.WAITING)
        if not waiting.exists():
            return None
        proposal = Proposal(Purpose.WAGES, day, self._name, self._iban, ids)
        return payouts.propose(proposal=proposal, actor=self._staff["lieve"], now=at_noon(day))

    def _send(self, batch: Batch, day: dt.date) -> list[PaymentOrder]:
        """Two others approve, the file leaves; the bank executes it the same day."""
        now = at_noon(day)
        self._approve(batch, now)
        export_batch(batch_id=batch.pk, actor=self._staff["lieve"], now=now)
        return list(PaymentOrder.objects.filter(batch=batch).order_by("position"))

    def _approve(self, batch: Batch, now: dt.datetime) -> None:
        """As many approve as the batch needs, nobody of them whoever proposed it."""
        for first_name in ("mira", "simon", "delphine")[: batch.approvals_needed]:
            payouts.approve(batch_id=batch.pk, hash_seen=batch.hash, actor=self._staff[first_name], now=now)

    def _read(self, content: bytes) -> None:
        """The accountant takes in the statement: wages are paid on its value date, or came back."""
        accountant = self._staff["mira"]
        told: StatementFile = country(HOUSE).read_bank_file(content)
        for entry in (entry for statement in told.statements for entry in statement.entries):
            paid = [detail.end_to_end for detail in entry.details if not detail.return_reason]
            confirm_wages(end_to_end=paid, on=entry.value_on, actor=accountant)
            for detail in entry.details:
                if detail.return_reason:
                    wage_came_back(
                        end_to_end=detail.end_to_end, reason=detail.return_reason, on=entry.value_on, actor=accountant
                    )

    def _return(self, orders: Sequence[PaymentOrder], day: dt.date) -> None:
        """An account was closed: the wage comes back the next day, and is paid again to a new account."""
        order = max(orders, key=lambda each: (each.due_on, each.id))
        next_day = working_day_after(day, 1, is_working_day=country(HOUSE).is_working_day)
        if order.person_id is None or self._life.plan.end - next_day < WEEK_AND_A_HALF:
            return
        self._came_back = True
        self._read(self._bank.statement(on=next_day, paid=(), returned=[order]))
        account = register_bank_account(
            new=NewBankAccount(country(HOUSE).invented.iban(NEW_ACCOUNT), person_id=order.person_id),
            now=at_noon(next_day),
            actor=SYSTEM,
        )
        run_id = Payslip.objects.values_list("run_id", flat=True).get(pk=order.source_id)
        usable = account.usable_from.astimezone(at_noon(day).tzinfo)
        usable_on = usable.date() if usable <= at_noon(usable.date()) else usable.date() + dt.timedelta(days=1)
        is_working_day = country(HOUSE).is_working_day
        again = (
            usable_on if is_working_day(usable_on) else working_day_after(usable_on, 1, is_working_day=is_working_day)
        )
        self._again[again].append(run_id)

    def _leave_at_the_bank(self, day: dt.date) -> None:
        """One batch is at the bank, which has not told yet what became of it; another one lacks an approval."""
        waiting = PaymentOrder.objects.filter(purpose=Purpose.WAGES, state=OrderState.WAITING)
        ids = list(waiting.order_by("due_on", "id").values_list("pk", flat=True))
        sent = self._propose(day, tuple(ids[: (len(ids) + 1) // 2]))
        if sent is not None:
            self._send(sent, day)
        kept = self._propose(day)
        if kept is not None:
            payouts.approve(batch_id=kept.pk, hash_seen=kept.hash, actor=self._staff["mira"], now=at_noon(day))

    def _leave_to_approve(self, day: dt.date) -> None:
        """The run of the last day is computed and waits for approval; what ended yesterday waits to be confirmed."""
        payroll = self._staff["lieve"]
        run = start_run(on=day, actor=payroll, now=at_noon(day))
        while run is not None and run.state == RunState.COLLECTED:
            run = advance(run_id=run.pk, actor=payroll, piece=PIECE).run


def _last_working_days(end: dt.date) -> tuple[dt.date, dt.date]:
    """The last two working days up to a day."""
    days = (end - dt.timedelta(days=number) for number in range(14))
    last, before = islice((day for day in days if country(HOUSE).is_working_day(day)), 2)
    return before, last
