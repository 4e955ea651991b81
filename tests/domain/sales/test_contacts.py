"""Whom a unit knows at a client, and to whom its documents go."""

from __future__ import annotations

import uuid

import pytest
from tests.support.selling import TODAY, client_of, open_unit

from marke.domain.sales.models import Client, ClientLink, Contact
from marke.domain.sales.operations.contacts import (
    MOST_CONTACTS,
    ContactInput,
    NewContact,
    add_contact,
    add_contacts,
    change_contact,
    put_away,
    remove_contact,
    take_back,
)
from marke.domain.sales.queries.contacts import Recipient, contacts_of, invoice_recipients_of, quote_recipients
from marke.kernel.refusal import Refusal

pytestmark = pytest.mark.usefixtures("selling")

ZOE = ContactInput("Zoë", email="zoe@lumen.example", gets_quotes=True)
ADAM = ContactInput("Adam", email="adam@lumen.example", language="de", gets_invoices=True)


@pytest.fixture
def lumen(selling: None) -> Client:
    return Client.objects.get(pk=client_of(1001))


def add(client: Client, *people: ContactInput) -> list[uuid.UUID]:
    return [add_contact(unit_id=1001, client_id=client.pk, contact=person) for person in people]


def first() -> str:
    return Contact.objects.get(is_default=True).name


def test_the_first_contact_stays_first_until_somebody_else_is(lumen: Client) -> None:
    _, adam = add(lumen, ZOE, ADAM)
    assert first() == "Zoë"
    change_contact(unit_id=1001, contact_id=adam, contact=ContactInput("Adam", is_default=True))
    assert first() == "Adam"


def test_somebody_follows_when_the_first_contact_goes(lumen: Client) -> None:
    zoe, _ = add(lumen, ZOE, ADAM)
    remove_contact(unit_id=1001, contact_id=zoe)
    assert first() == "Adam"


def test_many_contacts_of_one_client_have_one_first(lumen: Client) -> None:
    """Also when they come together, as from a list."""
    new = [NewContact(1001, lumen.pk, ContactInput(name, is_default=True)) for name in ("A", "B", "C")]
    add_contacts(contacts=new)
    assert first() == "C"


def test_quotes_go_to_the_contacts_that_get_quotes(lumen: Client) -> None:
    add(lumen, ZOE, ADAM)
    assert [person.email for person in quote_recipients(unit_id=1001, client=lumen)] == ["zoe@lumen.example"]


def getting_invoices(client: Client) -> list[Recipient]:
    return invoice_recipients_of([(1001, client)])[1001, client.pk]


def test_invoices_go_to_the_client_s_address_and_to_whoever_gets_them_once_each(lumen: Client) -> None:
    """In the language of each; the client's own address counts once, whoever has it."""
    lumen.email = "ADAM@lumen.example"
    add(lumen, ZOE, ADAM)
    assert [person.language for person in getting_invoices(lumen)] == ["nl"]
    lumen.email = "info@lumen.example"
    assert [(person.email, person.language) for person in getting_invoices(lumen)] == [
        ("info@lumen.example", "nl"),
        ("adam@lumen.example", "de"),
    ]


def test_without_any_address_nobody_gets_anything(lumen: Client) -> None:
    assert quote_recipients(unit_id=1001, client=lumen) == []
    assert getting_invoices(lumen) == []


@pytest.mark.parametrize(
    ("contact", "field"),
    [(ContactInput("  "), "name"), (ContactInput("Zoë", gets_invoices=True), "email")],
)
def test_an_incomplete_contact_is_refused_beside_its_field(lumen: Client, contact: ContactInput, field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        add(lumen, contact)
    assert refusal.value.field == field


def test_contacts_of_other_units_are_out_of_reach(lumen: Client) -> None:
    """Hostile twin: neither changed, nor removed, nor added at a client the unit does not have."""
    open_unit(1002)
    (zoe,) = add(lumen, ZOE)
    for act in (
        lambda: change_contact(unit_id=1002, contact_id=zoe, contact=ADAM),
        lambda: remove_contact(unit_id=1002, contact_id=zoe),
        lambda: add_contact(unit_id=1002, client_id=lumen.pk, contact=ADAM),
    ):
        with pytest.raises(Refusal):
            act()
    assert [person.name for person in contacts_of(unit_id=1001, client_id=lumen.pk)] == ["Zoë"]


def test_a_hundred_contacts_are_enough(lumen: Client) -> None:
    add_contacts(contacts=[NewContact(1001, lumen.pk, ContactInput(f"P{n}")) for n in range(MOST_CONTACTS)])
    with pytest.raises(Refusal, match="at most 100"):
        add(lumen, ZOE)


def test_a_client_that_is_added_again_comes_back_from_the_archive(lumen: Client) -> None:
    assert put_away(unit_id=1001, client_ids=[lumen.pk], on=TODAY) == 1
    client_of(1001)
    assert ClientLink.objects.get().archived_on is None
    assert take_back(unit_id=1001, client_ids=[lumen.pk]) == 0
