"""Receive lines of the bank, whatever they pay: receipts that members pay in, then invoices of clients."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from marke.domain.receipts.models import PaidIn
from marke.domain.sales.operations.payments import PaymentInput
from marke.usecases.pay_in_receipts import pay_in_receipts
from marke.usecases.receive_payment import Received, receive_payments
from marke.usecases.tell_of_payment import tell_of_payments


@dataclass(frozen=True, slots=True)
class Money:
    """What lines of the bank did: receipts paid in, and payments of clients (or of nobody known yet)."""

    paid_in: Sequence[PaidIn]
    received: Sequence[Received]


def receive_money(*, payments: Sequence[PaymentInput], actor: uuid.UUID, now: dt.datetime) -> Money:
    """Receive lines of the bank in their order, all or none. What pays a receipt too much waits like any other money;
    members hear by mail which of their invoices was paid.

    Raises as `pay_in_receipts` and `receive_payments`.
    """
    paying = pay_in_receipts(payments=payments, actor=actor, now=now)
    received = receive_payments(payments=paying.left, actor=actor) if paying.left else []
    tell_of_payments(received=received, actor=actor)
    return Money(paying.paid_in, received)
