"""Decide costs at the desk: approved, they are posted out of the reserved budget (P10, P11); rejected, it is free."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from marke.domain.ledger.holds import void_hold
from marke.domain.ledger.operations import Posting, post_many
from marke.domain.purchases import operations as purchases
from marke.domain.purchases.enums import PaidBy
from marke.domain.purchases.models import Cost
from marke.rules.posting.entry import Entry
from marke.rules.posting.recipes.costs import expense_note, purchase
from marke.usecases.record_cost import SOURCE

RECIPES = {PaidBy.SUPPLIER: purchase, PaidBy.MEMBER: expense_note}


def approve_costs(*, cost_ids: Sequence[uuid.UUID], actor: uuid.UUID, now: dt.datetime) -> list[Cost]:
    """Approve costs, all or none: each is booked today and waits for payment.

    Raises `Refusal` for a cost that was decided before, or that the same person entered.
    """
    costs = purchases.costs_to_decide(cost_ids=cost_ids, actor=actor)
    today = timezone.localdate(now)
    postings = [Posting(_entry(cost, today), (SOURCE, cost.pk), "approve") for cost in costs]
    for cost, posted in zip(costs, post_many(postings=postings, actor=actor), strict=True):
        cost.entry_id = posted.entry_id
    purchases.mark_approved(costs=costs, actor=actor, now=now)
    return costs


def reject_cost(*, cost_id: uuid.UUID, reason: str, actor: uuid.UUID, now: dt.datetime) -> Cost:
    """Refuse a cost and give the reserved budget back. Raises `Refusal` without a reason, and as `approve_costs`."""
    (cost,) = purchases.costs_to_decide(cost_ids=[cost_id], actor=actor)
    purchases.mark_rejected(cost=cost, reason=reason, actor=actor, now=now)
    void_hold(hold_id=cost.hold_id)
    return cost


def _entry(cost: Cost, on: dt.date) -> Entry:
    booked = RECIPES[PaidBy(cost.paid_by)](
        on=on, unit=cost.unit_id, cost=cost.charge, deductible_vat=cost.deductible, project=cost.project_id
    )
    return replace(booked, hold=cost.hold_id)
