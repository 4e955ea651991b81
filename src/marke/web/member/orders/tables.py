"""How orders look in lists: for a unit, and for the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.orders.enums import OrderState
from marke.domain.orders.models import Order, OrderLine
from marke.domain.orders.standing import Standing, standings
from marke.domain.units.models import Unit
from marke.web.components.tables import Badge, Column, Table
from marke.web.member.orders.words import StepRow, next_in_words

TONES = {OrderState.RUNNING: "", OrderState.DONE: "good", OrderState.ENDED: "", OrderState.REPLACED: ""}


def state_badge(order: Order, *, today: dt.date) -> Badge:
    """Where an order stands in one word; what somebody must do comes before the rest."""
    if order.parked_on:
        return Badge(_("Stopped"), "bad")
    if order.is_running and order.next_on and order.next_on <= today:
        return Badge(_("To invoice now"), "waiting")
    state = OrderState(order.state)
    return Badge(str(state.label), TONES[state])


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order on a list, with what comes next of it."""

    order: Order
    standing: Standing

    @property
    def pk(self) -> object:
        return self.order.pk


def rows_of(orders: Sequence[Order]) -> list[OrderRow]:
    """Orders with their standing; a constant number of queries."""
    found = standings(order_ids=[order.pk for order in orders])
    return [OrderRow(order, found[order.pk]) for order in orders]


def order_table(unit: Unit, orders: Sequence[Order], *, today: dt.date) -> Table:
    """The orders of one unit."""
    return _table(
        orders, [], today=today, url=lambda row: reverse("order", args=[unit.pk, row.pk]), pick=lambda row: str(row.pk)
    )


def desk_order_table(orders: Sequence[Order], *, today: dt.date) -> Table:
    """Orders of all units."""
    unit = Column(
        "unit", _("Unit"), value=lambda row: row.order.unit_id, note=lambda row: row.order.unit.name, kind="code"
    )
    return _table(orders, [unit], today=today, url=lambda row: reverse("desk_order", args=[row.pk]))


def _table(
    orders: Sequence[Order],
    more: list[Column],
    *,
    today: dt.date,
    url: Callable[[OrderRow], str],
    pick: Callable[[OrderRow], str] | None = None,
) -> Table:
    return Table(
        caption=_("Orders"),
        caption_hidden=True,
        columns=[
            Column("number", _("Order"), value=lambda row: row.order.number, link=url, kind="code"),
            Column("client", _("Client"), value=lambda row: row.order.client.name, note=lambda row: row.order.subject),
            *more,
            Column(
                "next_on",
                _("Next invoice"),
                kind="date",
                value=lambda row: row.order.next_on,
                note=lambda row: next_in_words(row.standing),
            ),
            Column("net", _("Without VAT"), kind="money", value=lambda row: row.order.net),
            Column("remaining", _("To invoice"), kind="money", value=lambda row: row.order.remaining),
            Column("state", _("State"), kind="badge", value=lambda row: state_badge(row.order, today=today)),
        ],
        rows=rows_of(orders),
        pick=pick,
    )


def schedule_table(rows: Sequence[StepRow], *, url: Callable[[StepRow], str]) -> Table:
    """The invoices of an order, made and to come."""
    return Table(
        caption=_("Invoices of this order"),
        caption_hidden=True,
        columns=[
            Column("title", _("What for")),
            Column("day", _("Day"), kind="date"),
            Column("net", _("Without VAT"), kind="money"),
            Column("number", _("Invoice"), kind="code", link=lambda row: url(row) if row.invoice else ""),
            Column("badge", _("State"), kind="badge"),
        ],
        rows=rows,
    )


def line_table(lines: Sequence[OrderLine]) -> Table:
    """What was signed, line by line."""
    return Table(
        caption=_("What was signed"),
        caption_hidden=True,
        columns=[
            Column("description", _("What for")),
            Column("quantity", _("Quantity"), kind="number"),
            Column("net", _("Without VAT"), kind="money"),
            Column("vat_rate", _("VAT"), kind="percent"),
        ],
        rows=lines,
    )
