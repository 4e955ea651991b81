"""Money out at the desk: proposed by one, approved by two after a fresh proof, handed to the bank once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.support.banking import INVENTED
from tests.support.proving import prove
from tests.web.conftest import make_user

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.operations import post
from marke.domain.payouts import operations
from marke.domain.payouts.cases import watch
from marke.domain.payouts.enums import BatchState, CaseState, OrderState, Purpose, Verification
from marke.domain.payouts.models import AccountCase, Approval, Batch, PayeeVerification, PaymentOrder
from marke.domain.payouts.operations import OrderInput
from marke.domain.people.bank_accounts import NewBankAccount, register_bank_account
from marke.domain.people.models import Person, StaffRole
from marke.kernel.ids import uuid7
from marke.rules.posting.entry import credit, debit, entry
from marke.rules.posting.journals import Journal

Desk = Callable[[StaffRole], Client]
MONEY_OUT = "/desk/payouts/"


@pytest.fixture
def desk(house: None) -> Desk:
    """Makes a browser of a member of staff, who proved a moment ago that it is them."""

    def make(role: StaffRole, *, proved: bool = True) -> Client:
        with acting_as_system():
            user = make_user(f"{role}-{uuid7()}@example.org", staff_role=role, second_factor=True)
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        if proved:
            prove(client)
        return client

    return make


@pytest.fixture
def due(house: None) -> list[PaymentOrder]:
    """Two wages wait, EUR 400.00 and EUR 600.00, and the books owe them."""
    today = timezone.localdate()
    with acting_as_system():
        lines = (debit("cost.structure", 100_000), credit("payable.net_pay", 100_000))
        wages = entry("test.wages", Journal.PAY, dt.date(2026, 9, 1), *lines)
        post(entry=wages, source=("test.wages", uuid7()), step="post", actor=SYSTEM)
        return operations.order(
            orders=[
                OrderInput(
                    key=f"wage/{number}",
                    purpose=Purpose.WAGES,
                    owed="payable.net_pay",
                    source=("test.wage", uuid7()),
                    name=name,
                    iban=INVENTED.iban(number),
                    amount=amount,
                    due_on=today,
                )
                for number, name, amount in ((1, "Nora Janssens", 40_000), (2, "Bo Maes", 60_000))
            ]
        )


def proposed(browser: Client) -> Batch:
    browser.post(MONEY_OUT, {"purpose": "wages"})
    with acting_as_system():
        return Batch.objects.latest("number")


def address(name: str, thing: object) -> str:
    return reverse(name, args=[thing.pk])


def approve(browser: Client, batch: Batch, *, hash_seen: str = ""):
    return browser.post(address("desk_batch_approve", batch), {"hash_seen": hash_seen or batch.hash})


def state_of(batch: Batch) -> str:
    with acting_as_system():
        return Batch.objects.get(pk=batch.pk).state


def test_from_due_to_paid(desk: Desk, due: list[PaymentOrder]) -> None:
    """One proposes, two approve, the file leaves once, and the statement's day makes it paid."""
    keeper = desk(StaffRole.PAYROLL)
    assert "2 payments wait" in keeper.get(MONEY_OUT).content.decode()
    batch = proposed(keeper)
    for role in (StaffRole.ACCOUNTANT, StaffRole.BOARD):
        assert approve(desk(role), batch).status_code == 302
    page = keeper.get(address("desk_batch", batch)).content.decode()
    assert "Hand it to the bank" in page
    assert keeper.post(address("desk_batch_export", batch)).status_code == 302
    assert keeper.post(address("desk_batch_export", batch)).status_code == 409
    file = keeper.get(address("desk_batch_file", batch))
    assert (file["Content-Type"], b"<CtrlSum>1000.00</CtrlSum>" in file.content) == ("application/xml", True)
    assert file.content == keeper.get(address("desk_batch_file", batch)).content
    keeper.post(address("desk_batch_confirm", batch), {"on": timezone.localdate().isoformat()})
    assert state_of(batch) == BatchState.CONFIRMED


