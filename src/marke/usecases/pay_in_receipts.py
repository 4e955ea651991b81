"""Money that members pay in for their receipts: it settles what they owe, and its budget becomes available."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from marke.countries.registry import country
from marke.domain.ledger.balances import balances
from marke.domain.ledger.holds import hold_many, void_hold
from marke.domain.ledger.operations import Posting, post_many
from marke.domain.parameters.queries import cooperative
from marke.domain.receipts import operations
from marke.domain.receipts.models import PaidIn, Receipt
from marke.domain.sales.operations.payments import PaymentInput
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal
from marke.rules.posting.entry import Account
from marke.rules.posting.recipes.sales import receipt_paid_in
from marke.rules.posting.roles import EXPECTED
from marke.usecases.declare_receipts import reservation_of

SOURCE = "receipts.paid_in"


@dataclass(frozen=True, slots=True)
class PayingIn:
    """What bank lines did: what was paid in, and what is left of each line for somebody else to match."""

    paid_in: Sequence[PaidIn]
    left: Sequence[PaymentInput]


def pay_in_receipts(*, payments: Sequence[PaymentInput], actor: uuid.UUID, now: dt.datetime) -> PayingIn:
    """Settle receipts with the bank lines that name them, in the order of the bank.

    A line that names no open receipt is left as it is; of one that pays too much, the rest is left. Raises `Refusal`
    when a line of the bank was recorded before.
    """
    operations.require_new_lines(bank_references=[payment.bank_reference for payment in payments])
    codes = [_communication(payment.communication) for payment in payments]
    open_receipts = operations.by_communication(communications=[code for code in codes if code])
    made: list[PaidIn] = []
    left: list[PaymentInput] = []
    for payment, code in zip(payments, codes, strict=True):
        receipt = open_receipts.get(code or "")
        if receipt is None or receipt.paid == receipt.gross:
            left.append(payment)
            continue
        part, budget = operations.settle(receipt=receipt, amount=payment.amount)
        made.append(_paid_in(receipt, payment, part, budget, actor))
        if part < payment.amount:
            left.append(replace(payment, amount=payment.amount - part))
    _book(made, actor, now)
    return PayingIn(made, left)


def _communication(text: str) -> str | None:
    try:
        return country(cooperative().country).identifiers.read_structured_communication(text)
    except Refusal:
        return None


def _paid_in(receipt: Receipt, payment: PaymentInput, part: int, budget: int, actor: uuid.UUID) -> PaidIn:
    return PaidIn(
        id=uuid7(),
        receipt=receipt,
        unit_id=receipt.unit_id,
        amount=part,
        budget=budget,
        received_on=payment.received_on,
        payer=payment.payer,
        bank_reference=payment.bank_reference,
        recorded_by=actor,
    )


def _book(made: Sequence[PaidIn], actor: uuid.UUID, now: dt.datetime) -> None:
    """Free what was reserved, post, reserve again what still waits, and write it all."""
    receipts = list({payment.receipt.pk: payment.receipt for payment in made}.values())
    for receipt in receipts:
        if receipt.hold_id:
            void_hold(hold_id=receipt.hold_id)
            receipt.hold_id = None
    for payment, posted in zip(made, post_many(postings=_postings(made), actor=actor), strict=True):
        payment.entry_id = posted.entry_id
    waiting = [receipt for receipt in receipts if receipt.available < receipt.budget]
    reservations = [reservation_of(receipt, now=now) for receipt in waiting]
    for receipt, hold_id in zip(waiting, hold_many(reservations=reservations, actor=actor), strict=True):
        receipt.hold_id = hold_id
    operations.record_paid_in(payments=made)


def _postings(made: Sequence[PaidIn]) -> list[Posting]:
    """One entry per payment; the reservation kept what each receipt expects, so all of it is there to move."""
    accounts = [Account(EXPECTED, payment.unit_id, payment.receipt.project_id) for payment in made]
    expected = balances(accounts=accounts)
    left = {account: balance.posted for account, balance in expected.items()}
    postings = []
    for payment, account in zip(made, accounts, strict=True):
        entry = receipt_paid_in(
            on=payment.received_on,
            unit=payment.unit_id,
            paid=payment.amount,
            budget=payment.budget,
            expected_left=left[account],
            project=payment.receipt.project_id,
        )
        left[account] -= min(payment.budget, max(left[account], 0))
        postings.append(Posting(entry, (SOURCE, payment.pk), "receive"))
    return postings
