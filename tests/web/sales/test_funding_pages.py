"""Funding agreements on the screen: entered, claimed, reported, closed; and what somebody with bad intentions tries."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from tests.support.selling import NOW, OTHER_NUMBER, TODAY, client_of

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.funding.enums import FundingKind
from marke.domain.funding.models import Agreement, Claim
from marke.domain.funding.operations import AgreementInput, ReportInput, TrancheInput, enter_agreement
from marke.domain.sales.operations.payments import PaymentInput
from marke.usecases.receive_payment import receive_payment

NEW = "/units/1001/funding/new/"
PDF = b"%PDF-1.7 agreement"


@pytest.fixture
def city(selling: None) -> uuid.UUID:
    with acting_as_system():
        return client_of(1001, name="City of Ghent")


@pytest.fixture
def season(city: uuid.UUID) -> Agreement:
    """10,000.00 in two halves, with a report to deliver."""
    halves = tuple(TrancheInput(label, 500_000, TODAY) for label in ("First half", "Second half"))
    given = AgreementInput(
        1001, city, FundingKind.PATRONAGE, "Season", 1_000_000, TODAY, TODAY, tranches=halves,
        reports=(ReportInput("Final report", TODAY),),
    )  # fmt: skip
    with acting_as_system():
        return enter_agreement(agreement=given, actor=SYSTEM, now=NOW)


def typed(funder: object, **change: object) -> dict[str, object]:
    """What a member fills in, with one part and one report."""
    return {
        "funder": str(funder),
        "kind": "subsidy",
        "title": "Season",
        "amount": "10.000",
        "starts_on": "1/9/2026",
        "ends_on": "31/8/2027",
        "part-TOTAL_FORMS": "1",
        "part-INITIAL_FORMS": "0",
        "part-0-label": "All of it",
        "part-0-amount": "10.000",
        "part-0-planned_on": "1/10/2026",
        "report-TOTAL_FORMS": "2",
        "report-INITIAL_FORMS": "0",
        "report-0-title": "Final report",
        "report-0-due_on": "1/10/2027",
        **change,
    }


def test_a_member_enters_an_agreement(ann: Browser, city: uuid.UUID) -> None:
    file = SimpleUploadedFile("agreement.pdf", PDF, content_type="application/pdf")
    page = ann.post(NEW, typed(city, file=file), follow=True).content.decode()
    assert "The agreement is entered" in page
    assert "All of it" in page
    assert "Final report" in page
    assert "agreement.pdf" in page
    with acting_as_system():
        kept = Agreement.objects.get().files.get()
    assert ann.get(f"/units/1001/funding/files/{kept.pk}/").headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "0"},
        {"amount": "9.999"},
        {"ends_on": "31/8/2026"},
        {"part-0-amount": "much"},
        {"part-0-label": ""},
        {"report-0-due_on": ""},
        {"part-TOTAL_FORMS": "5000"},
        {"title": ""},
    ],
    ids=lambda change: "-".join(f"{name}{value}" for name, value in change.items()),
)
def test_an_agreement_that_cannot_be_is_refused_in_place(ann: Browser, city: uuid.UUID, change: dict[str, str]) -> None:
    response = ann.post(NEW, typed(city, **change))
    assert response.status_code == 422
    with acting_as_system():
        assert not Agreement.objects.exists()


def test_a_program_is_no_agreement(ann: Browser, city: uuid.UUID) -> None:
    file = SimpleUploadedFile("agreement.pdf", b"MZ", content_type="application/pdf")
    assert "something else" in ann.post(NEW, typed(city, file=file)).content.decode()


def test_the_funder_of_another_unit_cannot_be_chosen(ann: Browser, bob: Browser, city: uuid.UUID) -> None:
    with acting_as_system():
        stranger = client_of(1002, name="Foundation", number=OTHER_NUMBER)
    assert ann.post(NEW, typed(stranger)).status_code == 422


def test_without_a_client_there_is_no_funder(ann: Browser) -> None:
    assert "add them first" in ann.get(NEW).content.decode()


def test_a_part_is_claimed_with_one_button(ann: Browser, season: Agreement) -> None:
    """The funder owes it, the progress bar moves, and the button of the part is gone."""
    here = f"/units/1001/funding/{season.pk}/"
    with acting_as_system():
        first = season.tranches.first().pk
    page = ann.post(f"{here}claim/", {"tranche": str(first)}, follow=True).content.decode()
    assert "Claim F2026/00001 asks €5,000.00 of City of Ghent." in page
    assert "€5,000.00 of €10,000.00" in page
    assert page.count("Claim this part") == 1
    again = ann.post(f"{here}claim/", {"tranche": str(first)})
    assert again.status_code == 422
    assert "claimed already" in again.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"amount": "10.000,01"}, "left to claim"),
        ({"amount": "0"}, "0.01"),
        ({}, "Choose a part"),
        ({"tranche": "nonsense"}, "valid UUID"),
        ({"tranche": str(uuid.uuid4())}, "left to claim"),
    ],
    ids=["too much", "zero", "nothing", "no key", "a part of nobody"],
)
def test_a_claim_that_cannot_be_is_refused(ann: Browser, season: Agreement, sent: dict[str, str], said: str) -> None:
    response = ann.post(f"/units/1001/funding/{season.pk}/claim/", sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    with acting_as_system():
        assert not Claim.objects.exists()


def test_a_patron_is_thanked_when_the_gift_is_in(ann: Browser, season: Agreement) -> None:
    here = f"/units/1001/funding/{season.pk}/"
    ann.post(f"{here}claim/", {"amount": "10.000"})
    with acting_as_system():
        claim = Claim.objects.get()
    thanks = f"/units/1001/funding/claims/{claim.pk}/thanks/"
    assert thanks not in ann.get(here).content.decode()
    assert ann.get(thanks).status_code == 409
    with acting_as_system():
        receive_payment(payment=PaymentInput(TODAY, 1_000_000, claim.invoice.communication), actor=SYSTEM)
    assert thanks in ann.get(here).content.decode()
    assert ann.get(thanks).content.startswith(b"%PDF-")


def test_a_report_is_delivered_with_its_file(ann: Browser, season: Agreement) -> None:
    with acting_as_system():
        report = season.reports.get().pk
    address = f"/units/1001/funding/reports/{report}/"
    assert ann.post(address, {"file": SimpleUploadedFile("r.pdf", b"MZ")}).status_code == 422
    page = ann.post(address, {"file": SimpleUploadedFile("r.pdf", PDF)}, follow=True).content.decode()
    assert "«Final report» is delivered." in page


def test_an_agreement_is_closed_with_a_reason(ann: Browser, season: Agreement) -> None:
    here = f"/units/1001/funding/{season.pk}/"
    assert ann.post(f"{here}close/", {"reason": ""}).status_code == 422
    page = ann.post(f"{here}close/", {"reason": "Withdrawn"}, follow=True).content.decode()
    assert "Withdrawn" in page
    assert "Claim this part" not in page
    assert ann.post(f"{here}claim/", {"amount": "1"}).status_code == 422


def test_the_palette_finds_an_agreement_by_its_funder(
    ann: Browser, bob: Browser, clerk: Browser, season: Agreement
) -> None:
    for browser, address in ((ann, "/palette/"), (clerk, "/desk/palette/")):
        assert "funding agreement" in browser.get(f"{address}?q=city+of").content.decode()
    assert "funding agreement" not in bob.get("/palette/?q=season").content.decode()


def test_another_unit_sees_nothing(bob: Browser, season: Agreement) -> None:
    for unit in (1001, 1002):
        assert bob.get(f"/units/{unit}/funding/{season.pk}/").status_code == 404
        assert bob.post(f"/units/{unit}/funding/{season.pk}/claim/", {"amount": "1"}).status_code == 404


def test_the_desk_sees_all_agreements(clerk: Browser, season: Agreement) -> None:
    assert "Season" in clerk.get("/desk/funding/?text=ghent").content.decode()
    assert "Season" not in clerk.get("/desk/funding/?text=elsewhere").content.decode()
    page = clerk.get(f"/desk/funding/{season.pk}/").content.decode()
    assert "Not delivered" in page
    assert "Claim this part" not in page
