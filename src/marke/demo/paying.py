"""De Marke pays its people: a wage run on the days of the plan, two who approve, and the bank that confirms.

Every run walks through all its steps: collected, computed, approved, booked, ordered, in a batch that two people
approve, out as a file, and paid when the bank's statement says so.
"""

from __future__ import annotations

import datetime as dt

from marke.countries.registry import country
from marke.demo.bank import Bank
from marke.demo.founding import HOUSE
from marke.demo.joining import at_noon
from marke.demo.life import Life
from marke.demo.working import Working
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.parameters.queries import cooperative
from marke.domain.payouts import operations as payouts
from marke.domain.payouts.enums import OrderState, Purpose
from marke.domain.payouts.models import Batch, PaymentOrder
from marke.domain.payouts.operations import Proposal
from marke.domain.wages.enums import RunState
from marke.domain.wages.models import Run
from marke.domain.wages.operations import runs
from marke.rules.banking.statements import StatementFile
from marke.usecases.pay_out import export_batch
from marke.usecases.pay_wages import confirm_wages, order_wages, wage_came_back
from marke.usecases.run_wages import advance, start_run

DAILY_FROM = 1_500
"""From so many units on there is a run on every working day; a smaller cooperative runs each Tuesday."""
TUESDAY = 2
DAILY_AT_THE_END = dt.timedelta(days=28)
PIECE = 2_000


class Paying:
    """The wage runs of the year under way."""

    def __init__(self, life: Life, working: Working) -> None:
        self._life, self._working = life, working
        self._staff = life.founded.staff
        house = cooperative()
        self._name, self._iban = house.seller_name, house.iban
        self._bank = Bank(account=house.iban, holder=house.seller_name)
        self.payslips = 0

    def live_week(self, first: dt.date, last: dt.date) -> None:
        """The working days of a week: what was worked is confirmed, and what is ready is paid."""
        for day in self._run_days(first, last):
            with acting_as_system(reason="demo"):
                self._working.look_back(day)
                self._run(day)
                self._pay(day)

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
        self._order(run, now)

    def _order(self, run: Run, now: dt.datetime) -> None:
        while order_wages(run_id=run.pk, now=now, piece=PIECE):
            pass

    def _pay(self, day: dt.date) -> None:
        """What waits leaves in a batch that two others approve; the bank executes it the same day."""
        if not PaymentOrder.objects.filter(purpose=Purpose.WAGES, state=OrderState.WAITING).exists():
            return
        now = at_noon(day)
        batch = payouts.propose(
            proposal=Proposal(Purpose.WAGES, day, self._name, self._iban), actor=self._staff["lieve"], now=now
        )
        self.approve(batch, now)
        export_batch(batch_id=batch.pk, actor=self._staff["lieve"], now=now)
        orders = list(PaymentOrder.objects.filter(batch=batch).order_by("position"))
        self._read(self._bank.statement(on=day, paid=orders))
        self.payslips += len(orders)

    def approve(self, batch: Batch, now: dt.datetime) -> None:
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
