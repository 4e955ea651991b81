"""The wage guarantee at the desk: what is at stake, on which clients beside their limit, and for which units."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.selling import TODAY, client_of, invoice_of, open_unit
from tests.support.wages import a_worker, run_to, worked

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import StaffRole, User
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.wages.enums import RunState
from marke.reporting.guarantee_exposure import AtStake, guarantee_exposure
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment

WAGE = 467_13
"""What two days of 150.00 take from the unit."""


@pytest.fixture
def invoiced(nora: User) -> Invoice:
    """Nora's unit has invoiced 1,000.00: 935.00 is expected."""
    with acting_as_system():
        return issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


@pytest.fixture
def accountant(staff, as_user) -> Client:
    return as_user(staff(StaffRole.ACCOUNTANT))


def the_page(browser: Client) -> str:
    answer = browser.get(reverse("desk_guarantee"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_promise_then_an_advance_rests_on_the_client(invoiced: Invoice) -> None:
    """Promised at signature, advanced once booked; the one client of the unit carries all of it."""
    with acting_as_system():
        worked(a_worker())
        assert guarantee_exposure().total == AtStake(promised=WAGE)
        run_to(RunState.POSTED)
        found = guarantee_exposure()
    assert found.total == AtStake(advanced=WAGE)
    assert (found.by_client, found.by_unit) == ({invoiced.client_id: found.total}, {1001: found.total})


def test_what_several_clients_carry_is_the_advance_to_the_cent(invoiced: Invoice) -> None:
    """Two clients owe the unit as much: half of the advance rests on each, the odd cent on one of them."""
    with acting_as_system():
        other = client_of(1001, name="Lumen vzw", number="0123456749")
        issue_invoice(invoice=invoice_of(1001, other), on=TODAY, actor=SYSTEM)
        worked(a_worker())
        run_to(RunState.POSTED)
        found = guarantee_exposure()
    assert sorted(each.advanced for each in found.by_client.values()) == [WAGE // 2, WAGE - WAGE // 2]


def test_the_payment_of_the_client_ends_the_exposure(invoiced: Invoice, accountant: Client) -> None:
    with acting_as_system():
        worked(a_worker())
        run_to(RunState.POSTED)
        payment = PaymentInput(TODAY, invoiced.gross, invoiced.communication)
        receive_payment(payment=payment, actor=SYSTEM)
        assert guarantee_exposure().total == AtStake()
    assert "No wage rests on money that clients owe." in the_page(accountant)


def test_a_promise_without_an_invoice_behind_it_is_shown_apart(invoiced: Invoice, accountant: Client) -> None:
    """The invoice is taken back after the signature: nobody owes the wage any more, and the fund will bear it."""
    with acting_as_system():
        worked(a_worker())
        credit_invoice(invoice_id=invoiced.pk, on=TODAY, reason="Cancelled", actor=SYSTEM)
        found = guarantee_exposure()
    assert (found.alone, found.by_client) == (AtStake(promised=WAGE), {})
    assert "No open invoice behind it" in the_page(accountant)


def test_the_desk_reads_the_client_beside_its_limit(invoiced: Invoice, accountant: Client) -> None:
    with acting_as_system():
        worked(a_worker())
        run_to(RunState.POSTED)
    shown = the_page(accountant)
    assert "467.13" in shown
    assert "No open invoice behind it" not in shown
    assert reverse("desk_client", args=[invoiced.client_id]) in shown
    assert reverse("desk_unit", args=[1001]) in shown


def test_an_adviser_does_not_read_it(staff, as_user) -> None:
    """It tells of wages of every unit: for payroll, the accountant, senior advisers, the board and the auditor."""
    assert as_user(staff(StaffRole.ADVISER)).get(reverse("desk_guarantee")).status_code == 403


def test_many_units_take_as_many_questions_as_one(invoiced: Invoice, accountant: Client) -> None:
    with acting_as_system():
        worked(a_worker())
    the_page(accountant)
    with CaptureQueriesContext(connection) as one:
        the_page(accountant)
    with acting_as_system():
        for unit in (1002, 1003):
            open_unit(unit)
            issue_invoice(invoice=invoice_of(unit, client_of(unit)), on=TODAY, actor=SYSTEM)
            worked(a_worker(f"Bo {unit}"), unit=unit)
    with CaptureQueriesContext(connection) as many:
        the_page(accountant)
    assert len(many) == len(one)
