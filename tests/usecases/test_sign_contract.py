"""Contracts put into words, offered to others, signed under a fingerprint, confirmed when the work is over."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from tests.support.selling import NOW, TODAY, client_of, invoice_of
from tests.support.wages import a_worker
from tests.support.work import days, engagement, planned

from marke.config import wiring
from marke.domain.declarations.enums import DeclarationState
from marke.domain.declarations.queries import state_of
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.outbox.models import Message
from marke.domain.people.models import NationalNumber, Person, User
from marke.domain.work.enums import ContractState, DayState, MonthState
from marke.domain.work.models import Contract, ContractDocument, ContractInvitation, ContractMonth, WorkDay
from marke.domain.work.operations import contracts as contract_operations
from marke.domain.work.operations.contracts import ContractInput
from marke.domain.work.operations.days import Correction
from marke.kernel.refusal import Refusal
from marke.usecases.confirm_work import confirm_contract, correct_days
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.offer_contract import Stranger, find_or_register, offer_contract, take_up_invitation
from marke.usecases.sign_contract import (
    WordsChanged,
    contract_language,
    contract_pdf,
    seal_contract,
    sign_contract,
    words_of,
)

pytestmark = pytest.mark.usefixtures("selling")
MONDAY = dt.date(2026, 9, 14)
AFTER = dt.date(2026, 9, 17)
ZOE = Stranger("zoe@example.org", "Zoë", "Peeters", dt.date(1992, 4, 2))


@pytest.fixture
def budget(selling: None) -> None:
    """Unit 1001 has EUR 4,675 to come from a client."""
    for _ in range(5):
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


def offered(person: Person, *, email: str = "", **more: object) -> Contract:
    agreed = engagement(days=planned(*days(3, since=MONDAY)), amount=150_00, **more)
    given = ContractInput(1001, person.pk, agreed, description="Workshop", language=contract_language(person=person))
    return offer_contract(
        given=given, email=email, link_to=lambda row: f"/work/invited/{row.pk}/", actor=SYSTEM, now=NOW
    )


def to_self(user: str = "nora@example.org") -> Contract:
    """A contract that Nora offers to herself."""
    person = a_worker()
    person.user = User.objects.create_user(user, language="en")
    person.save()
    return offered(person)


def signed(contract: Contract) -> bool:
    contract = Contract.objects.select_related("person", "unit").get(pk=contract.pk)
    return sign_contract(
        contract=contract,
        name="Nora Janssens",
        fingerprint=words_of(contract=contract).fingerprint,
        evidence={"how": "log-in"},
        actor=SYSTEM,
        now=NOW,
    )


def test_the_words_say_what_is_agreed(budget: None) -> None:
    """The seat is in Ghent, so the contract is in Dutch; pay, days, committee and the seven days stand in it."""
    words = words_of(contract=to_self()).content
    assert (words["language"], words["title"]) == ("nl", "Arbeidsovereenkomst voor bepaalde tijd")
    assert ["Brutoloon", "150,00 EUR per dag"] in words["facts"]
    assert words["days"][0] == ["14 september 2026", "09:00", "7,6"]
    assert "binnen zeven werkdagen" in words["articles"][1]


def test_signing_keeps_the_words_that_were_seen(budget: None) -> None:
    contract = to_self()
    assert signed(contract)
    kept = ContractDocument.objects.get(contract=contract)
    assert {row.document_hash for row in contract.signatures.all()} == {kept.fingerprint}
    Person.objects.filter(pk=contract.person_id).update(street="Moved 9")
    contract.refresh_from_db()
    assert words_of(contract=contract).fingerprint == kept.fingerprint


def test_signed_by_both_is_declared_at_once(budget: None) -> None:
    """The declaration leaves in the transaction of the last signature."""
    contract = to_self()
    signed(contract)
    assert state_of(contract.pk).state == DeclarationState.WAITING


def test_other_words_than_those_seen_cannot_be_signed(budget: None) -> None:
    """Somebody who opened the contract before an address changed reads it again."""
    contract = to_self()
    with pytest.raises(WordsChanged, match="Read it again"):
        sign_contract(contract=contract, name="Nora", fingerprint="0" * 64, evidence={}, actor=SYSTEM, now=NOW)
    assert not ContractDocument.objects.exists()


def test_a_contract_is_signed_with_a_name(budget: None) -> None:
    with pytest.raises(Refusal, match="Sign with your name"):
        sign_contract(contract=to_self(), name=" ", fingerprint="", evidence={}, actor=SYSTEM, now=NOW)


def test_a_warned_contract_waits_for_the_desk(budget: None) -> None:
    """Sunday work is weighed by a person before the enterprise signs."""
    person = a_worker()
    sunday = dt.date(2026, 9, 20)
    agreed = engagement(days=planned(sunday), amount=150_00)
    given = ContractInput(1001, person.pk, agreed)
    contract = offer_contract(given=given, email="n@example.org", link_to=lambda _: "/x/", actor=SYSTEM, now=NOW)
    assert not signed(contract)
    assert seal_contract(contract_id=contract.pk, name="De Marke", actor=SYSTEM, now=NOW)
    contract.refresh_from_db()
    assert contract.state == ContractState.SIGNED


def test_the_paper_is_a_pdf_with_its_signatures(budget: None) -> None:
    wiring.wire()
    contract = to_self()
    signed(contract)
    assert contract_pdf(contract=contract).startswith(b"%PDF")
    assert contract_pdf(contract=contract, language="fr").startswith(b"%PDF")


def test_somebody_new_is_asked_by_mail(budget: None) -> None:
    """Whoever is offered work without a log-in gets a link; nothing is asked of the unit but name, date and address."""
    zoe = find_or_register(stranger=ZOE, language="nl", today=TODAY, actor=SYSTEM)
    contract = offered(zoe, email=ZOE.email)
    assert ContractInvitation.objects.get().contract_id == contract.pk
    assert Message.objects.filter(key=f"contract-offered:{contract.pk}").exists()


def test_a_known_address_is_the_person_behind_it(budget: None) -> None:
    user = User.objects.create_user("zoe@example.org")
    known = Person.objects.create(given_name="Zoë", family_name="Peeters", user=user, birth_date=ZOE.birth_date)
    assert find_or_register(stranger=ZOE, language="nl", today=TODAY, actor=SYSTEM) == known


def test_somebody_new_needs_an_address(budget: None) -> None:
    zoe = find_or_register(stranger=ZOE, language="nl", today=TODAY, actor=SYSTEM)
    with pytest.raises(Refusal, match="e-mail address"):
        offered(zoe)


def test_whoever_was_invited_becomes_themselves(budget: None) -> None:
    """The national number is theirs to say; with it their log-in is the worker of the contract."""
    zoe = find_or_register(stranger=ZOE, language="nl", today=TODAY, actor=SYSTEM)
    offered(zoe, email=ZOE.email)
    user = User.objects.create_user(ZOE.email)
    invitation = ContractInvitation.objects.select_related("contract").get()
    take_up_invitation(
        invitation=invitation, user_id=user.pk, email=ZOE.email, national_number="85073003328", today=TODAY
    )
    zoe.refresh_from_db()
    assert (zoe.user_id, zoe.birth_date) == (user.pk, dt.date(1985, 7, 30))
    assert NationalNumber.objects.filter(person=zoe).exists()


def test_a_link_is_of_use_to_its_reader_alone(budget: None) -> None:
    zoe = find_or_register(stranger=ZOE, language="nl", today=TODAY, actor=SYSTEM)
    offered(zoe, email=ZOE.email)
    invitation = ContractInvitation.objects.select_related("contract").get()
    with pytest.raises(Refusal, match="another e-mail address"):
        take_up_invitation(
            invitation=invitation,
            user_id=uuid.uuid4(),
            email="thief@example.org",
            national_number="85073003328",
            today=TODAY,
        )


def declared() -> Contract:
    contract = to_self()
    signed(contract)
    contract_operations.mark_declared(contract_ids=[contract.pk], now=NOW)
    return contract


def test_worked_as_planned_is_one_act(budget: None) -> None:
    contract = declared()
    assert confirm_contract(contract_id=contract.pk, today=AFTER, actor=SYSTEM, now=NOW) == 1
    assert ContractMonth.objects.get(contract=contract).state == MonthState.CONFIRMED
    assert set(WorkDay.objects.values_list("state", flat=True)) == {DayState.WORKED}


def test_work_is_not_confirmed_before_it_is_over(budget: None) -> None:
    with pytest.raises(Refusal, match="still to come"):
        confirm_contract(contract_id=declared().pk, today=MONDAY, actor=SYSTEM, now=NOW)


def test_hours_that_were_others_are_kept_for_the_day(budget: None) -> None:
    day = WorkDay.objects.filter(contract=declared()).earliest("day")
    given = Correction(day.pk, DayState.WORKED, Decimal(6), "left early")
    (corrected,) = correct_days(corrections=[given], today=AFTER, actor=SYSTEM, now=NOW)
    assert (corrected.state, corrected.hours_worked) == (DayState.WORKED, 6)


def test_a_contract_keeps_at_least_one_day(budget: None) -> None:
    """Cancelling every day one by one would leave a contract about nothing."""
    contract = declared()
    cancelled = [Correction(day.pk, DayState.CANCELLED) for day in WorkDay.objects.filter(contract=contract)]
    correct_days(corrections=cancelled[:2], today=TODAY, actor=SYSTEM, now=NOW)
    with pytest.raises(Refusal, match="Cancel the contract instead"):
        correct_days(corrections=cancelled[2:], today=TODAY, actor=SYSTEM, now=NOW)
