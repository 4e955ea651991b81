"""Write what was made of orders, what waits and why, and whether they are invoiced by themselves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from marke.domain.foundation.bulk import update_rows
from marke.domain.orders.invoicing import Upcoming
from marke.domain.orders.models import Order, OrderInvoice
from marke.domain.orders.operations.opening import refresh
from marke.kernel.refusal import Amount, Refusal


def lock_orders(*, order_ids: Sequence[uuid.UUID]) -> None:
    """Let nobody else invoice these orders, or one of those that replaced each other, until this transaction ends."""
    chains = set(Order.objects.filter(pk__in=order_ids).values_list("first_order_id", flat=True)) - {None}
    list(
        Order.objects.select_for_update(of=("self",))
        .filter(pk__in={*order_ids, *chains})
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def note_invoices(*, made: Sequence[tuple[Upcoming, uuid.UUID]]) -> None:
    """Write which invoices were made from which steps, and let what waited go on."""
    OrderInvoice.objects.bulk_create(
        [
            OrderInvoice(
                order=each.standing.order,
                step=each.due.step,
                unit_id=each.standing.order.unit_id,
                turn=each.due.turn,
                period=each.due.period_number,
                invoice_id=invoice_id,
                net=sum(each.amounts),
                amounts=list(each.amounts),
                done=[str(share) for share in each.done],
            )
            for each, invoice_id in made
        ]
    )
    orders = {each.standing.order.pk: each.standing.order for each, _ in made}
    _unpark([order for order in orders.values() if order.parked_on])
    refresh(order_ids=orders)


def note_credit(*, order_id: uuid.UUID | None) -> None:
    """An invoice of this order was taken back: its part is open again, on the order that counts now."""
    order = Order.objects.filter(pk=order_id).first() if order_id else None
    if order:
        chain = Order.objects.filter(first_order=order.chain_id).values_list("pk", flat=True)
        refresh(order_ids={order.chain_id, *chain})


def park(*, order_id: uuid.UUID, refusal: Refusal, on: dt.date) -> None:
    """Write why an invoice could not be made by itself; an order that waits for the same keeps its day."""
    params = {name: _plain(value) for name, value in refusal.params.items()}
    Order.objects.filter(pk=order_id).exclude(parked_rule=refusal.rule, parked_params=params).update(
        parked_rule=refusal.rule, parked_message=refusal.message, parked_params=params, parked_on=on
    )


def parked_refusal(order: Order) -> Refusal | None:
    """Why an order waits, to be said in the reader's language."""
    if not order.parked_on:
        return None
    params = {name: _read(value) for name, value in order.parked_params.items()}
    return Refusal(order.parked_rule, order.parked_message, params=params)


def set_automatic(*, order_id: uuid.UUID, automatic: bool) -> None:
    """The member chooses whether the invoices of an order are made on their day by themselves."""
    Order.objects.filter(pk=order_id).update(automatic=automatic)


def _unpark(orders: Sequence[Order]) -> None:
    for order in orders:
        order.parked_rule, order.parked_message, order.parked_params, order.parked_on = "", "", {}, None
    update_rows(orders, ["parked_rule", "parked_message", "parked_params", "parked_on"])


def _plain(value: object) -> object:
    """A value of a refusal as JSON keeps it."""
    if isinstance(value, Amount):
        return {"amount": int(value)}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return value if isinstance(value, int | str) else str(value)


def _read(value: object) -> object:
    match value:
        case {"amount": int(cents)}:
            return Amount(cents)
        case {"day": str(day)}:
            return dt.date.fromisoformat(day)
        case _:
            return value
