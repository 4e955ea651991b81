"""Pay approved costs: to the supplier, or back to the member who paid. No budget moves; the unit bore it before."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from marke.domain.ledger.operations import Posting, post_many
from marke.domain.purchases import operations as purchases
from marke.domain.purchases.enums import PaidBy
from marke.domain.purchases.models import Cost
from marke.rules.posting.recipes.costs import expense_payment, supplier_payment
from marke.usecases.record_cost import SOURCE

RECIPES = {PaidBy.SUPPLIER: supplier_payment, PaidBy.MEMBER: expense_payment}


def pay_costs(*, cost_ids: Sequence[uuid.UUID], on: dt.date, actor: uuid.UUID) -> list[Cost]:
    """Record that costs were paid on a day, all or none. Raises `Refusal` for one that is not waiting for payment."""
    costs = purchases.costs_to_pay(cost_ids=cost_ids)
    postings = [
        Posting(RECIPES[PaidBy(cost.paid_by)](on=on, paid=cost.gross), (SOURCE, cost.pk), "pay") for cost in costs
    ]
    post_many(postings=postings, actor=actor)
    purchases.mark_paid(costs=costs, on=on)
    return costs
