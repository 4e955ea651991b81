"""Pay approved costs: to the supplier, or back to the member who paid. No budget moves; the unit bore it before.

A cost is ordered, leaves with a batch that others approve, and is paid on the value date of the bank's statement. One
that was paid otherwise (by card, by direct debit) is recorded as paid at once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from marke.domain.ledger.operations import Posting, post_many
from marke.domain.payouts import operations as payouts
from marke.domain.payouts.enums import Purpose
from marke.domain.payouts.models import PaymentOrder
from marke.domain.payouts.operations import OrderInput
from marke.domain.people.bank_accounts import accounts_to_pay
from marke.domain.people.models import BankAccount, Person
from marke.domain.purchases import operations as purchases
from marke.domain.purchases.enums import PaidBy
from marke.domain.purchases.models import Cost
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.posting.recipes.costs import expense_payment, supplier_payment
from marke.usecases.record_cost import SOURCE

RECIPES = {PaidBy.SUPPLIER: supplier_payment, PaidBy.MEMBER: expense_payment}
OWED = {PaidBy.SUPPLIER: "payable.supplier", PaidBy.MEMBER: "payable.member_expense"}
"""The debt that the payment settles, by who is paid."""


def pay_costs(*, cost_ids: Sequence[uuid.UUID], on: dt.date, actor: uuid.UUID) -> list[Cost]:
    """Record that costs were paid on a day without a batch, all or none. Raises `Refusal` for one not waiting."""
    costs = purchases.costs_to_pay(cost_ids=cost_ids)
    postings = [
        Posting(RECIPES[PaidBy(cost.paid_by)](on=on, paid=cost.gross), (SOURCE, cost.pk), "pay") for cost in costs
    ]
    post_many(postings=postings, actor=actor)
    purchases.mark_paid(costs=costs, on=on)
    return costs


def order_costs(*, cost_ids: Sequence[uuid.UUID], now: dt.datetime) -> list[PaymentOrder]:
    """Order approved costs to be paid by the bank, all or none; each leaves with the next batch.

    Raises `Refusal` for one that is not waiting for payment, and for a member of whom no account is known.
    """
    costs = purchases.costs_to_pay(cost_ids=cost_ids)
    members = _members(costs, now)
    tried = _tried(costs)
    orders = payouts.order(orders=[_order(cost, members.get(cost.entered_by), tried[cost.pk], now) for cost in costs])
    purchases.mark_ordered(costs=costs)
    return orders


Member = tuple[Person, BankAccount]


def _members(costs: Sequence[Cost], now: dt.datetime) -> dict[uuid.UUID, Member]:
    """Who paid out of their own pocket, by their log-in, with the account on which they get it back."""
    users = {cost.entered_by for cost in costs if cost.paid_by == PaidBy.MEMBER}
    people = list(Person.objects.filter(user_id__in=users))
    accounts = accounts_to_pay(person_ids=[person.pk for person in people], now=now)
    return {
        person.user_id: (person, accounts[person.pk]) for person in people if person.user_id and person.pk in accounts
    }


def _tried(costs: Sequence[Cost]) -> Mapping[uuid.UUID, int]:
    """How often the payment of each cost was ordered before."""
    before = PaymentOrder.objects.filter(source_kind=SOURCE, source_id__in=[cost.pk for cost in costs])
    found = list(before.values_list("source_id", flat=True))
    return {cost.pk: found.count(cost.pk) for cost in costs}


def _order(cost: Cost, member: Member | None, tried: int, now: dt.datetime) -> OrderInput:
    """The payment of a cost. Whoever wrote down the supplier's account does not approve that money goes there."""
    payee: dict[str, object]
    if cost.paid_by == PaidBy.SUPPLIER:
        payee = {
            "name": cost.supplier,
            "iban": cost.pay_to_iban.replace(" ", ""),
            "text": cost.pay_to_reference or cost.description[:140],
            "account_by": cost.entered_by,
        }
    elif member is None:
        raise Refusal(
            "cost.no-account",
            gettext_noop("Whoever paid %(supplier)s has no bank account here yet, so it cannot be paid back."),
            params={"supplier": cost.supplier},
        )
    else:
        person, account = member
        payee = {
            "name": str(person),
            "iban": account.iban,
            "text": f"{cost.supplier} {cost.spent_on:%d/%m/%Y}"[:140],
            "person_id": person.pk,
            "account_by": account.registered_by,
            "not_before": account.usable_from if account.usable_from > now else None,
        }
    return OrderInput(
        key=f"cost/{cost.pk}/{tried + 1}",
        purpose=Purpose.COSTS,
        owed=OWED[PaidBy(cost.paid_by)],
        source=(SOURCE, cost.pk),
        amount=cost.gross,
        due_on=now.date(),
        **payee,  # type: ignore[arg-type]
    )


def costs_paid(*, orders: Collection[PaymentOrder], on: dt.date) -> list[Cost]:
    """The costs among executed payments are paid on a day. Answers those."""
    ids = [order.source_id for order in orders if order.source_kind == SOURCE]
    return purchases.mark_executed(cost_ids=ids, on=on)


def cost_returned(*, order: PaymentOrder) -> Cost:
    """A payment that came back was a cost: it is to be paid again."""
    return purchases.mark_returned(cost_id=order.source_id)
