"""What the bank says of payments reaches what they paid: the one door for statements and for the desk."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any

from marke.domain.payouts.models import PaymentOrder
from marke.usecases import pay_cost, pay_wages, record_cost
from marke.usecases.pay_out import confirm_payments, take_back

RETURNED: Mapping[str, Callable[..., Any]] = {
    pay_wages.SOURCE: pay_wages.wage_returned,
    record_cost.SOURCE: pay_cost.cost_returned,
}
"""What happens to a document whose payment came back; one of another kind is looked at by the desk."""


def confirm_from_bank(*, end_to_end: Collection[str], on: dt.date, actor: uuid.UUID) -> list[PaymentOrder]:
    """The bank's statement of a day shows these payments: they, and what they paid, are paid on its value date.

    Answers those that were on their way; what is unknown, or was confirmed before, is passed over.
    """
    orders = confirm_payments(end_to_end=end_to_end, on=on, actor=actor)
    pay_wages.wages_paid(orders=orders, on=on)
    pay_cost.costs_paid(orders=orders, on=on)
    return orders


def return_from_bank(*, end_to_end: str, reason: str, on: dt.date, actor: uuid.UUID) -> PaymentOrder:
    """The bank sent a payment back, or refused it: what it paid is owed again. Raises as `take_back`."""
    order = take_back(end_to_end=end_to_end, reason=reason, on=on, actor=actor)
    if follow := RETURNED.get(order.source_kind):
        follow(order=order)
    return order
