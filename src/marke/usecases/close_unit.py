"""Wind a unit up: what is still open is settled, line by line; then it closes for good."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from marke.domain.ledger.queries import UnitBudget, unit_budget
from marke.domain.orders import queries as orders
from marke.domain.purchases import queries as purchases
from marke.domain.sales.queries import invoices as sales
from marke.domain.units import operations, queries
from marke.domain.units.enums import RoleKind, UnitState
from marke.domain.units.models import Unit
from marke.domain.units.policies import require_state
from marke.kernel.refusal import Amount, Refusal, gettext_noop


class UnableToClose(Refusal):
    """Something in the unit is not settled yet."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """One line of the settlement checklist: the question, whether it is settled, and what to do if it is not."""

    rule: str
    label: str
    settled: bool
    to_do: str
    params: dict[str, object]
    url_name: str


def checklist(*, unit_id: int) -> list[Settlement]:
    """Everything that has to be settled before a unit closes, computed from the facts of today (section 3)."""
    budget = unit_budget(unit_id=unit_id)
    return [
        *(line(unit_id) for line in (_orders, _invoices, _costs)),
        *(line(budget) for line in (_commitments, _balance, _assets_and_loans)),
        *(line(unit_id) for line in (_projects, _people)),
    ]


def close_unit(*, unit_id: int, day: dt.date, actor: uuid.UUID) -> Unit:
    """Close a unit in which everything is settled. Its number is never reused, its documents stay readable.

    Raises `UnableToClose` with what is still open, and `UnitBlocked` unless the closing was started.
    """
    require_state(Unit.objects.get(pk=unit_id), UnitState.CLOSING)
    for line in checklist(unit_id=unit_id):
        if not line.settled and line.rule != "closing.people":
            raise UnableToClose(line.rule, line.to_do, params=line.params)
    return operations.close(unit_id=unit_id, day=day, actor=actor)


def _orders(unit_id: int) -> Settlement:
    count = orders.open_orders_of_unit(unit_id=unit_id).count()
    return Settlement(
        "closing.orders",
        gettext_noop("Every order is invoiced or ended"),
        count == 0,
        gettext_noop("Running orders: %(count)s. Invoice what was done, and let the clients sign that the rest ends."),
        {"count": count},
        "orders",
    )


def _invoices(unit_id: int) -> Settlement:
    count = sales.open_invoices(unit_id=unit_id).count()
    return Settlement(
        "closing.invoices",
        gettext_noop("Clients owe nothing any more"),
        count == 0,
        gettext_noop("Unpaid invoices: %(count)s. Wait for the money, or credit what will not be paid."),
        {"count": count},
        "invoices",
    )


def _costs(unit_id: int) -> Settlement:
    count = purchases.open_costs(unit_id=unit_id).count()
    return Settlement(
        "closing.costs",
        gettext_noop("Every cost is paid or rejected"),
        count == 0,
        gettext_noop("Costs on their way: %(count)s. They are approved and paid first."),
        {"count": count},
        "costs",
    )


def _commitments(budget: UnitBudget) -> Settlement:
    return Settlement(
        "closing.commitments",
        gettext_noop("Nothing is reserved"),
        budget.committed == 0,
        gettext_noop("%(amount)s is reserved for something signed: let it be paid or cancelled first."),
        {"amount": Amount(budget.committed)},
        "unit_budget",
    )


def _balance(budget: UnitBudget) -> Settlement:
    return Settlement(
        "closing.balance",
        gettext_noop("The budget is empty"),
        budget.total == 0,
        gettext_noop("%(amount)s is left: pay it out as wages or costs, or transfer it to another unit."),
        {"amount": Amount(budget.total)},
        "transfer_new",
    )


def _assets_and_loans(budget: UnitBudget) -> Settlement:
    left = budget.invested + budget.loan_due + budget.owed_to_member
    return Settlement(
        "closing.assets-and-loans",
        gettext_noop("Nothing is invested, lent or borrowed"),
        left == 0,
        gettext_noop("%(amount)s stands in investments and loans: sell, repay or write off first."),
        {"amount": Amount(left)},
        "unit_budget",
    )


def _projects(unit_id: int) -> Settlement:
    count = queries.open_projects(unit_id=unit_id).count()
    return Settlement(
        "closing.projects",
        gettext_noop("The projects are closed"),
        count == 0,
        gettext_noop("Open projects: %(count)s. Close them once their budget is empty."),
        {"count": count},
        "unit_projects",
    )


def _people(unit_id: int) -> Settlement:
    others = queries.roles_today().filter(unit_id=unit_id).exclude(kind=RoleKind.HOLDER).count()
    return Settlement(
        "closing.people",
        gettext_noop("Nobody but the holder acts in the unit"),
        others == 0,
        gettext_noop("Other people in the unit: %(count)s. Their roles end with the closing."),
        {"count": others},
        "unit_people",
    )
