"""Two records become one client, and nothing that was printed changes."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from tests.support.ordering import open_order
from tests.support.selling import CLERK, OTHER_NUMBER, TODAY, client_of, invoice_of, open_house, open_unit

from marke.domain.foundation.transactions import SYSTEM, acting, acting_as_system
from marke.domain.orders.models import Order
from marke.domain.sales.enums import ClientKind, ClientState
from marke.domain.sales.models import Client, ClientLink, Contact, Invoice, Payment
from marke.domain.sales.operations.contacts import ContactInput, add_contact, note
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.sales.queries.clients import look_up
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.merge_clients import merge_clients, preview_merge
from marke.usecases.receive_payment import receive_payment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house() -> object:
    with acting_as_system():
        open_house()
        open_unit(1001)
        open_unit(1002)
        yield


@pytest.fixture
def nameless() -> uuid.UUID:
    """Lumen once more, written without its number: of Luxembourg, where numbers are not compulsory here."""
    return client_of(1001, name="Lumen festival", number="", country="LU")


@pytest.fixture
def lumen() -> uuid.UUID:
    return client_of(1002)


def test_documents_and_money_follow_and_keep_what_they_printed(nameless: uuid.UUID, lumen: uuid.UUID) -> None:
    invoice = issue_invoice(invoice=invoice_of(1001, nameless), on=TODAY, actor=SYSTEM)
    receive_payment(payment=PaymentInput(TODAY, 21_000, invoice.communication), actor=SYSTEM)
    printed = Invoice.objects.get().parties
    seen = preview_merge(client_id=nameless, into=lumen)
    assert dict(seen.things) == {"invoices": 1, "payments of clients": 1}
    assert (seen.units, seen.units_of_both, seen.outstanding) == ((1001,), (), 100_000)
    merge_clients(client_id=nameless, into=lumen, reason="Same festival", actor=CLERK)
    assert (Invoice.objects.get().client_id, Payment.objects.get().client_id) == (lumen, lumen)
    assert Invoice.objects.get().parties == printed
    gone = Client.objects.get(pk=nameless)
    assert (gone.state, gone.merged_into_id) == (ClientState.MERGED, lumen)


def test_a_signed_order_follows_too(nameless: uuid.UUID, lumen: uuid.UUID) -> None:
    """What a client signed stays word for word, and belongs to the client it is now."""
    order = open_order(1001, client_id=nameless)
    merge_clients(client_id=nameless, into=lumen, reason="Same festival", actor=CLERK)
    assert Order.objects.get(pk=order).client_id == lumen


def test_looking_writes_nothing(nameless: uuid.UUID, lumen: uuid.UUID) -> None:
    preview_merge(client_id=nameless, into=lumen)
    assert Client.objects.get(pk=nameless).state == ClientState.IDENTIFIED


def test_a_unit_that_knows_both_keeps_all_contacts_and_notes(nameless: uuid.UUID, lumen: uuid.UUID) -> None:
    client_of(1001)
    for client_id, name in ((nameless, "Zoë"), (lumen, "Adam")):
        add_contact(unit_id=1001, client_id=client_id, contact=ContactInput(name))
        note(unit_id=1001, client_id=client_id, notes=f"Knows {name}")
    merge_clients(client_id=nameless, into=lumen, reason="Same", actor=CLERK)
    link = ClientLink.objects.get(unit_id=1001)
    assert (link.client_id, link.notes) == (lumen, "Knows Adam\n\nKnows Zoë")
    assert dict(Contact.objects.values_list("name", "is_default")) == {"Adam": True, "Zoë": False}


def test_a_unit_follows_its_client(nameless: uuid.UUID, lumen: uuid.UUID) -> None:
    merge_clients(client_id=nameless, into=lumen, reason="Same", actor=CLERK)
    with acting(actor=SYSTEM, units=[1001]):
        assert list(Client.objects.values_list("pk", flat=True)) == [lumen]


def test_the_trust_of_both_counts(nameless: uuid.UUID, lumen: uuid.UUID) -> None:
    invoice = issue_invoice(invoice=invoice_of(1001, nameless), on=TODAY, actor=SYSTEM)
    receive_payment(payment=PaymentInput(TODAY, 121_000, invoice.communication), actor=SYSTEM)
    merge_clients(client_id=nameless, into=lumen, reason="Same", actor=CLERK)
    assert Client.objects.get(pk=lumen).history.highest_in_time == 121_000


def test_a_number_leads_to_the_client_that_is_kept(lumen: uuid.UUID) -> None:
    """Two records with the same VAT number cannot be; a chain of merges leads to its end."""
    one, two = (client_of(1001, name=name, number="", country="LU") for name in ("One", "Two"))
    merge_clients(client_id=one, into=two, reason="Same", actor=CLERK)
    merge_clients(client_id=two, into=lumen, reason="Same", actor=CLERK)
    assert set(Client.objects.filter(merged_into=lumen).values_list("pk", flat=True)) == {one, two}
    assert look_up(number="0403019261").client_id == lumen


@pytest.mark.parametrize(
    ("kind", "number", "rule"),
    [
        (ClientKind.COMPANY, OTHER_NUMBER, "merge.two-numbers"),
        (ClientKind.PRIVATE, "", "merge.person-and-organisation"),
    ],
)
def test_two_persons_never_become_one(lumen: uuid.UUID, kind: ClientKind, number: str, rule: str) -> None:
    other = client_of(1001, name="Other", number=number, kind=kind)
    with pytest.raises(Refusal) as refusal:
        merge_clients(client_id=other, into=lumen, reason="Same", actor=CLERK)
    assert refusal.value.rule == rule


def test_the_client_with_the_number_is_kept(nameless: uuid.UUID, lumen: uuid.UUID) -> None:
    with pytest.raises(Refusal, match="Keep the client that has a number"):
        merge_clients(client_id=lumen, into=nameless, reason="Same", actor=CLERK)


def test_a_client_is_merged_once_and_not_into_itself(nameless: uuid.UUID, lumen: uuid.UUID) -> None:
    with pytest.raises(Refusal, match="another client"):
        merge_clients(client_id=lumen, into=lumen, reason="Same", actor=CLERK)
    merge_clients(client_id=nameless, into=lumen, reason="Same", actor=CLERK)
    with pytest.raises(Refusal, match="merged already"):
        merge_clients(client_id=nameless, into=lumen, reason="Same", actor=CLERK)


def test_the_database_lets_an_invoice_follow_a_merge_and_nothing_else(nameless: uuid.UUID, lumen: uuid.UUID) -> None:
    """Hostile twin: an issued invoice is not moved to another client by hand."""
    issue_invoice(invoice=invoice_of(1001, nameless), on=TODAY, actor=SYSTEM)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Invoice.objects.update(client_id=lumen)
