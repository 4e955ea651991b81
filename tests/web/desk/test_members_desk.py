"""The desk: people found and checked, shares paid, the register of a day, exits and contracts decided."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.cooperative import (
    BORN,
    Facts,
    announced_contract,
    known_person,
    member,
    new_person,
    open_test_cooperative,
)
from tests.support.cooperative import subscribe as subscribe_for

from marke.countries.be.identifiers import format_structured_communication, make_iban, make_test_national_number
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.members.exits import propose_exclusion, request_exit
from marke.domain.members.models import Admission, ContractOfUse, Exit, Member, ShareMovement, Subscription
from marke.domain.members.operations import apply
from marke.domain.people import identity
from marke.domain.people.models import IdentityDocument, NationalNumberReveal, Organisation, Person, StaffRole
from marke.domain.people.operations import register_person

Staff = Callable[[StaffRole], Client]
NOW = timezone.now()


@pytest.fixture(autouse=True)
def cooperative(db: None) -> None:
    with acting_as_system():
        open_test_cooperative(years=(timezone.localdate().year - 1, timezone.localdate().year))


@pytest.fixture
def desk() -> Staff:
    """Makes a browser of a member of staff with this role."""
    from tests.web.conftest import make_user

    def open_desk(role: StaffRole) -> Client:
        with acting_as_system():
            user = make_user(f"{role}@example.org", staff_role=role, second_factor=True)
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return open_desk


def waiting_person() -> Person:
    """Somebody whose identity card came in."""
    with acting_as_system():
        person = register_person(new=new_person(Facts()), today=timezone.localdate(), actor=SYSTEM)
        scans = [identity.read_scan(kind=kind, content=b"\xff\xd8\xff00") for kind in ("id_front", "id_back")]
        identity.receive_identity_documents(person_id=person.pk, scans=scans, now=NOW, actor=SYSTEM)
    return person


def shareholder(serial: int = 1, *, shares: int = 1) -> Person:
    with acting_as_system():
        return member(Facts(serial=serial), shares=shares, on=timezone.localdate())


def test_people_are_found_by_either_name(desk: Staff) -> None:
    with acting_as_system():
        known_person(Facts(serial=1, given_name="Zoë", family_name="D'Hóndt"))
        known_person(Facts(serial=2, given_name="Karim", family_name="Azizi"))
    client = desk(StaffRole.ADVISER)
    for text in ("zoe", "d'hondt", "DHO"):
        found = "Hóndt" in client.get("/desk/people/", {"q": text}).content.decode()
        assert found == (text != "DHO")


@pytest.mark.parametrize(
    "query", [{"state": "nonsense"}, {"grade": "9"}, {"q": "%' or 1=1 --"}, {"page": "-5"}, {"q": "x" * 500}]
)
def test_a_hostile_filter_finds_nothing_and_breaks_nothing(desk: Staff, query: dict[str, str]) -> None:
    assert desk(StaffRole.ADVISER).get("/desk/people/", query).status_code in (200, 422)


def test_the_list_of_people_asks_a_constant_number_of_queries(desk: Staff, django_assert_max_num_queries) -> None:
    with acting_as_system():
        for serial in range(1, 16):
            known_person(Facts(serial=serial))
    client = desk(StaffRole.ADVISER)
    client.get("/desk/people/")
    with django_assert_max_num_queries(20):
        client.get("/desk/people/")


def test_an_identity_is_accepted_at_the_desk(desk: Staff) -> None:
    """The scans are looked at, decided, and gone."""
    person = waiting_person()
    client = desk(StaffRole.ADVISER)
    assert "To check" in client.get("/desk/people/?state=documents_in").content.decode()
    scan = client.get(f"/desk/people/{person.pk}/documents/id_front/")
    assert (scan["Content-Type"], scan["Cache-Control"]) == ("image/jpeg", "no-store")
    page = f"/desk/people/{person.pk}/identity/"
    assert client.post(page, {"decision": "accept", "grounds": "documents"}).status_code == 302
    person.refresh_from_db()
    assert person.identity_grade == 2
    assert not IdentityDocument.objects.exists()
    assert client.get(f"/desk/people/{person.pk}/documents/id_front/").status_code == 404


@pytest.mark.parametrize(
    "facts",
    [
        {"decision": "return", "grounds": "documents"},
        {"decision": "accept", "grounds": "guess"},
        {"decision": "", "grounds": "eid"},
    ],
)
def test_a_decision_without_reason_or_grounds_is_refused(desk: Staff, facts: dict[str, str]) -> None:
    person = waiting_person()
    assert desk(StaffRole.ADVISER).post(f"/desk/people/{person.pk}/identity/", facts).status_code == 422
    assert IdentityDocument.objects.count() == 2


def test_a_national_number_is_read_for_a_reason_and_not_kept(desk: Staff) -> None:
    with acting_as_system():
        person = known_person()
    client = desk(StaffRole.PAYROLL)
    digits = make_test_national_number(born=BORN, serial=1)
    assert digits not in client.get(f"/desk/people/{person.pk}/").content.decode()
    page = f"/desk/people/{person.pk}/national-number/"
    assert client.post(page, {"reason": "x"}).status_code == 422
    answer = client.post(page, {"reason": "Declaration of start"})
    assert digits in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert NationalNumberReveal.objects.count() == 1
    assert digits not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("identity/", StaffRole.ACCOUNTANT),
        ("national-number/", StaffRole.ADVISER),
        ("suspend/", StaffRole.ADVISER),
        ("admission/", StaffRole.SENIOR_ADVISER),
        ("exclusion/", StaffRole.ADVISER),
    ],
)
def test_each_decision_has_its_role(desk: Staff, path: str, role: StaffRole) -> None:
    with acting_as_system():
        person = known_person()
    assert desk(role).get(f"/desk/people/{person.pk}/{path}").status_code == 403


def test_an_account_is_suspended_and_opened_again(desk: Staff) -> None:
    person = shareholder()
    client, page = desk(StaffRole.SENIOR_ADVISER), f"/desk/people/{person.pk}/suspend/"
    assert client.post(page, {"reason": ""}).status_code == 422
    client.post(page, {"reason": "Card reported stolen"})
    assert Person.objects.get().state == Person.State.SUSPENDED
    client.post(page, {"reason": "New card seen"})
    assert Person.objects.get().state == Person.State.ACTIVE


def test_a_partner_is_admitted(desk: Staff) -> None:
    with acting_as_system():
        person = known_person()
    client = desk(StaffRole.BOARD)
    facts = {"category": "C", "reason": "Board of 3 March"}
    assert client.post(f"/desk/people/{person.pk}/admission/", facts).status_code == 302
    assert Admission.objects.get().category == "C"


def test_a_payment_is_recorded(desk: Staff) -> None:
    """From the queue to the register in one form."""
    today = timezone.localdate()
    with acting_as_system():
        subscription = subscribe_for(known_person(), on=today)
    client = desk(StaffRole.ACCOUNTANT)
    assert subscription.reference in client.get("/desk/shares/").content.decode().replace("/", "").replace("+", "")
    form = client.get("/desk/shares/payment/", {"reference": subscription.reference}).context["form"]
    facts = {
        "reference": form["reference"].value(),
        "amount": "30,00",
        "iban": make_iban(77),
        "paid_on": f"{today:%d/%m/%Y}",
    }
    assert client.post("/desk/shares/payment/", facts).status_code == 302
    assert Member.objects.get().state == Member.State.MEMBER
    assert "Peeters" in client.get("/desk/shares/register/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "29,99"),
        ("amount", "-30"),
        ("amount", "1e3"),
        ("iban", "BE00"),
        ("reference", "+++000/0000/00000+++"),
        ("paid_on", "1/1/2099"),
        ("paid_on", "yesterday"),
    ],
)
def test_a_payment_that_does_not_fit_is_refused_and_kept(desk: Staff, field: str, value: str) -> None:
    today = timezone.localdate()
    with acting_as_system():
        subscription = subscribe_for(known_person(), on=today)
    facts = {
        "reference": format_structured_communication(subscription.reference),
        "amount": "30,00",
        "iban": make_iban(77),
        "paid_on": f"{today:%d/%m/%Y}",
    }
    answer = desk(StaffRole.ACCOUNTANT).post("/desk/shares/payment/", {**facts, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ShareMovement.objects.exists()
    assert Subscription.objects.get().state == Subscription.State.SUBSCRIBED


def test_the_register_of_a_past_day_is_shown_and_downloaded(desk: Staff) -> None:
    shareholder(shares=2)
    client, today = desk(StaffRole.AUDITOR), timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    assert "no shareholders" in client.get("/desk/shares/register/", {"day": f"{yesterday:%d/%m/%Y}"}).content.decode()
    file = client.get("/desk/shares/register.xlsx", {"day": today.isoformat()})
    strings = ZipFile(BytesIO(file.content)).read("xl/sharedStrings.xml").decode()
    assert "Nora Peeters" in strings
    assert client.get("/desk/shares/register/", {"day": "31/2/2026"}).status_code == 422


def test_a_name_is_never_a_formula_in_the_spreadsheet(desk: Staff) -> None:
    with acting_as_system():
        member(Facts(given_name="=1+1", family_name='=HYPERLINK("http://x")'), on=timezone.localdate())
    file = desk(StaffRole.AUDITOR).get("/desk/shares/register.xlsx")
    assert "<f>" not in ZipFile(BytesIO(file.content)).read("xl/worksheets/sheet1.xml").decode()


def test_shares_are_transferred_by_member_number(desk: Staff) -> None:
    shareholder(1, shares=2)
    shareholder(2)
    client = desk(StaffRole.BOARD)
    assert client.post("/desk/shares/transfer/", {"giver": 1, "receiver": 9, "count": 1}).status_code == 422
    assert client.post("/desk/shares/transfer/", {"giver": 1, "receiver": 2, "count": 5}).status_code == 422
    assert client.post("/desk/shares/transfer/", {"giver": 1, "receiver": 2, "count": 1}).status_code == 302
    assert ShareMovement.objects.filter(kind="received").count() == 1


def test_an_exit_goes_from_request_to_repayment(desk: Staff) -> None:
    """The board accepts and releases, the accountant repays; nobody else."""
    today = timezone.localdate()
    person = shareholder()
    with acting_as_system():
        leaving = request_exit(member_id=apply(person_id=person.pk).pk, today=today, actor=SYSTEM)
    board, accountant, page = desk(StaffRole.BOARD), desk(StaffRole.ACCOUNTANT), f"/desk/exits/{leaving.pk}/"
    assert accountant.get(f"{page}accept/").status_code == 403
    assert board.post(f"{page}accept/", {"reason": ""}).status_code == 422
    assert board.post(f"{page}accept/", {"reason": "Board of today"}).status_code == 302
    assert "Days left" in board.get(page).content.decode()
    assert board.post(f"{page}release/", {"reason": "Both tests passed"}).status_code == 302
    facts = {"iban": make_iban(5), "on": f"{today:%d/%m/%Y}"}
    assert accountant.post(f"{page}repay/", {**facts, "iban": "x"}).status_code == 422
    assert accountant.post(f"{page}repay/", facts).status_code == 302
    assert Exit.objects.get().state == Exit.State.REPAID
    assert accountant.post(f"{page}repay/", facts).status_code == 422


def test_an_exclusion_is_proposed_and_rejected(desk: Staff) -> None:
    person = shareholder()
    board = desk(StaffRole.BOARD)
    assert board.post(f"/desk/people/{person.pk}/exclusion/", {"reason": "short"}).status_code == 422
    board.post(f"/desk/people/{person.pk}/exclusion/", {"reason": "Invoices of a company of their own"})
    proposal = Exit.objects.get()
    assert board.post(f"/desk/exits/{proposal.pk}/accept/", {"reason": "At once"}).status_code == 422
    assert board.post(f"/desk/exits/{proposal.pk}/reject/", {"reason": "Not proven"}).status_code == 302
    assert Exit.objects.get().state == Exit.State.REJECTED


def test_the_queue_of_exits_shows_those_in_progress(desk: Staff) -> None:
    today = timezone.localdate()
    assert "Nobody is leaving" in desk(StaffRole.AUDITOR).get("/desk/exits/").content.decode()
    with acting_as_system():
        person = member(Facts(serial=3), on=today)
        propose_exclusion(
            member_id=apply(person_id=person.pk).pk, reason="A reason that is long", today=today, actor=SYSTEM
        )
    assert "Nora Peeters" in desk(StaffRole.BOARD).get("/desk/exits/").content.decode()


def test_a_contract_of_use_is_written_and_announced(desk: Staff) -> None:
    today = timezone.localdate()
    board = desk(StaffRole.BOARD)
    facts = {
        "summary": "Clearer words",
        "open_from": f"{today:%d/%m/%Y}",
        "in_force_from": f"{today + dt.timedelta(days=30):%d/%m/%Y}",
        "nl": "# Gebruik",
        "fr": "",
        "en": "",
    }
    assert board.post("/desk/contracts-of-use/new/", facts).status_code == 302
    board.post("/desk/contracts-of-use/1/announce/")
    assert ContractOfUse.objects.get().announced_on is None, "the French text is missing"
    assert board.post("/desk/contracts-of-use/1/edit/", {**facts, "fr": "# Usage"}).status_code == 302
    board.post("/desk/contracts-of-use/1/announce/")
    assert ContractOfUse.objects.get().announced_on == today
    assert board.post("/desk/contracts-of-use/1/edit/", facts).status_code == 422
    assert "Gebruik" in board.get("/desk/contracts-of-use/1/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("summary", ""), ("open_from", "1/1/2099"), ("in_force_from", "soon"), ("summary", "x" * 501)]
)
def test_a_contract_of_use_that_cannot_be_is_refused_and_kept(desk: Staff, field: str, value: str) -> None:
    today = timezone.localdate()
    facts = {"summary": "S", "open_from": f"{today:%d/%m/%Y}", "in_force_from": f"{today:%d/%m/%Y}", "nl": "Long text"}
    answer = desk(StaffRole.BOARD).post("/desk/contracts-of-use/new/", {**facts, field: value})
    assert answer.status_code == 422
    assert "Long text" in answer.content.decode()
    assert not ContractOfUse.objects.exists()


def test_progress_of_acceptance_is_counted(desk: Staff) -> None:
    with acting_as_system():
        announced_contract(in_force_from=timezone.localdate())
    assert "In force" in desk(StaffRole.AUDITOR).get("/desk/contracts-of-use/").content.decode()


def test_late_subscriptions_expire_at_the_desk(desk: Staff) -> None:
    """The button appears when something is late, and undoes what was owed."""
    today = timezone.localdate()
    with acting_as_system():
        subscribe_for(known_person(), on=today.replace(day=1) - dt.timedelta(days=20))
    client = desk(StaffRole.ACCOUNTANT)
    assert "/desk/shares/expire/" in client.get("/desk/shares/").content.decode()
    client.post("/desk/shares/expire/")
    assert Subscription.objects.get().state == Subscription.State.EXPIRED


def test_an_organisation_is_registered_and_subscribes(desk: Staff) -> None:
    """From the person who represents it to shares in its own name."""
    with acting_as_system():
        person = known_person()
    client = desk(StaffRole.ADVISER)
    facts = {
        "name": "Kunst vzw",
        "kind": "association",
        "enterprise_number": "0403.019.261",
        "address": "Markt 1, 9000 Gent",
    }
    assert client.post(f"/desk/people/{person.pk}/organisation/", facts).status_code == 302
    found = Organisation.objects.get()
    assert "Kunst vzw" in client.get("/desk/organisations/", {"q": "KUNST"}).content.decode()
    assert client.post(f"/desk/organisations/{found.pk}/share/", {"count": 2}).status_code == 302
    assert Subscription.objects.get().member.organisation == found
    assert client.get(f"/desk/organisations/{found.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("enterprise_number", "0403.019.262"), ("address", "nowhere"), ("kind", "church"), ("name", "x" * 201)],
)
def test_an_organisation_that_cannot_be_is_refused_and_kept(desk: Staff, field: str, value: str) -> None:
    with acting_as_system():
        person = known_person()
    facts = {"name": "Kunst", "kind": "company", "enterprise_number": "0403019261", "address": "Markt 1, 9000 Gent"}
    answer = desk(StaffRole.ADVISER).post(f"/desk/people/{person.pk}/organisation/", {**facts, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Organisation.objects.exists()
