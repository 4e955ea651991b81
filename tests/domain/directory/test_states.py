"""How far the enterprise trusts a client, and who says so."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from tests.support.selling import CLERK, TODAY, client_of, invoice_of

from marke.domain.directory.models import PaymentHistory, StateChange
from marke.domain.directory.operations.states import FIRST_PAYMENT, block, release, verify, watch
from marke.domain.foundation.transactions import SYSTEM, acting
from marke.domain.sales.enums import ClientState
from marke.domain.sales.models import Client
from marke.domain.sales.operations.payments import PaymentInput
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment

pytestmark = pytest.mark.usefixtures("selling")


def state(client_id: uuid.UUID) -> str:
    return Client.objects.get(pk=client_id).state


def paid_invoice(client_id: uuid.UUID, *, after: int, cents: int = 121_000) -> None:
    """An invoice of EUR 1,000.00 with VAT 210.00, of which so many cents come after so many days."""
    invoice = issue_invoice(invoice=invoice_of(1001, client_id), on=TODAY, actor=SYSTEM)
    day = TODAY + dt.timedelta(days=after)
    receive_payment(payment=PaymentInput(day, cents, invoice.communication), actor=SYSTEM)


def test_a_client_is_verified_when_its_first_invoice_is_paid() -> None:
    lumen = client_of(1001)
    assert state(lumen) == ClientState.IDENTIFIED
    paid_invoice(lumen, after=5)
    assert state(lumen) == ClientState.VERIFIED
    assert StateChange.objects.get().reason == FIRST_PAYMENT


def test_a_part_of_an_invoice_verifies_nobody() -> None:
    lumen = client_of(1001)
    paid_invoice(lumen, after=5, cents=50_000)
    assert (state(lumen), PaymentHistory.objects.count()) == (ClientState.IDENTIFIED, 0)


def test_an_invoice_paid_in_time_raises_the_trust() -> None:
    """Due on the tenth day: paid that day is in time."""
    lumen = client_of(1001)
    paid_invoice(lumen, after=10)
    assert PaymentHistory.objects.get().highest_in_time == 121_000


def test_an_invoice_paid_late_raises_nothing() -> None:
    lumen = client_of(1001)
    paid_invoice(lumen, after=11)
    assert not PaymentHistory.objects.exists()
    assert state(lumen) == ClientState.VERIFIED


def test_a_blocked_client_gets_no_new_invoice() -> None:
    """The refusal names the desk and keeps the reason to itself."""
    lumen = client_of(1001)
    block(client_ids=[lumen], reason="Insolvent since May", actor=CLERK)
    with pytest.raises(Refusal, match="Ask your adviser") as refusal:
        issue_invoice(invoice=invoice_of(1001, lumen), on=TODAY, actor=SYSTEM)
    assert "Insolvent" not in str(refusal.value)


def test_a_payment_does_not_lift_a_block() -> None:
    lumen = client_of(1001)
    invoice = issue_invoice(invoice=invoice_of(1001, lumen), on=TODAY, actor=SYSTEM)
    block(client_ids=[lumen], reason="Insolvent", actor=CLERK)
    receive_payment(payment=PaymentInput(TODAY, 121_000, invoice.communication), actor=SYSTEM)
    assert state(lumen) == ClientState.BLOCKED


def test_a_released_client_is_what_it_had_earned() -> None:
    lumen, other = client_of(1001), client_of(1001, name="Other", number="0200000043")
    verify(client_ids=[lumen], reason="first order signed", actor=SYSTEM)
    watch(client_ids=[lumen, other], reason="Late", actor=CLERK)
    assert release(client_ids=[lumen, other], reason="Paid", actor=CLERK) == 2
    assert (state(lumen), state(other)) == (ClientState.VERIFIED, ClientState.IDENTIFIED)


def test_a_state_needs_a_reason() -> None:
    with pytest.raises(Refusal, match="Say why"):
        block(client_ids=[client_of(1001)], reason="  ", actor=CLERK)


def test_saying_the_same_twice_writes_it_once() -> None:
    lumen = client_of(1001)
    assert block(client_ids=[lumen], reason="Fraud", actor=CLERK) == 1
    assert block(client_ids=[lumen], reason="Fraud", actor=CLERK) == 0
    assert StateChange.objects.count() == 1


def test_a_member_reads_neither_the_reason_nor_the_history() -> None:
    """Hostile twin: the database itself shows a unit nothing of it."""
    lumen = client_of(1001)
    paid_invoice(lumen, after=5)
    block(client_ids=[lumen], reason="Insolvent", actor=CLERK)
    with acting(actor=SYSTEM, units=[1001]):
        assert Client.objects.filter(pk=lumen).exists()
        assert (StateChange.objects.count(), PaymentHistory.objects.count()) == (0, 0)
