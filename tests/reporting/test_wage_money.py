"""The money of each wage, from the facts: guaranteed at signature, advanced on payday, settled when the client pays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit
from tests.support.wages import PAYDAY, a_worker, run_to, worked

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.wages.enums import PayslipState, RunState
from marke.domain.wages.models import Payslip
from marke.domain.wages.operations import runs
from marke.domain.work.models import Contract, ContractMonth
from marke.reporting.wage_money import money_of_months
from marke.rules.work.guarantee import WageMoney
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment

WAGE = 467_13
"""What two days of 150.00 take from the unit."""


@pytest.fixture
def invoiced(db: None) -> Iterator[Invoice]:
    """Unit 1001 has invoiced 1,000.00: 935.00 is expected."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        yield issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


def money_of(contract: Contract) -> WageMoney:
    (money,) = money_of_months(months=list(ContractMonth.objects.filter(contract=contract))).values()
    return money


def client_pays(invoice: Invoice, amount: int) -> None:
    receive_payment(payment=PaymentInput(TODAY, amount, invoice.communication), actor=SYSTEM)


def paid_out() -> None:
    """The bank has confirmed every wage in the books."""
    Payslip.objects.update(state=PayslipState.PAID, paid_on=PAYDAY)


def test_a_promise_on_what_the_client_owes_is_guaranteed(invoiced: Invoice) -> None:
    assert money_of(worked(a_worker())) == WageMoney(guaranteed=WAGE)


def test_a_promise_on_money_that_is_in_is_settled(invoiced: Invoice) -> None:
    """Half of the invoice is paid: 280.50 of it is reserved for the wage, the rest stays guaranteed."""
    contract = worked(a_worker())
    client_pays(invoiced, 363_00)
    assert money_of(contract) == WageMoney(guaranteed=WAGE - 280_50, settled=280_50)


def test_a_wage_paid_before_the_client_is_advanced(invoiced: Invoice) -> None:
    """Rule 13: guaranteed while it is under way to the worker, advanced from the day the bank paid it."""
    contract = worked(a_worker())
    run_to(RunState.POSTED)
    assert money_of(contract) == WageMoney(guaranteed=WAGE)
    paid_out()
    assert money_of(contract) == WageMoney(advanced=WAGE)


def test_the_payment_of_the_client_settles_the_advance(invoiced: Invoice) -> None:
    """What the unit still expected comes in first; the last 467.13 of the budget returns the advance."""
    contract = worked(a_worker())
    run_to(RunState.POSTED)
    paid_out()
    client_pays(invoiced, 726_00)
    assert money_of(contract) == WageMoney(advanced=935_00 - 561_00, settled=WAGE - (935_00 - 561_00))
    client_pays(invoiced, 484_00)
    assert money_of(contract) == WageMoney(settled=WAGE)


def test_the_older_of_two_wages_is_settled_first(invoiced: Invoice) -> None:
    first = worked(a_worker("Nora"), count=1)
    runs.move_on(run_to(RunState.POSTED, on=dt.date(2026, 9, 18)), RunState.ORDERED)
    second = worked(a_worker("Bo"), count=1, since=dt.date(2026, 9, 15))
    run_to(RunState.POSTED)
    paid_out()
    client_pays(invoiced, 968_00)
    assert money_of(first).advanced == 0
    assert money_of(second).advanced == 935_00 - 748_00


def test_what_the_unit_no_longer_has_is_borne(invoiced: Invoice) -> None:
    """The invoice is taken back after the work: nobody owes that wage any more, and the worker keeps it."""
    contract = worked(a_worker())
    credit_invoice(invoice_id=invoiced.pk, on=TODAY, reason="Cancelled", actor=SYSTEM)
    run_to(RunState.POSTED)
    assert money_of(contract) == WageMoney(borne=WAGE)


def test_another_unit_does_not_settle_it(invoiced: Invoice) -> None:
    """A client that pays unit 1002 returns nothing of what unit 1001 was advanced."""
    contract = worked(a_worker())
    run_to(RunState.POSTED)
    paid_out()
    open_unit(1002)
    other = issue_invoice(invoice=invoice_of(1002, client_of(1002)), on=TODAY, actor=SYSTEM)
    client_pays(other, 1_210_00)
    assert money_of(contract) == WageMoney(advanced=WAGE)


def test_many_months_take_as_many_questions_as_one(invoiced: Invoice) -> None:
    contracts = [worked(a_worker(name), count=1) for name in ("Nora", "Bo", "Ida")]
    run_to(RunState.POSTED)
    months = list(ContractMonth.objects.filter(contract__in=contracts))
    with CaptureQueriesContext(connection) as one:
        money_of_months(months=months[:1])
    with CaptureQueriesContext(connection) as many:
        money_of_months(months=months)
    assert len(many) == len(one)
