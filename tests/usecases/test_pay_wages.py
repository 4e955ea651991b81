"""Wages reach people: ordered once, paid when the bank says so, owed again when they come back."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.wages import PAYDAY, a_worker, run_to, worked

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance
from marke.domain.payouts import operations as payouts
from marke.domain.payouts.enums import Purpose
from marke.domain.payouts.models import PaymentOrder
from marke.domain.payouts.operations import Proposal
from marke.domain.wages.enums import PayslipState, RunState
from marke.domain.wages.models import Payslip, Run
from marke.domain.work.enums import MonthState
from marke.domain.work.models import ContractMonth
from marke.kernel.ids import uuid7
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.pay_out import export_batch
from marke.usecases.pay_wages import confirm_wages, order_wages, wage_came_back

pytestmark = pytest.mark.usefixtures("selling")
AT_TEN = dt.datetime(2026, 9, 21, 10, tzinfo=dt.UTC)
NEXT_DAY = dt.date(2026, 9, 22)


@pytest.fixture
def run(selling: None) -> Run:
    """Three people are booked in one run."""
    issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    for name in ("Nora", "Bo", "Ida"):
        worked(a_worker(name), count=1)
    return run_to(RunState.POSTED)


def leave() -> None:
    """All payments that wait leave with one batch."""
    proposal = Proposal(Purpose.WAGES, PAYDAY, "De Marke", "BE71096123456769")
    batch = payouts.propose(proposal=proposal, actor=SYSTEM, now=AT_TEN)
    for _ in range(2):
        payouts.approve(batch_id=batch.pk, hash_seen=batch.hash, actor=uuid7(), now=AT_TEN)
    export_batch(batch_id=batch.pk, actor=SYSTEM, now=AT_TEN)


def at_the_bank() -> list[str]:
    return list(PaymentOrder.objects.filter(state="sent").values_list("end_to_end", flat=True))


@pytest.mark.parametrize("piece", [1, 1_000])
def test_every_booked_payslip_is_ordered_once(run: Run, piece: int) -> None:
    """In pieces or at once, and again: the payments are the payslips, to the cent."""
    while order_wages(run_id=run.pk, now=AT_TEN, piece=piece):
        pass
    order_wages(run_id=run.pk, now=AT_TEN)
    run.refresh_from_db()
    assert run.state == RunState.ORDERED
    assert sorted(PaymentOrder.objects.values_list("amount", flat=True)) == sorted(
        Payslip.objects.values_list("net", flat=True)
    )


def test_a_wage_is_paid_when_the_bank_says_so(run: Run) -> None:
    """On the value date of the statement: then the month is paid, and with the last one the run is done."""
    order_wages(run_id=run.pk, now=AT_TEN)
    leave()
    first, *others = at_the_bank()
    (paid,) = confirm_wages(end_to_end=[first], on=NEXT_DAY, actor=SYSTEM)
    assert (paid.state, paid.paid_on) == (PayslipState.PAID, NEXT_DAY)
    month = ContractMonth.objects.get(pk=paid.month_id)
    assert (month.state, month.paid_on) == (MonthState.PAID, NEXT_DAY)
    confirm_wages(end_to_end=others, on=NEXT_DAY, actor=SYSTEM)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert role_balance(role="payable.net_pay") == role_balance(role="bank.outgoing") == 0


def test_a_statement_read_twice_pays_once(run: Run) -> None:
    order_wages(run_id=run.pk, now=AT_TEN)
    leave()
    sent = at_the_bank()
    assert len(confirm_wages(end_to_end=sent, on=NEXT_DAY, actor=SYSTEM)) == 3
    assert confirm_wages(end_to_end=sent, on=NEXT_DAY, actor=SYSTEM) == []


@pytest.mark.parametrize("after_payment", [True, False])
def test_a_wage_that_comes_back_is_ordered_again(run: Run, after_payment: bool) -> None:
    """A closed account: the wage is owed, ordered anew under another key, and paid once in the end."""
    order_wages(run_id=run.pk, now=AT_TEN)
    leave()
    first, *_ = sent = at_the_bank()
    if after_payment:
        confirm_wages(end_to_end=sent, on=NEXT_DAY, actor=SYSTEM)
    back = wage_came_back(end_to_end=first, reason="AC04", on=NEXT_DAY, actor=SYSTEM)
    assert role_balance(role="payable.net_pay") == back.net
    assert order_wages(run_id=run.pk, now=AT_TEN) == 0
    leave()
    confirm_wages(end_to_end=at_the_bank(), on=dt.date(2026, 9, 23), actor=SYSTEM)
    back.refresh_from_db()
    assert (back.state, back.paid_on) == (PayslipState.PAID, dt.date(2026, 9, 23))
    assert role_balance(role="payable.net_pay") == 0
    assert role_balance(role="bank") == -sum(Payslip.objects.values_list("net", flat=True))
