"""Hand in costs: what each takes from the budget is reserved at once, and waits for the desk's decision."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from marke.countries.registry import country
from marke.domain.ledger.balances import balances
from marke.domain.ledger.holds import Reservation, hold_many
from marke.domain.parameters.queries import choice, cooperative
from marke.domain.purchases import operations as purchases
from marke.domain.purchases.models import Cost
from marke.domain.purchases.operations import CostInput
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.posting.entry import Account
from marke.rules.posting.roles import RECEIVED

SOURCE = "purchases.cost"
RESERVED_FOR = dt.timedelta(days=365)
"""How long an undecided cost keeps its budget; the desk decides within days, a year means nobody will."""


class UnableToBear(Refusal):
    """The unit's received budget does not cover this cost."""


def record_cost(*, cost: CostInput, actor: uuid.UUID, now: dt.datetime) -> Cost:
    """Hand in one cost. Raises as `record_costs`."""
    return record_costs(costs=[cost], actor=actor, now=now)[0]


def record_costs(*, costs: Sequence[CostInput], actor: uuid.UUID, now: dt.datetime) -> list[Cost]:
    """Hand in costs, all or none; answers them in order, to be decided by somebody else.

    Raises `UnableToBear` when the received budget does not cover them, and `Refusal` for a date that is too late
    (rule 21), an unknown kind, or a receipt that cannot be kept.
    """
    today = timezone.localdate(now)
    house = country(cooperative().country)
    cutoff_days = int(choice("cost.cutoff_days", as_of=today))
    for given in costs:
        purchases.check_date(spent_on=given.spent_on, today=today, cutoff_days=cutoff_days)
    receipts = purchases.checked_receipts(costs)
    rules = house.deduction_rules()
    drafted = [purchases.draft_cost(given=given, rules=rules, actor=actor, now=now) for given in costs]
    _reserve(drafted, actor=actor, now=now)
    purchases.submit(costs=drafted, receipts=receipts)
    return drafted


def _reserve(costs: Sequence[Cost], *, actor: uuid.UUID, now: dt.datetime) -> None:
    """Take each cost out of what is available, before anybody else can spend it."""
    _require_budget(costs)
    reservations = [
        Reservation(account_of(cost), cost.charge, (SOURCE, cost.pk), "submit", now + RESERVED_FOR) for cost in costs
    ]
    for cost, hold_id in zip(costs, hold_many(reservations=reservations, actor=actor), strict=True):
        cost.hold_id = hold_id


def _require_budget(costs: Sequence[Cost]) -> None:
    """Refuse in words what the ledger's guard would refuse: a cost above what the unit (or project) has available."""
    free = {
        account: balance.free for account, balance in balances(accounts=[account_of(cost) for cost in costs]).items()
    }
    for cost in costs:
        account = account_of(cost)
        if cost.charge > free[account]:
            raise UnableToBear(
                "cost.within-budget",
                gettext_noop(
                    "This cost takes %(charge)s, and %(available)s of received money is available. Wait for a client "
                    "to pay, or transfer budget to here first."
                ),
                field="gross",
                params={"charge": Amount(cost.charge), "available": Amount(max(free[account], 0))},
            )
        free[account] -= cost.charge


def account_of(cost: Cost) -> Account:
    """The budget that bears a cost: received money of the unit, or of its project."""
    return Account(RECEIVED, cost.unit_id, cost.project_id)
