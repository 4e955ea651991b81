"""Orders as tests need them: a unit that sells, a client, and a schedule."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from tests.support.selling import TODAY, client_of, line

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.orders.operations import OrderInput, PlannedInvoice, StepKind, open_orders

FINAL = PlannedInvoice(StepKind.FINAL)
PROGRESS = PlannedInvoice(StepKind.PROGRESS)
MONTHLY = PlannedInvoice(StepKind.PERIOD, on=dt.date(2026, 9, 1), every_months=1)


def deposit(share: str = "0.3", *, amount: int | None = None) -> PlannedInvoice:
    """A deposit at the signature."""
    return PlannedInvoice(StepKind.DEPOSIT, share=None if amount else Decimal(share), amount=amount)


def instalments(*days: dt.date) -> tuple[PlannedInvoice, ...]:
    """Equal parts on these days; the last percentages make a hundred."""
    share = (Decimal(100) / len(days)).quantize(Decimal(1)) / 100
    shares = [*[share] * (len(days) - 1), 1 - share * (len(days) - 1)]
    return tuple(
        PlannedInvoice(StepKind.INSTALMENT, share=part, on=day) for part, day in zip(shares, days, strict=True)
    )


def order_of(unit_id: int, *lines: Any, schedule: tuple[PlannedInvoice, ...] = (FINAL,), **more: Any) -> OrderInput:
    """A signed order of EUR 1,000.00 at the standard rate, invoiced at once, unless said otherwise."""
    more.setdefault("client_id", client_of(unit_id))
    return OrderInput(
        unit_id=unit_id, lines=lines or (line("1000"),), schedule=schedule, **{"signed_on": TODAY, **more}
    )


def open_order(unit_id: int, *lines: Any, **more: Any) -> uuid.UUID:
    """The same, opened."""
    return open_orders(orders=[order_of(unit_id, *lines, **more)], actor=SYSTEM)[0]