def test_a_batch_shows_what_differs_from_last_time(desk: Desk, due: list[PaymentOrder]) -> None:
    """Who was never paid before is pointed out, with the hash that approvers compare."""
    keeper = desk(StaffRole.PAYROLL)
    page = keeper.get(address("desk_batch", proposed(keeper))).content.decode()
    assert "Never paid before" in page


def test_nobody_approves_their_own_batch(desk: Desk, due: list[PaymentOrder]) -> None:
    keeper = desk(StaffRole.ACCOUNTANT)
    answer = approve(keeper, proposed(keeper))
    assert (answer.status_code, "You proposed this batch" in answer.content.decode()) == (422, True)


def test_a_page_that_was_not_the_batch_approves_nothing(desk: Desk, due: list[PaymentOrder]) -> None:
    """A forged or stale hash is refused, and says so."""
    batch = proposed(desk(StaffRole.PAYROLL))
    answer = approve(desk(StaffRole.BOARD), batch, hash_seen="0" * 64)
    assert (answer.status_code, state_of(batch)) == (422, BatchState.PROPOSED)


@pytest.mark.parametrize(("method", "ago"), [(None, 0), ("mfa", 3_600), ("password", 0)])
def test_approving_asks_for_a_fresh_proof_with_the_second_factor(
    desk: Desk, due: list[PaymentOrder], method: str | None, ago: int
) -> None:
    """No proof, an old one or a mere password leads to the page that asks for it; nothing is approved meanwhile."""
    batch = proposed(desk(StaffRole.PAYROLL))
    browser = desk(StaffRole.BOARD, proved=False)
    if method:
        prove(browser, method=method, ago=ago)
    answer = approve(browser, batch)
    assert answer["Location"].startswith("/account/2fa/reauthenticate/")
    with acting_as_system():
        assert not Approval.objects.exists()


@pytest.mark.parametrize("role", [StaffRole.AUDITOR, StaffRole.ADVISER, StaffRole.BOARD])
def test_only_keepers_make_batches(desk: Desk, due: list[PaymentOrder], role: StaffRole) -> None:
    """The board approves, the auditor looks, an adviser does neither."""
    desk(role).post(MONEY_OUT, {"purpose": "wages"})
    with acting_as_system():
        assert not Batch.objects.exists()


def test_the_auditor_reads_and_changes_nothing(desk: Desk, due: list[PaymentOrder]) -> None:
    batch = proposed(desk(StaffRole.PAYROLL))
    auditor = desk(StaffRole.AUDITOR)
    assert auditor.get(address("desk_batch", batch)).status_code == 200
    assert approve(auditor, batch).status_code == 403
    assert auditor.post(address("desk_batch_withdraw", batch), {"reason": "No"}).status_code == 403


def test_a_withdrawn_batch_gives_its_payments_back(desk: Desk, due: list[PaymentOrder]) -> None:
    keeper = desk(StaffRole.PAYROLL)
    batch = proposed(keeper)
    assert keeper.post(address("desk_batch_withdraw", batch), {"reason": ""}).status_code == 422
    keeper.post(address("desk_batch_withdraw", batch), {"reason": "Wrong day"})
    assert state_of(batch) == BatchState.WITHDRAWN
    assert "2 payments wait" in keeper.get(MONEY_OUT).content.decode()


def test_there_is_no_file_before_the_batch_left(desk: Desk, due: list[PaymentOrder]) -> None:
    keeper = desk(StaffRole.PAYROLL)
    assert keeper.get(address("desk_batch_file", proposed(keeper))).status_code == 404


def test_a_payee_that_does_not_fit_takes_two_people(desk: Desk, due: list[PaymentOrder]) -> None:
    """The bank says no match: the payment waits aside until two people accept it."""
    keeper, first, second = desk(StaffRole.PAYROLL), desk(StaffRole.BOARD), desk(StaffRole.SENIOR_ADVISER)
    order = due[0]
    keeper.post(address("desk_payout_verify", order), {"answer": "no_match", "known_as": "N. Nobody"})
    proposed(keeper)
    assert "Accept the payee" in first.get(address("desk_payout_order", order)).content.decode()
    states = []
    for browser in (first, second):
        browser.post(address("desk_payout_accept", order), {"reason": "Seen her card"})
        with acting_as_system():
            states.append(PaymentOrder.objects.get(pk=order.pk).state)
    assert states == [OrderState.PARKED, OrderState.WAITING]


