"""What people do in the money loop, and what somebody with bad intentions tries."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from tests.support.selling import OTHER_NUMBER, TODAY, client_of, invoice_of
from tests.support.visitors import together

from marke.domain.accounts.models import DemoPersona
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.queries import unit_budget
from marke.domain.people.models import User
from marke.domain.purchases.enums import CostState
from marke.domain.purchases.models import Cost
from marke.domain.sales.models import Client, ClientLink, Contact, Invoice, Payment
from marke.domain.sales.operations.payments import PaymentInput
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment

CLIENT = {
    "kind": "company",
    "number": "0403.019.261",
    "name": "Festival Lumen",
    "street": "Dok 5",
    "postcode": "9000",
    "municipality": "Gent",
    "country": "BE",
    "vat_liable": "on",
    "language": "nl",
}


@pytest.fixture
def lumen(selling: None) -> uuid.UUID:
    with acting_as_system():
        return client_of(1001)


@pytest.fixture
def sent(lumen: uuid.UUID) -> Invoice:
    with acting_as_system():
        return issue_invoice(invoice=invoice_of(1001, lumen), on=TODAY, actor=SYSTEM)


@pytest.fixture
def rich(sent: Invoice) -> None:
    """Unit 1001 has 935.00 of received budget."""
    with acting_as_system():
        receive_payment(payment=PaymentInput(TODAY, sent.gross, sent.communication), actor=SYSTEM)


def invoice_data(client: object, *, price: str = "1.000,00", vat: str = "0.21|", **more: str) -> dict[str, str]:
    return {
        "client": str(client),
        "line-TOTAL_FORMS": "1",
        "line-INITIAL_FORMS": "0",
        "line-0-description": "Concert",
        "line-0-quantity": "1",
        "line-0-unit_price": price,
        "line-0-vat": vat,
        "action": "send",
        **more,
    }


# Clients


def test_a_member_adds_a_client(ann: Browser) -> None:
    response = ann.post("/units/1001/clients/new/", CLIENT, follow=True)
    assert "Festival Lumen is your client now" in response.content.decode()
    with acting_as_system():
        assert Client.objects.get().vat_number == "BE0403019261"


def test_a_client_known_by_its_number_is_linked_not_written_twice(ann: Browser, bob: Browser) -> None:
    """Two units, one legal client; neither sees that the other works for it."""
    ann.post("/units/1001/clients/new/", CLIENT | {"contact_name": "Zoë"})
    response = bob.post("/units/1002/clients/new/", CLIENT | {"name": "Lumen festival"}, follow=True)
    assert "knew this number already" in response.content.decode()
    assert "Zoë" not in response.content.decode()
    with acting_as_system():
        assert (Client.objects.count(), ClientLink.objects.count()) == (1, 2)


@pytest.mark.parametrize("number", ["0403.019.262", "", "'; drop table sales_client; --"])
def test_a_number_that_cannot_exist_is_refused_and_what_was_typed_stays(ann: Browser, number: str) -> None:
    response = ann.post("/units/1001/clients/new/", CLIENT | {"number": number})
    assert response.status_code == 422
    assert "not a Belgian enterprise number" in response.content.decode()
    assert "Dok 5" in response.content.decode()


def test_a_client_s_name_is_shown_never_run(ann: Browser) -> None:
    """Hostile twin: script in a name is text."""
    response = ann.post("/units/1001/clients/new/", CLIENT | {"name": "<script>alert(1)</script>"}, follow=True)
    assert "<script>alert" not in response.content.decode()


def test_a_shared_client_is_not_changed_by_one_unit(ann: Browser, lumen: uuid.UUID) -> None:
    """Hostile twin: a unit cannot redirect the invoices that others send to the same client."""
    with acting_as_system():
        client_of(1002)
    response = ann.post(f"/units/1001/clients/{lumen}/edit/", CLIENT | {"email": "mine@example.org"})
    assert response.status_code == 422
    assert "Other units also work" in response.content.decode()


def test_the_number_of_another_client_is_refused(ann: Browser, lumen: uuid.UUID) -> None:
    with acting_as_system():
        client_of(1002, number=OTHER_NUMBER)
    response = ann.post(f"/units/1001/clients/{lumen}/edit/", CLIENT | {"number": OTHER_NUMBER})
    assert "already knows another client" in response.content.decode()


def test_a_contact_is_the_unit_s_own(ann: Browser, bob: Browser, lumen: uuid.UUID) -> None:
    ann.post(f"/units/1001/clients/{lumen}/contacts/new/", {"name": "Zoë", "email": "zoe@example.org"})
    assert bob.post(f"/units/1002/clients/{lumen}/contacts/new/", {"name": "Mallory"}).status_code == 404
    with acting_as_system():
        assert Contact.objects.get().name == "Zoë"


def test_looking_a_number_up_shows_the_public_identity_only(bob: Browser, ann: Browser) -> None:
    ann.post("/units/1001/clients/new/", CLIENT | {"email": "secret@example.org", "contact_name": "Zoë"})
    shown = bob.get("/units/1002/clients/check/?number=BE0403019261").content.decode()
    assert "Festival Lumen" in shown
    assert "secret@" not in shown
    assert "Zoë" not in shown
    assert "Festival" not in bob.get("/units/1002/clients/check/?name=Festival").content.decode()


# Invoices


def test_a_member_sends_an_invoice(ann: Browser, lumen: uuid.UUID) -> None:
    response = ann.post("/units/1001/invoices/new/", invoice_data(lumen), follow=True)
    page = response.content.decode()
    assert "Invoice 2026/00001 is made out" in page
    assert "€1,210.00" in page


def test_the_live_document_shows_what_will_be_sent(ann: Browser, lumen: uuid.UUID) -> None:
    page = ann.get("/units/1001/invoices/preview/", invoice_data(lumen)).content.decode()
    assert "€935.00" in page
    assert "€1,210.00" in page


def test_a_draft_is_kept_changed_and_sent(ann: Browser, lumen: uuid.UUID) -> None:
    kept = ann.post("/units/1001/invoices/new/", invoice_data(lumen, action="draft"))
    assert kept.url.endswith("/edit/")
    response = ann.post(kept.url, invoice_data(lumen, price="500"), follow=True)
    assert "€605.00" in response.content.decode()
    assert ann.get(kept.url).status_code == 404


def test_one_more_line_keeps_what_was_typed(ann: Browser, lumen: uuid.UUID) -> None:
    """Without script too: the button shows the form again with another empty line."""
    page = ann.post("/units/1001/invoices/new/", invoice_data(lumen, action="line")).content.decode()
    assert 'name="line-1-description"' in page
    assert "1.000,00" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vat": "0.06|"}, "not one of the available choices"),
        ({"vat": "0.00|eu_services"}, "another EU country"),
        ({"price": "-5"}, "more than zero"),
        ({"price": "1.55555"}, "at most four decimals"),
        ({"line-0-quantity": "1e99"}, "quantity such as"),
        ({"line-0-quantity": "NaN"}, "quantity such as"),
        ({"line-0-description": ""}, "required"),
    ],
)
def test_a_wrong_line_is_refused_in_words(ann: Browser, lumen: uuid.UUID, change: dict[str, str], said: str) -> None:
    response = ann.post("/units/1001/invoices/new/", invoice_data(lumen, **change))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Concert" in response.content.decode() or "line-0-description" in change


def test_a_member_cannot_invoice_another_unit_s_client(ann: Browser, selling: None) -> None:
    """Hostile twin: the id of a client is not enough; the unit must work for it."""
    with acting_as_system():
        stranger = client_of(1002, number=OTHER_NUMBER)
    assert ann.post("/units/1001/invoices/new/", invoice_data(stranger)).status_code == 422
    with acting_as_system():
        assert not Invoice.objects.exists()


def test_a_member_cannot_write_in_another_unit(bob: Browser, lumen: uuid.UUID, sent: Invoice) -> None:
    for address in ("invoices/new/", f"invoices/{sent.pk}/credit/", f"invoices/{sent.pk}/discard/", "costs/new/"):
        assert bob.post(f"/units/1001/{address}", invoice_data(lumen)).status_code == 404


def test_sending_twice_makes_two_invoices_only_when_asked_twice(ann: Browser, lumen: uuid.UUID) -> None:
    """A draft that was sent cannot be sent again from a page left open."""
    kept = ann.post("/units/1001/invoices/new/", invoice_data(lumen, action="draft")).url
    ann.post(kept, invoice_data(lumen))
    assert ann.post(kept, invoice_data(lumen)).status_code == 404
    with acting_as_system():
        assert Invoice.objects.count() == 1


def test_a_member_takes_an_invoice_back(ann: Browser, sent: Invoice) -> None:
    address = f"/units/1001/invoices/{sent.pk}/credit/"
    assert "goes out of the budget" in ann.get(address).content.decode()
    assert ann.post(address, {"reason": ""}).status_code == 422
    page = ann.post(address, {"reason": "Wrong client"}, follow=True).content.decode()
    assert "C2026/00001" in page
    assert "credited once" in ann.post(address, {"reason": "Again"}).content.decode()


def test_rule_09_what_must_i_invoice_to_have_1150(ann: Browser) -> None:
    """X3 on screen: 1,229.95."""
    page = ann.get("/units/1001/invoices/needed/?budget=1.150").content.decode()
    assert "1,229" in page
    assert "€79.95" in page
    assert ann.get("/units/1001/invoices/needed/?budget=-1").status_code == 422


# Payments


def test_the_desk_records_a_payment(clerk: Browser, sent: Invoice) -> None:
    data = {"amount": "1.210,00", "received_on": "11/9/2026", "communication": sent.communication}
    page = clerk.post("/desk/payments/new/", data, follow=True).content.decode()
    assert "€935.00 is now available in unit 1001" in page


def test_unmatched_money_is_allocated_by_number(clerk: Browser, sent: Invoice) -> None:
    response = clerk.post("/desk/payments/new/", {"amount": "50", "received_on": "11/9/2026"}, follow=True)
    address = response.redirect_chain[-1][0]
    assert "There is no invoice" in clerk.post(address, {"invoice": "2026/99999"}).content.decode()
    assert "pays invoice 2026/00001" in clerk.post(address, {"invoice": "2026/00001"}, follow=True).content.decode()


@pytest.mark.parametrize("change", [{"amount": "-5"}, {"amount": "0"}, {"received_on": "32/1/2026"}, {"invoice": "x"}])
def test_a_payment_that_cannot_be_is_refused(clerk: Browser, sent: Invoice, change: dict[str, str]) -> None:
    data = {"amount": "50", "received_on": "11/9/2026"} | change
    assert clerk.post("/desk/payments/new/", data).status_code == 422
    with acting_as_system():
        assert not Payment.objects.exists()


def test_a_member_sees_no_bank_lines(ann: Browser, rich: None) -> None:
    """Hostile twin: payments belong to the enterprise; a member sees what settles the own invoice, not who paid how."""
    assert ann.get("/desk/payments/").status_code == 403
    assert ann.post("/desk/payments/new/", {"amount": "50", "received_on": "11/9/2026"}).status_code == 403


# Costs

COST = {
    "supplier": "Muziekhuis",
    "spent_on": "11/9/2026",
    "gross": "121",
    "vat_rate": "0.21",
    "category": "material",
    "proof": "invoice",
    "paid_by": "member",
}


def test_a_member_hands_in_a_cost_and_the_desk_decides(ann: Browser, clerk: Browser, rich: None) -> None:
    photo = SimpleUploadedFile("strings.jpg", b"\xff\xd8\xff photo", content_type="image/jpeg")
    page = ann.post("/units/1001/costs/new/", COST | {"receipt": photo}, follow=True).content.decode()
    assert "€100.00 is reserved" in page
    with acting_as_system():
        cost = Cost.objects.get()
    assert "1 done, 0 not done" in together(clerk, "/desk/costs/together/", cost.pk, action="approve")
    assert "1 done, 0 not done" in together(clerk, "/desk/costs/together/?state=approved", cost.pk, action="pay")
    with acting_as_system():
        assert Cost.objects.get().state == CostState.PAID
        assert unit_budget(unit_id=1001).received == 83_500


def test_the_desk_rejects_with_a_reason(ann: Browser, clerk: Browser, rich: None) -> None:
    ann.post("/units/1001/costs/new/", COST)
    with acting_as_system():
        cost = Cost.objects.get()
    address = f"/desk/costs/{cost.pk}/"
    assert clerk.post(address, {"action": "reject", "reason": ""}).status_code == 422
    page = clerk.post(address, {"action": "reject", "reason": "Private"}, follow=True).content.decode()
    assert "the budget is free again" in page
    assert "Private" in ann.get(f"/units/1001/costs/{cost.pk}/").content.decode()


def test_a_cost_above_the_budget_says_what_is_available(ann: Browser, rich: None) -> None:
    response = ann.post("/units/1001/costs/new/", COST | {"gross": "5.000"})
    assert response.status_code == 422
    assert "€935.00 of received money is available" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"gross": "-5"}, "or more"),
        ({"spent_on": "11/9/2027"}, "still to come"),
        ({"vat_rate": "0.99"}, "not one of the available choices"),
        ({"category": "yacht"}, "not one of the available choices"),
        ({"paid_by": "supplier"}, "account of the supplier"),
        ({"paid_by": "supplier", "pay_to_iban": "BE00 0000"}, "not a bank account number"),
    ],
)
def test_a_cost_that_cannot_be_is_refused_in_words(ann: Browser, rich: None, change: dict[str, str], said: str) -> None:
    response = ann.post("/units/1001/costs/new/", COST | change)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_program_is_no_receipt(ann: Browser, rich: None) -> None:
    """Hostile twin: a page with script, named as a photo. It is read as XML and is none."""
    page = SimpleUploadedFile("photo.jpg", b"<html><script>alert(1)</script>", content_type="image/jpeg")
    response = ann.post("/units/1001/costs/new/", COST | {"receipt": page})
    assert response.status_code == 422
    assert "not well-formed XML" in response.content.decode()
    with acting_as_system():
        assert not Cost.objects.exists()


def test_who_entered_a_cost_does_not_approve_it(clerk: Browser, ann: Browser, rich: None) -> None:
    """Hostile twin: an accountant who holds a unit hands in a cost and picks it in the queue."""
    ann.post("/units/1001/costs/new/", COST)
    with acting_as_system():
        cost = Cost.objects.get()
        User.objects.filter(email="ann@example.org").update(staff_role="accountant")
    with acting_as_system():
        ann_user = User.objects.get(email="ann@example.org")
        DemoPersona.objects.create(user=ann_user, name="Ann", title="Both", story="Holds a unit", order=2)
    assert "another person decides" in together(ann, "/desk/costs/together/", cost.pk, action="approve")
    with acting_as_system():
        assert Cost.objects.get().state == CostState.SUBMITTED
