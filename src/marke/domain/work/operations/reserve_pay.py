"""Reserve budget for promised pay (P3): received money is held in the ledger, the rest rests on the wage guarantee.

What clients still owe may be promised as pay, because the guarantee advances it (money model, 4.2). It is counted on
the month itself; as soon as a client pays, the promise moves onto the received money, before anything else can use it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db.models import Sum

from marke.domain.foundation.bulk import update_rows
from marke.domain.ledger.balances import AccountBalance, balances
from marke.domain.ledger.holds import Reservation as LedgerReservation
from marke.domain.ledger.holds import hold_many, void_many
from marke.domain.units.models import Unit
from marke.domain.work.enums import MonthState
from marke.domain.work.models import ContractMonth, Reservation
from marke.kernel.money import Cents
from marke.rules.posting.entry import Account
from marke.rules.posting.roles import EXPECTED, RECEIVED

SOURCE = "work.month"
RESERVED_AFTER = dt.timedelta(days=120)
"""How long after the day a wage is due its budget stays reserved at most; the wage run takes it long before."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Which budget pays: that of a unit, or of one of its projects."""

    unit_id: int
    project_id: uuid.UUID | None = None

    @property
    def received(self) -> Account:
        return Account(RECEIVED, self.unit_id, self.project_id)

    @property
    def expected(self) -> Account:
        return Account(EXPECTED, self.unit_id, self.project_id)


@dataclass(frozen=True, slots=True)
class Left:
    """What may still be promised as pay, in cents: from received money, and from what clients owe."""

    received: Cents
    expected: Cents

    @property
    def total(self) -> Cents:
        return self.received + self.expected

    def less(self, amount: Cents) -> Left:
        """What is left after an amount: received money goes first."""
        from_received = min(amount, max(self.received, 0))
        return Left(self.received - from_received, self.expected - (amount - from_received))


def one_at_a_time(*, unit_ids: Collection[int]) -> None:
    """Until the transaction ends, nobody else promises pay of these units."""
    list(Unit.objects.select_for_update(of=("self",)).filter(pk__in=unit_ids).order_by("pk").values_list("pk"))


def left_for_pay(*, accounts: Collection[Budget]) -> dict[Budget, Left]:
    """What each budget may still promise; two queries."""
    found = balances(accounts=[account for budget in accounts for account in (budget.received, budget.expected)])
    promised = promised_on_guarantee(unit_ids={budget.unit_id for budget in accounts})
    return {
        budget: Left(_free(found[budget.received]), max(_free(found[budget.expected]) - promised.get(budget, 0), 0))
        for budget in accounts
    }


def _free(balance: AccountBalance) -> Cents:
    return max(balance.free, 0)


def promised_on_guarantee(*, unit_ids: Collection[int]) -> dict[Budget, Cents]:
    """What months still to be paid are promised on money that clients owe, by budget."""
    rows = ContractMonth.objects.filter(unit_id__in=unit_ids, on_guarantee__gt=0)
    sums = rows.values_list("unit_id", "contract__project_id").annotate(Sum("on_guarantee"))
    return {Budget(unit, project): amount for unit, project, amount in sums}


def reserve(*, months: Sequence[ContractMonth], actor: uuid.UUID) -> None:
    """Promise the pay of months: what received money covers is held, the rest is counted as promised.

    The months carry their contract. Raises the ledger's `UnableToSpend` when somebody was faster.
    """
    left = left_for_pay(accounts={_budget(month) for month in months})
    holds = []
    for month in months:
        budget = _budget(month)
        month.on_guarantee = month.employment_budget - min(month.employment_budget, left[budget].received)
        if covered := month.employment_budget - month.on_guarantee:
            holds.append((month, covered))
        left[budget] = left[budget].less(month.employment_budget)
    update_rows([month for month in months if month.on_guarantee], ["on_guarantee"])
    _hold(holds, step="promise", actor=actor)


def cover(*, unit_ids: Collection[int], actor: uuid.UUID) -> None:
    """Clients have paid: pay that rests on the guarantee moves onto the received money, the soonest due first."""
    waiting = list(
        ContractMonth.objects.filter(unit_id__in=unit_ids, on_guarantee__gt=0)
        .exclude(state=MonthState.PAID)
        .select_related("contract")
        .order_by("due_on", "id")
    )
    if not waiting:
        return
    left = left_for_pay(accounts={_budget(month) for month in waiting})
    holds = []
    for month in waiting:
        budget = _budget(month)
        covered = min(month.on_guarantee, left[budget].received)
        if covered:
            month.on_guarantee -= covered
            left[budget] = replace(left[budget], received=left[budget].received - covered)
            holds.append((month, covered))
    update_rows([month for month, _ in holds], ["on_guarantee"])
    _hold(holds, step=f"cover {uuid.uuid4()}", actor=actor)


def _hold(holds: Sequence[tuple[ContractMonth, Cents]], *, step: str, actor: uuid.UUID) -> None:
    if not holds:
        return
    wanted = [
        LedgerReservation(
            _budget(month).received,
            amount,
            (SOURCE, month.pk),
            step,
            dt.datetime.combine(month.due_on, dt.time(), tzinfo=dt.UTC) + RESERVED_AFTER,
        )
        for month, amount in holds
    ]
    ids = hold_many(reservations=wanted, actor=actor)
    Reservation.objects.bulk_create(
        [
            Reservation(month=month, unit_id=month.unit_id, hold_id=hold_id, amount=amount)
            for (month, amount), hold_id in zip(holds, ids, strict=True)
        ],
        batch_size=2_000,
    )


def release(*, month_ids: Collection[uuid.UUID]) -> None:
    """Give back what is reserved for months and no longer promise it: the wage takes it now, or nothing will."""
    rows = Reservation.objects.filter(month_id__in=month_ids, released=False)
    void_many(hold_ids=list(rows.values_list("hold_id", flat=True)))
    rows.update(released=True)
    ContractMonth.objects.filter(pk__in=month_ids, on_guarantee__gt=0).update(on_guarantee=0)


def _budget(month: ContractMonth) -> Budget:
    return Budget(month.unit_id, month.contract.project_id)
