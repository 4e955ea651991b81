"""What suppliers send, on the screens: booked with one tap by the member, assigned or set aside by the desk."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client as Browser
from django.utils import timezone
from tests.support.einvoices import credit_note, invoice
from tests.support.enterprise import receive
from tests.support.selling import NOW
from tests.support.visitors import together

from marke.domain.einvoicing.enums import IncomingState
from marke.domain.einvoicing.models import Incoming
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.purchases.models import Cost
from marke.domain.units.models import Unit
from marke.ops.einvoice.simulator import Simulator
from marke.reporting.unit_waiting import waiting_for
from marke.rules.einvoice import write_invoice
from marke.usecases.receive_einvoices import receive_einvoices

TODAY = dt.date(2026, 9, 11)


def arrived(net: Simulator, *, reference: str = "1001", content: bytes | None = None, **more) -> Incoming:
    made = invoice(issued_on=TODAY, due_on=TODAY, buyer_reference=reference, **{"number": "S-1", **more})
    net.book.receive(content if content is not None else write_invoice(made), at=NOW)
    (row,) = receive_einvoices(now=timezone.now())
    return row


@pytest.fixture
def money(selling: None) -> None:
    with acting_as_system():
        receive(Unit.objects.get(pk=1001), 50_000, day=TODAY)


def state_of(row: Incoming) -> str:
    with acting_as_system():
        return str(Incoming.objects.get(pk=row.pk).state)


def test_one_tap_books_a_received_invoice(ann: Browser, net: Simulator, money: None) -> None:
    """Everything is filled in; the member confirms and sees the cost."""
    row = arrived(net)
    assert "The cooperative" in ann.get("/units/1001/costs/incoming/").content.decode()
    address = f"/units/1001/costs/incoming/{row.pk}/"
    assert "S-1" in ann.get(address).content.decode()
    answer = ann.post(address, {"category": "material", "paid_by": "supplier"}, follow=True)
    assert "Booked: €100.00 is reserved" in answer.content.decode()
    assert state_of(row) == IncomingState.BOOKED
    assert ann.get(address).status_code == 200


def test_the_costs_page_tells_how_many_wait(ann: Browser, net: Simulator) -> None:
    """Nobody has to look for them."""
    arrived(net)
    assert "Received invoices (1)" in ann.get("/units/1001/costs/").content.decode()


def test_without_budget_the_form_says_why_and_keeps_what_was_chosen(ann: Browser, net: Simulator) -> None:
    """The hostile twin: nothing is booked, and the reason stands in the form."""
    row = arrived(net)
    answer = ann.post(f"/units/1001/costs/incoming/{row.pk}/", {"category": "rent", "paid_by": "supplier"})
    assert answer.status_code == 422
    assert "available" in answer.content.decode()
    assert 'value="rent" selected' in answer.content.decode()
    assert state_of(row) == IncomingState.OPEN


@pytest.mark.parametrize(
    "typed", [{}, {"category": "nonsense", "paid_by": "supplier"}, {"category": "rent", "paid_by": "x"}]
)
def test_a_booking_that_makes_no_sense_is_not_made(ann: Browser, net: Simulator, money: None, typed: dict) -> None:
    """Invented kinds of cost and payers are refused beside their fields."""
    row = arrived(net)
    assert ann.post(f"/units/1001/costs/incoming/{row.pk}/", {"x": "1", **typed}).status_code == 422
    with acting_as_system():
        assert not Cost.objects.exists()


def test_the_last_kind_of_cost_of_a_supplier_is_chosen_again(ann: Browser, net: Simulator, money: None) -> None:
    """The second invoice of a supplier needs no choice."""
    first = arrived(net)
    ann.post(f"/units/1001/costs/incoming/{first.pk}/", {"category": "equipment", "paid_by": "supplier"})
    second = arrived(net, number="S-2")
    assert 'value="equipment" selected' in ann.get(f"/units/1001/costs/incoming/{second.pk}/").content.decode()


def test_another_unit_finds_nothing(bob: Browser, net: Simulator) -> None:
    """What was sent to unit 1001 does not exist for unit 1002, by whatever address."""
    row = arrived(net)
    assert "The cooperative" not in bob.get("/units/1002/costs/incoming/").content.decode()
    assert bob.get(f"/units/1002/costs/incoming/{row.pk}/").status_code == 404
    assert bob.get(f"/units/1001/costs/incoming/{row.pk}/").status_code == 404
    assert bob.get(f"/units/1002/costs/incoming/{row.pk}/xml/").status_code == 404


def test_the_file_is_there_as_it_came(ann: Browser, net: Simulator) -> None:
    """The exact bytes, as a download that runs nothing."""
    made = write_invoice(invoice(number="S/1", issued_on=TODAY, buyer_reference="1001"))
    row = arrived(net, content=made)
    answer = ann.get(f"/units/1001/costs/incoming/{row.pk}/xml/")
    assert answer.content == made
    assert answer["Content-Disposition"] == 'attachment; filename="S-1.xml"'
    assert answer["Content-Security-Policy"] == "sandbox"


def test_a_credit_note_is_not_offered_as_a_cost(ann: Browser, net: Simulator, money: None) -> None:
    """The page says what happens with it; whoever sends the form all the same books nothing."""
    note = write_invoice(credit_note(issued_on=TODAY, due_on=TODAY, buyer_reference="1001"))
    row = arrived(net, content=note)
    address = f"/units/1001/costs/incoming/{row.pk}/"
    text = ann.get(address).content.decode()
    assert "The desk settles it" in text
    assert "Book as cost" not in text
    ann.post(address, {"category": "rent", "paid_by": "supplier"})
    with acting_as_system():
        assert not Cost.objects.exists()


def test_the_desk_gives_a_document_to_its_unit(clerk: Browser, ann: Browser, net: Simulator) -> None:
    """It named nobody; somebody who knows types the number."""
    row = arrived(net, reference="Festival")
    assert "S-1" in clerk.get("/desk/einvoices/inbox/").content.decode()
    clerk.post(f"/desk/einvoices/inbox/{row.pk}/", {"action": "give", "unit": "1001"})
    assert state_of(row) == IncomingState.OPEN
    assert "S-1" in ann.get("/units/1001/costs/incoming/").content.decode()


def test_a_unit_that_does_not_exist_is_refused_beside_its_field(clerk: Browser, net: Simulator) -> None:
    """The hostile twin keeps what was typed."""
    row = arrived(net, reference="Festival")
    answer = clerk.post(f"/desk/einvoices/inbox/{row.pk}/", {"action": "give", "unit": "4711"})
    assert answer.status_code == 422
    assert "There is no open unit 4711." in answer.content.decode()
    assert 'value="4711"' in answer.content.decode()
    assert state_of(row) == IncomingState.TO_ASSIGN


def test_the_desk_sets_a_document_aside_with_a_reason(clerk: Browser, net: Simulator) -> None:
    """And not without one."""
    row = arrived(net, reference="Festival")
    address = f"/desk/einvoices/inbox/{row.pk}/"
    assert clerk.post(address, {"action": "aside", "reason": ""}).status_code == 422
    clerk.post(address, {"action": "aside", "reason": "Sent to the wrong house"})
    assert state_of(row) == IncomingState.SET_ASIDE


def test_many_documents_are_given_to_a_unit_together(clerk: Browser, net: Simulator) -> None:
    """Pick, say the number, look, confirm."""
    rows = [arrived(net, reference="Festival", number=f"S-{number}") for number in (1, 2)]
    said = together(clerk, "/desk/einvoices/inbox/together/", *(row.pk for row in rows), action="give", note="1001")
    assert "Unit 1001 finds it" in said
    assert {state_of(row) for row in rows} == {IncomingState.OPEN}


def test_a_hostile_file_is_shown_with_its_reason_and_nothing_of_it_is_run(clerk: Browser, net: Simulator) -> None:
    """The desk reads in words why it was not opened."""
    row = arrived(net, content=b'<!DOCTYPE x [<!ENTITY a "<script>alert(1)</script>">]><Invoice>&a;</Invoice>')
    text = clerk.get(f"/desk/einvoices/inbox/{row.pk}/").content.decode()
    assert "This file cannot be read" in text
    assert "<script>alert(1)" not in text


def test_words_of_a_supplier_are_shown_as_text(ann: Browser, net: Simulator) -> None:
    """Whatever a supplier writes into its invoice, it is read and never run."""
    row = arrived(net, reference="unit 1001 <script>alert(1)</script>")
    assert "<script>alert(1)" not in ann.get(f"/units/1001/costs/incoming/{row.pk}/").content.decode()


def test_the_account_is_asked_for_only_when_the_document_names_none(ann: Browser, net: Simulator, money: None) -> None:
    """What the supplier wrote counts; nobody can type another account over it."""
    named, silent = arrived(net), arrived(net, number="S-2", payment_means=())
    assert "pay_to_iban" not in ann.get(f"/units/1001/costs/incoming/{named.pk}/").content.decode()
    address, choice = f"/units/1001/costs/incoming/{silent.pk}/", {"category": "rent", "paid_by": "supplier"}
    assert "Give the account" in ann.post(address, choice).content.decode()
    assert ann.post(address, {**choice, "pay_to_iban": "BE71 0961 2345 6760"}).status_code == 422
    ann.post(address, {**choice, "pay_to_iban": "BE71 0961 2345 6769"})
    ann.post(f"/units/1001/costs/incoming/{named.pk}/", {**choice, "pay_to_iban": "BE71 0961 2345 6769"})
    with acting_as_system():
        assert {cost.pay_to_iban for cost in Cost.objects.all()} == {"BE71096123456769", "BE68539007547034"}


def test_desk_and_unit_are_told_what_waits(clerk: Browser, net: Simulator) -> None:
    """The desk finds what names no unit, the unit what is to book."""
    arrived(net, reference="Festival")
    arrived(net, number="S-2")
    assert "Received invoices that name no unit" in clerk.get("/desk/").content.decode()
    with acting_as_system():
        waiting = {each.what: each.count for each in waiting_for(unit_id=1001, as_of=TODAY)}
    assert waiting["incoming"] == 1