def test_what_came_back_is_owed_again(desk: Desk, due: list[PaymentOrder]) -> None:
    keeper = desk(StaffRole.PAYROLL)
    batch = proposed(keeper)
    for role in (StaffRole.ACCOUNTANT, StaffRole.BOARD):
        approve(desk(role), batch)
    keeper.post(address("desk_batch_export", batch))
    keeper.post(address("desk_payout_return", due[0]), {"on": timezone.localdate().isoformat(), "reason": "AC04"})
    with acting_as_system():
        assert PaymentOrder.objects.get(pk=due[0].pk).state == OrderState.RETURNED


def upload(browser: Client, content: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return browser.post("/desk/payouts/payees/", {"file": SimpleUploadedFile("payees.csv", content)})


def test_the_bank_is_asked_about_payees_by_file(desk: Desk, due: list[PaymentOrder]) -> None:
    """The list goes out with empty answers and comes back filled in; then nobody is left to ask about."""
    keeper = desk(StaffRole.PAYROLL)
    asked = keeper.get("/desk/payouts/payees/questions/").content.decode().splitlines()
    filled = [asked[0], *(line.replace(";;", ";MTCH;", 1) for line in asked[1:])]
    assert upload(keeper, "\n".join(filled).encode()).status_code == 302
    with acting_as_system():
        assert set(PayeeVerification.objects.values_list("answer", flat=True)) == {Verification.MATCH}
    assert "0 payees" in keeper.get("/desk/payouts/payees/").content.decode()


@pytest.mark.parametrize("content", [b"", b"a;b\n", b"\xff\xfe\x00", b"iban;name;answer;known_as\nBE1;Nora;maybe;\n"])
def test_a_file_that_is_no_list_of_answers_is_refused_whole(
    desk: Desk, due: list[PaymentOrder], content: bytes
) -> None:
    assert upload(desk(StaffRole.PAYROLL), content).status_code == 422
    with acting_as_system():
        assert not PayeeVerification.objects.exists()


def test_one_account_for_two_people_is_decided_at_the_desk(desk: Desk, nora, karim) -> None:
    """The case shows both; somebody says that it is in order."""
    with acting_as_system():
        for user in (nora, karim):
            person = Person.objects.get(user=user)
            new = NewBankAccount(INVENTED.iban(7), person_id=person.pk)
            watch(account=register_bank_account(new=new, now=timezone.now(), actor=user.pk), now=timezone.now())
        case = AccountCase.objects.get()
    browser = desk(StaffRole.BOARD)
    assert "One account for two people" in browser.get("/desk/payouts/accounts/").content.decode()
    assert browser.get(address("desk_account_case", case)).status_code == 200
    browser.post(address("desk_account_case", case), {"action": "in_order", "reason": "A couple"})
    with acting_as_system():
        assert AccountCase.objects.get().state == CaseState.ACCEPTED


@pytest.mark.parametrize("page", ["desk_payouts", "desk_payout_orders", "desk_account_cases", "desk_payees"])
def test_pages_ask_as_much_for_few_as_for_many(desk: Desk, due: list[PaymentOrder], page: str) -> None:
    """The number of questions to the database does not grow with the rows."""
    browser = desk(StaffRole.ACCOUNTANT)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(reverse(page)).status_code == 200
        return len(asked)

    browser.get(reverse(page))
    few = questions()
    with acting_as_system():
        operations.order(
            orders=[
                OrderInput(
                    key=f"more/{number}",
                    purpose=Purpose.WAGES,
                    owed="payable.net_pay",
                    source=("test.wage", uuid.uuid4()),
                    name=f"Worker {number}",
                    iban=INVENTED.iban(number),
                    amount=number,
                    due_on=timezone.localdate(),
                )
                for number in range(10, 30)
            ]
        )
    assert questions() == few
