"""My details: changed, proven, downloaded."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.support.cooperative import BORN, announced_contract, open_test_cooperative
from tests.support.visitors import log_in, member_with_log_in

from marke.countries.be.identifiers import make_iban, make_test_national_number
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.members.models import Acceptance
from marke.domain.people.models import BankAccount, IdentityDocument, Person, User
from marke.domain.people.operations import NewPerson, register_person

DETAILS = {
    "given_name": "Nora",
    "family_name": "Peeters",
    "language": "fr",
    "street": "Markt 1",
    "postcode": "9000",
    "municipality": "Gent",
    "phone": "0470 12 34 56",
}


@pytest.fixture(autouse=True)
def cooperative(db: None) -> None:
    with acting_as_system():
        open_test_cooperative(years=(timezone.localdate().year,))


@pytest.fixture
def nora() -> Client:
    with acting_as_system():
        return member_with_log_in(shares=0)[0]


def test_it_works(nora: Client) -> None:
    """The page shows who I am, and the number only in its last digits."""
    page = nora.get("/me/").content.decode()
    assert "Nora Peeters" in page
    assert make_test_national_number(born=BORN, serial=1) not in page
    assert nora.post("/me/details/", DETAILS).status_code == 302
    assert Person.objects.get().street == "Markt 1"


@pytest.mark.parametrize(
    ("field", "value"),
    [("phone", "x"), ("language", "xx"), ("street", ""), ("family_name", "Other"), ("postcode", "9" * 40)],
)
def test_details_that_cannot_be_are_refused_and_kept(nora: Client, field: str, value: str) -> None:
    answer = nora.post("/me/details/", {**DETAILS, field: value})
    assert answer.status_code == 422
    assert Person.objects.get().street == "Kerkstraat 12"
    assert "Markt 1" in answer.content.decode() or field == "street"


def test_a_new_account_is_registered(nora: Client) -> None:
    assert nora.post("/me/bank-account/", {"iban": make_iban(55)}).status_code == 302
    assert BankAccount.objects.get(ended_at__isnull=True).iban == make_iban(55)
    assert nora.post("/me/bank-account/", {"iban": "BE00"}).status_code == 422


def scan(name: str, content: bytes = b"\xff\xd8\xff0000") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def unchecked() -> Client:
    """Somebody whose identity was not checked yet."""
    with acting_as_system():
        user = User.objects.create_user("lou@example.org", language="en")
        new = NewPerson("Lou", "Maes", birth_date=BORN, user_id=user.pk)
        register_person(new=new, today=timezone.localdate(), actor=user.pk)
    return log_in(user)


def test_the_identity_card_is_sent_in() -> None:
    client = unchecked()
    answer = client.post("/me/identity/", {"id_front": scan("front.jpg"), "id_back": scan("back.jpg")})
    assert answer.status_code == 302
    assert Person.objects.get().state == Person.State.DOCUMENTS_IN


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"id_front": b"\xff\xd8\xff0000"},
        {"id_front": b"MZ-program", "id_back": b"\xff\xd8\xff0000"},
        {"passport": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"},
    ],
)
def test_what_proves_nothing_is_refused(files: dict[str, bytes]) -> None:
    answer = unchecked().post("/me/identity/", {name: scan("x.jpg", content) for name, content in files.items()})
    assert answer.status_code == 422
    assert not IdentityDocument.objects.exists()


def test_everything_that_is_stored_can_be_downloaded(nora: Client) -> None:
    """The number stays masked, the scans and keys stay out."""
    stored = json.loads(nora.get("/me/data/").content)
    assert stored["person"]["family_name"] == "Peeters"
    assert stored["bank_accounts"][0]["iban"] == make_iban(1001)
    assert make_test_national_number(born=BORN, serial=1) not in json.dumps(stored)


def test_the_contract_of_use_is_read_and_accepted(nora: Client) -> None:
    """Rule 25 on screen: the page leads to the version that asks, shows its text, and takes the answer."""
    with acting_as_system():
        announced_contract(
            in_force_from=timezone.localdate(), text="<script>alert(1)</script> [x](javascript:alert(1))"
        )
    address = nora.get("/contract-of-use/").url
    page = nora.get(address)
    assert "<script>alert" not in page.content.decode()
    assert 'href="javascript' not in page.content.decode()
    form = page.context["form"]
    facts = {"answer": "accept", "fingerprint": form["fingerprint"].value(), "language": form["language"].value()}
    assert nora.post(address, {**facts, "fingerprint": "0" * 64}).status_code == 422
    assert nora.post(address, {**facts, "answer": "maybe"}).status_code == 422
    assert nora.post(address, facts).url == "/home/"
    assert Acceptance.objects.get().accepted
    assert "Accepted" in nora.get("/contract-of-use/").content.decode()


def test_a_change_under_way_shows_its_clock_and_can_be_taken_back(nora: Client) -> None:
    """The page says from when the new account is used; typing the old one again ends the change at once."""
    nora.post("/me/bank-account/", {"iban": make_iban(55)})
    page = nora.get("/me/bank-account/").content.decode()
    assert "A new account is on its way" in page
    assert "Until then on" in page
    nora.post("/me/bank-account/", {"iban": make_iban(1001)})
    assert "A new account is on its way" not in nora.get("/me/bank-account/").content.decode()


def test_somebody_may_wait_for_the_new_account(nora: Client) -> None:
    nora.post("/me/bank-account/", {"iban": make_iban(55), "waits": "on"})
    assert "Until then your pay waits." in nora.get("/me/bank-account/").content.decode()


def test_an_open_browser_is_not_enough_to_change_an_account(nora: Client) -> None:
    """Whoever has a password proves it again: the page asks for it first, and nothing is registered meanwhile."""
    with acting_as_system():
        user = User.objects.get(email="nora@example.org")
        user.set_password("three plain words together")
        user.save()
    browser = log_in(user)
    answer = browser.post("/me/bank-account/", {"iban": make_iban(55)})
    assert answer["Location"].startswith("/account/reauthenticate/")
    with acting_as_system():
        assert not BankAccount.objects.filter(iban=make_iban(55)).exists()
