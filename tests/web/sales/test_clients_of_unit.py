"""The clients of a unit on screen: contacts, notes, the register, lists in and out, and what the desk blocked."""

from __future__ import annotations

import csv
import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from tests.support.selling import CLERK, TODAY, client_of, invoice_of

from marke.countries.be.identifiers import make_enterprise_number
from marke.domain.directory.models import ClientImport, RegisteredCompany, RegisterExtract
from marke.domain.directory.operations.states import block
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.sales.models import Client, ClientLink, Contact
from marke.domain.sales.operations.contacts import ContactInput, add_contact
from marke.domain.sales.operations.payments import PaymentInput
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.merge_clients import merge_clients
from marke.usecases.receive_payment import receive_payment

CLIENTS = "/units/1001/clients/"
LIST = "name;number;street;postcode;municipality\nLumen;0403019261;Dok 5;9000;Gent\nWrong;123;Dok 1;9000;Gent\n"


@pytest.fixture
def lumen(selling: None) -> uuid.UUID:
    with acting_as_system():
        return client_of(1001)


def text(browser: Browser, url: str) -> str:
    return browser.get(url, follow=True).content.decode()


def test_a_client_has_several_contacts(ann: Browser, lumen: uuid.UUID) -> None:
    ann.post(f"{CLIENTS}{lumen}/contacts/new/", {"name": "Zoë", "email": "zoe@lumen.example", "gets_quotes": "on"})
    ann.post(f"{CLIENTS}{lumen}/contacts/new/", {"name": "Adam", "email": "adam@lumen.example", "gets_invoices": "on"})
    page = text(ann, f"{CLIENTS}{lumen}/")
    assert "Zoë" in page
    assert "gets invoices" in page


def test_whoever_gets_documents_needs_an_address(ann: Browser, lumen: uuid.UUID) -> None:
    """Hostile twin: the refusal stands beside the field and the name stays typed."""
    response = ann.post(f"{CLIENTS}{lumen}/contacts/new/", {"name": "Zoë", "gets_invoices": "on"})
    assert response.status_code == 422
    assert "needs an e-mail address" in response.content.decode()
    assert "Zoë" in response.content.decode()


def test_a_contact_is_corrected_and_removed(ann: Browser, bob: Browser, lumen: uuid.UUID) -> None:
    with acting_as_system():
        zoe = add_contact(unit_id=1001, client_id=lumen, contact=ContactInput("Zoë"))
        add_contact(unit_id=1001, client_id=lumen, contact=ContactInput("Adam"))
    ann.post(f"/units/1001/contacts/{zoe}/", {"name": "Zoé"})
    assert bob.post(f"/units/1002/contacts/{zoe}/remove/").status_code == 404
    ann.post(f"/units/1001/contacts/{zoe}/remove/")
    with acting_as_system():
        assert dict(Contact.objects.values_list("name", "is_default")) == {"Adam": True}


def test_notes_are_kept_and_shown_as_text(ann: Browser, lumen: uuid.UUID) -> None:
    ann.post(f"{CLIENTS}{lumen}/notes/", {"notes": "<script>alert(1)</script> pays in May"})
    page = text(ann, f"{CLIENTS}{lumen}/")
    assert "pays in May" in page
    assert "<script>alert" not in page


def test_a_client_is_put_away_and_taken_back(ann: Browser, lumen: uuid.UUID) -> None:
    ann.post(f"{CLIENTS}{lumen}/away/", follow=True)
    assert f"{lumen}" not in text(ann, CLIENTS)
    assert f"{lumen}" in text(ann, f"{CLIENTS}?shelf=away")
    ann.post(f"{CLIENTS}{lumen}/away/", follow=True)
    assert f"{lumen}" in text(ann, CLIENTS)


def test_how_a_client_pays_is_drawn(ann: Browser, lumen: uuid.UUID) -> None:
    with acting_as_system():
        for _ in range(2):
            sent = issue_invoice(invoice=invoice_of(1001, lumen), on=TODAY, actor=SYSTEM)
            receive_payment(payment=PaymentInput(TODAY, 121_000, sent.communication), actor=SYSTEM)
    page = text(ann, f"{CLIENTS}{lumen}/")
    assert "all paid in time" in page
    assert "0 days" in page


def test_a_blocked_client_says_so_and_why_stays_at_the_desk(ann: Browser, lumen: uuid.UUID) -> None:
    with acting_as_system():
        block(client_ids=[lumen], reason="Insolvent", actor=CLERK)
    page = text(ann, f"{CLIENTS}{lumen}/")
    assert "The desk has blocked this client" in page
    assert "Insolvent" not in page
    assert "New invoice" not in page.split("</header>")[-1].split("figures")[0]


def test_a_merged_client_leads_to_the_one_it_is(ann: Browser, lumen: uuid.UUID) -> None:
    with acting_as_system():
        other = client_of(1001, name="Other", number="", country="LU")
        merge_clients(client_id=other, into=lumen, reason="Same", actor=CLERK)
    assert ann.get(f"{CLIENTS}{other}/")["Location"] == f"{CLIENTS}{lumen}/"


