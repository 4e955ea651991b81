"""Receive money of clients: match it, post it (P2), and make the units' budget available.

The bank's lines come in the order of the bank. What no invoice takes waits in suspense: as the client's credit when the
client is known, else until somebody says what it pays. Pay that was promised before the client paid takes up the money
first.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from marke.countries.registry import country
from marke.domain.directory.operations.states import note_payments
from marke.domain.ledger.balances import balances
from marke.domain.ledger.operations import Posting, post, post_many
from marke.domain.parameters.queries import cooperative
from marke.domain.sales.models import Allocation, Invoice, Payment
from marke.domain.sales.operations import payments as sales
from marke.domain.sales.operations.payments import PaymentInput, PlannedPayment, Settlement
from marke.domain.work.operations.reserve_pay import cover
from marke.kernel.money import Cents
from marke.rules.posting.entry import Account, Entry
from marke.rules.posting.recipes.client_money import Settled, payment_received, waiting_money_allocated
from marke.rules.posting.roles import EXPECTED
from marke.usecases.tell_of_payment import tell_of_payments

SOURCE = "sales.payment"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a payment, in cents: the invoice it settled, the part, what waits, and the budget set free."""

    payment: Payment
    invoice: Invoice | None
    settled: Cents
    waiting: Cents
    available: Cents


def receive_payment(*, payment: PaymentInput, actor: uuid.UUID) -> Received:
    """Receive one payment. Raises as `receive_payments`."""
    return receive_payments(payments=[payment], actor=actor)[0]


def receive_payments(*, payments: Sequence[PaymentInput], actor: uuid.UUID) -> list[Received]:
    """Receive payments, all or none; answers what became of each, in order.

    Raises `Refusal` for an amount that is not above zero, an invoice that is not there, or a bank line recorded before.
    """
    identifiers = country(cooperative().country).identifiers
    planned = sales.plan_payments(payments=payments, identifiers=identifiers, actor=actor)
    left = ExpectedLeft.of([plan.settlement for plan in planned if plan.settlement])
    postings = [Posting(_entry(plan, left), (SOURCE, plan.payment.pk), "receive") for plan in planned]
    for plan, posted in zip(planned, post_many(postings=postings, actor=actor), strict=True):
        plan.payment.entry_id = posted.entry_id
    sales.record(planned=planned)
    settled = [(plan.settlement.invoice, plan.payment.received_on) for plan in planned if plan.settlement]
    note_payments(settled=settled, actor=actor)
    cover(unit_ids={plan.settlement.invoice.unit_id for plan in planned if plan.settlement}, actor=actor)
    return [_received(plan) for plan in planned]


def allocate_payment(*, payment_id: uuid.UUID, invoice_id: uuid.UUID, on: dt.date, actor: uuid.UUID) -> Received:
    """Say which invoice a waiting payment pays; its member hears of it by mail.

    Raises `Refusal` when nothing waits, or the invoice asks nothing.
    """
    payment = sales.waiting_payment(payment_id=payment_id)
    invoice = Invoice.objects.select_for_update().get(pk=invoice_id)
    settlement = sales.allocate(payment=payment, invoice=invoice, on=on)
    left = ExpectedLeft.of([settlement])
    step = f"allocate {Allocation.objects.filter(payment=payment).count()}"
    post(
        entry=waiting_money_allocated(on=on, settled=left.settled(settlement)),
        source=(SOURCE, payment.pk),
        step=step,
        actor=actor,
    )
    cover(unit_ids={invoice.unit_id}, actor=actor)
    note_payments(settled=[(invoice, payment.received_on)], actor=actor)
    received = Received(payment, invoice, settlement.amount, payment.amount - payment.allocated, settlement.budget)
    tell_of_payments(received=[received], actor=actor)
    return received


class ExpectedLeft:
    """How much each unit (or project) still expects, followed from payment to payment.

    Where pay was advanced on an invoice, less is left than its budget; the payment then moves only what is left.
    """

    def __init__(self, left: dict[Account, Cents]) -> None:
        self._left = left

    @classmethod
    def of(cls, settlements: Sequence[Settlement]) -> ExpectedLeft:
        found = balances(accounts=[_expected_account(settlement.invoice) for settlement in settlements])
        return cls({account: balance.posted for account, balance in found.items()})

    def settled(self, settlement: Settlement) -> Settled:
        """The settlement in the terms of the recipe; what it moves is no longer left for the next one."""
        account = _expected_account(settlement.invoice)
        left = max(self._left[account], 0)
        self._left[account] = left - min(settlement.budget, left)
        return Settled(
            unit=settlement.invoice.unit_id,
            paid=settlement.amount,
            budget=settlement.budget,
            expected_left=left,
            project=settlement.invoice.project_id,
        )


def _expected_account(invoice: Invoice) -> Account:
    return Account(EXPECTED, invoice.unit_id, invoice.project_id)


def _entry(plan: PlannedPayment, left: ExpectedLeft) -> Entry:
    settled = left.settled(plan.settlement) if plan.settlement else None
    return payment_received(on=plan.payment.received_on, settled=settled, waiting=plan.waiting)


def _received(plan: PlannedPayment) -> Received:
    found = plan.settlement
    return Received(
        payment=plan.payment,
        invoice=found.invoice if found else None,
        settled=found.amount if found else 0,
        waiting=plan.waiting,
        available=found.budget if found else 0,
    )
