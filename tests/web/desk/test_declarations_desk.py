"""Declarations of work at the desk: who sees them, what is stuck, and what two people enter by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.selling import CLERK, TODAY, client_of, invoice_of
from tests.support.wages import MONDAY, NOW, a_worker, with_number
from tests.support.work import engagement, planned

from marke.domain.declarations.models import Declaration
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import StaffRole, User
from marke.domain.work.enums import ContractState, Party
from marke.domain.work.models import Contract
from marke.domain.work.operations import contracts
from marke.domain.work.operations.contracts import ContractInput, SignatureInput
from marke.kernel.ids import uuid7
from marke.usecases.declare_work import declare
from marke.usecases.hire import hire, sign_as_worker
from marke.usecases.issue_invoice import issue_invoice

QUEUE = "/desk/declarations/"
LATER = dt.datetime(2026, 9, 20, 10, tzinfo=dt.UTC)
RECEIPT = {"action": "enter", "number": "77", "period_id": "88", "source": "Call of 9:10"}


def signed(name: str, serial: int) -> Contract:
    agreed = engagement(days=planned(MONDAY), amount=150_00)
    worker = with_number(a_worker(name), serial=serial)
    (contract,) = hire(contracts=[ContractInput(1001, worker.pk, agreed)], actor=SYSTEM, now=NOW)
    mine = SignatureInput(contract.pk, Party.WORKER, name, "0" * 64)
    if not sign_as_worker(signatures=[mine], house_name="De Marke", actor=SYSTEM, now=NOW):
        ours = SignatureInput(contract.pk, Party.ENTERPRISE, "De Marke", "0" * 64)
        contracts.sign(signatures=[ours], actor=CLERK, now=NOW)
    return contract


@pytest.fixture
def late(nora: User) -> Declaration:
    """Bo's work began before anybody declared it."""
    with acting_as_system():
        for _ in range(3):
            issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
        contract = signed("Bo", 1)
        (row,) = declare(contract_ids=[contract.pk], now=LATER, actor=SYSTEM)
        return row


@pytest.fixture
def officer(staff, as_user) -> Client:
    return as_user(staff(StaffRole.PAYROLL))


def page_of(row: Declaration) -> str:
    return reverse("desk_declaration", args=[row.pk])


def test_what_is_stuck_stands_first_with_its_reason(officer: Client, late: Declaration) -> None:
    """Who, until when it could be declared, and why it was not."""
    page = officer.get(QUEUE).content.decode()
    for words in ("Bo Janssens", "Begun undeclared", "The work began before it was declared."):
        assert words in page


def test_the_other_lists_show_what_is_under_way_and_done(officer: Client, late: Declaration) -> None:
    for queue in ("under_way", "accepted", "given_up", "nonsense"):
        assert officer.get(QUEUE, {"queue": queue}).status_code == 200
    assert "No declaration in this list." in officer.get(QUEUE, {"queue": "accepted"}).content.decode()


def test_a_quiet_queue_says_so(officer: Client, house: None) -> None:
    assert "Everything that must be declared" in officer.get(QUEUE).content.decode()


def test_two_people_enter_what_was_declared_by_hand(officer: Client, late: Declaration, staff, as_user) -> None:
    """The first enters the receipt, the second confirms it: then the contract runs."""
    assert officer.post(page_of(late), RECEIPT).status_code == 302
    mine = officer.get(page_of(late)).content.decode()
    assert "A second person confirms it" in mine
    assert "I have seen the receipt" not in mine
    assert officer.post(page_of(late), {"action": "confirm"}).status_code == 422
    second = as_user(staff(StaffRole.ADMINISTRATOR))
    assert second.post(page_of(late), {"action": "confirm"}).status_code == 302
    with acting_as_system():
        late.refresh_from_db()
        assert late.state == "accepted"
        assert Contract.objects.get(pk=late.contract_id).state == ContractState.DECLARED


@pytest.mark.parametrize("missing", ["number", "period_id", "source"])
def test_a_receipt_without_its_numbers_is_refused_beside_the_field(
    officer: Client, late: Declaration, missing: str
) -> None:
    """What was typed in the other fields is still there."""
    answer = officer.post(page_of(late), RECEIPT | {missing: ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"id_{missing}" in page
    assert all(value in page for field, value in RECEIPT.items() if field not in (missing, "action"))


def test_picked_declarations_are_said_again(officer: Client, late: Declaration) -> None:
    """What began undeclared stays too late; nothing leaves and nothing is lost."""
    answer = officer.post(QUEUE, {"picked": [str(late.pk), "no key"], "action": "again"}, follow=True)
    assert "0 declarations leave again." in answer.content.decode()
    with acting_as_system():
        assert sorted(Declaration.objects.values_list("state", flat=True)) == ["given_up", "late"]


def test_saying_again_what_is_not_stuck_is_refused(officer: Client, late: Declaration) -> None:
    officer.post(page_of(late), {"action": "again"})
    answer = officer.post(page_of(late), {"action": "again"})
    assert answer.status_code == 422
    assert "by now" in answer.content.decode()


def test_an_unknown_declaration_is_not_there(officer: Client, house: None) -> None:
    assert officer.get(f"{QUEUE}{uuid7()}/").status_code == 404


@pytest.mark.parametrize("role", [StaffRole.ADVISER, StaffRole.ACCOUNTANT, StaffRole.BOARD])
def test_others_at_the_desk_have_no_business_here(late: Declaration, staff, as_user, role: StaffRole) -> None:
    client = as_user(staff(role))
    assert client.get(QUEUE).status_code == 403
    assert client.get(page_of(late)).status_code == 403


def test_the_page_asks_as_often_for_many_as_for_few(officer: Client, late: Declaration) -> None:
    """No question more for each declaration shown."""
    few = questions(officer)
    with acting_as_system():
        keys = [signed(f"Worker {serial}", serial).pk for serial in (2, 3, 4)]
        declare(contract_ids=keys, now=LATER, actor=SYSTEM)
    assert questions(officer) == few


def questions(client: Client) -> int:
    client.get(QUEUE)
    with CaptureQueriesContext(connection) as sent:
        client.get(QUEUE)
    return len(sent)