def test_the_register_offers_name_and_address(ann: Browser) -> None:
    with acting_as_system():
        RegisterExtract.objects.create(country="BE", as_of=TODAY, companies=1)
        RegisteredCompany.objects.create(
            country="BE", number="0403019261", name="Lumen nv", street="Dok 5", postcode="9000", municipality="Gent"
        )
    assert "Lumen nv" in text(ann, f"{CLIENTS}check/?number=0403.019.261")
    filled = ann.post(f"{CLIENTS}new/", {"number": "0403.019.261", "action": "fill", "kind": "company"})
    assert 'value="Lumen nv"' in filled.content.decode()
    with acting_as_system():
        assert not Client.objects.exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0403.019.261", "No extract of the public register is loaded here"),
        ("0403.019.262", "one of them is mistyped"),
        ("0403", ""),
        ("FR40303265045", ""),
    ],
)
def test_the_check_says_what_it_cannot_know(ann: Browser, number: str, said: str) -> None:
    page = text(ann, f"{CLIENTS}check/?number={number}")
    assert said in page
    assert ("notice" in page or "register" in page) == bool(said)


def test_a_look_alike_is_shown_with_its_reason(ann: Browser, lumen: uuid.UUID) -> None:
    assert "almost the same name" in text(ann, f"{CLIENTS}check/?name=Festival Lummen")


def test_a_list_is_looked_at_and_then_added(ann: Browser) -> None:
    given = SimpleUploadedFile("clients.csv", LIST.encode("cp1252"), content_type="text/csv")
    response = ann.post(f"{CLIENTS}import/", {"file": given}, follow=True)
    page = response.content.decode()
    assert "1 row of 2 will be added" in page
    assert "not a Belgian enterprise number" in page
    with acting_as_system():
        assert not Client.objects.exists()
    here = response.redirect_chain[-1][0]
    assert "1 client was added or linked" in ann.post(here, {"action": "add"}, follow=True).content.decode()


def test_a_pasted_list_is_read_as_well(ann: Browser) -> None:
    assert "1 row of 2" in ann.post(f"{CLIENTS}import/", {"pasted": LIST}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"x" * 100, "This is a spreadsheet"),
        (b"\x00\x01\x02" * 100, "not text"),
        (b"a" * 3_000_000, "larger than 2 MB"),
        (b"", "no row under the first one"),
    ],
    ids=["xlsx", "binary", "large", "empty"],
)
def test_what_is_no_list_is_refused_beside_the_file(ann: Browser, content: bytes, said: str) -> None:
    """Hostile twin: nothing is kept of it."""
    response = ann.post(f"{CLIENTS}import/", {"file": SimpleUploadedFile("x.csv", content)})
    assert response.status_code == 422
    assert said in response.content.decode()
    with acting_as_system():
        assert not ClientImport.objects.exists()


def test_another_unit_does_not_add_a_list(ann: Browser, bob: Browser) -> None:
    """Hostile twin."""
    here = ann.post(f"{CLIENTS}import/", {"pasted": LIST})["Location"]
    assert bob.post(here.replace("1001", "1002"), {"action": "add"}).status_code == 404


def test_the_columns_are_said_by_hand_and_a_list_is_thrown_away(ann: Browser) -> None:
    pasted = "who;what;where;code;town\nLumen;0403019261;Dok 5;9000;Gent\n"
    here = ann.post(f"{CLIENTS}import/", {"pasted": pasted})["Location"]
    twice = {f"column-{n}": "name" for n in range(5)}
    assert ann.post(here, {**twice, "action": "map"}).status_code == 422
    meant = dict(
        zip((f"column-{n}" for n in range(5)), ("name", "number", "street", "postcode", "municipality"), strict=True)
    )
    assert "1 row of 1 will be added" in ann.post(here, {**meant, "action": "map"}, follow=True).content.decode()
    ann.post(here, {"action": "forget"})
    with acting_as_system():
        assert not ClientImport.objects.exists()


def test_a_formula_leaves_as_text(ann: Browser, lumen: uuid.UUID) -> None:
    """Hostile twin: a spreadsheet that opens the list runs nothing."""
    with acting_as_system():
        Client.objects.update(name="=cmd|' /C calc'!A0")
    rows = list(csv.reader(io.StringIO(ann.get(f"{CLIENTS}list.csv").content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "'=cmd|' /C calc'!A0"
    book = zipfile.ZipFile(io.BytesIO(ann.get(f"{CLIENTS}list.xlsx").content))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert ann.get(f"{CLIENTS}list.exe").status_code == 404


def test_the_list_takes_the_same_number_of_questions_however_long(ann: Browser, lumen: uuid.UUID) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            assert ann.get(CLIENTS).status_code == 200
        return len(questions)

    asked()
    few = asked()
    with acting_as_system():
        for n in range(20):
            other = client_of(1001, name=f"Client {n}", number=make_enterprise_number(200 + n))
            add_contact(unit_id=1001, client_id=other, contact=ContactInput("Zoë"))
        assert ClientLink.objects.count() == 21
    assert asked() == few


def draft(client_id: uuid.UUID, price: str, **more: str) -> dict[str, str]:
    """An invoice as far as it is typed."""
    return {
        "client": str(client_id),
        "line-TOTAL_FORMS": "1",
        "line-INITIAL_FORMS": "0",
        "line-0-description": "Concert",
        "line-0-quantity": "1",
        "line-0-unit_price": price,
        "line-0-vat": "0.21|",
        **more,
    }


@pytest.mark.parametrize(("price", "is_told"), [("4000", False), ("5000", True)])
def test_whoever_writes_an_invoice_learns_what_the_guarantee_does_not_cover(
    ann: Browser, lumen: uuid.UUID, price: str, is_told: bool
) -> None:
    """Of 6,050.00 with VAT, 1,050.00 lies above the start of 5,000.00; 4,840.00 lies below it."""
    page = ann.get("/units/1001/invoices/preview/", draft(lumen, price)).content.decode()
    assert "Festival Lumen" in page
    assert ("The guarantee does not cover €1,050.00" in page.replace("\u00a0", "")) == is_told
