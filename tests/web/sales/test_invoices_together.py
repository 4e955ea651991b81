"""Many invoices at once: drafts sent or thrown away, documents downloaded; and what bad intentions try."""

import datetime as dt
import io
import uuid
import zipfile
from decimal import Decimal

import pytest
from django.test import Client as Browser
from tests.support.selling import OTHER_NUMBER, TODAY, client_of, invoice_of, line
from tests.support.visitors import log_in, together

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import Person, User
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.invoices import save_draft
from marke.domain.units.models import UnitRole
from marke.usecases.issue_invoice import issue_invoice

START = "/units/1001/invoices/together/"


@pytest.fixture
def drafts(selling: None) -> list[uuid.UUID]:
    """Two drafts that can be sent, and one whose VAT has no reason."""
    with acting_as_system():
        client = client_of(1001, email="lumen@example.org")
        good = [save_draft(invoice=invoice_of(1001, client), actor=SYSTEM) for _ in range(2)]
        bad = invoice_of(1001, client, line("100", vat=Decimal("0.06")))
        return [*good, save_draft(invoice=bad, actor=SYSTEM)]


@pytest.fixture
def sent(selling: None) -> Invoice:
    with acting_as_system():
        return issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


def numbers() -> list[str]:
    with acting_as_system():
        return sorted(Invoice.objects.filter(number__isnull=False).values_list("number", flat=True))


def test_the_dry_run_names_the_draft_that_cannot_go(ann: Browser, drafts: list[uuid.UUID]) -> None:
    """Each row says what would happen; nothing has a number yet."""
    page = ann.post(START, {"picked": drafts, "action": "send"}, follow=True).content.decode()
    assert "2 can be done, 1 cannot" in page
    assert "Festival Lumen pays €1,210.00 by" in page
    assert "needs its reason" in page
    assert numbers() == []


def test_after_the_yes_the_good_drafts_are_invoices_without_a_gap(ann: Browser, drafts: list[uuid.UUID]) -> None:
    """The draft that cannot go stays a draft, and its number was never taken."""
    assert "2 done, 1 not done" in together(ann, START, *drafts, action="send")
    assert numbers() == ["2026/00001", "2026/00002"]
    with acting_as_system():
        assert Invoice.objects.get(pk=drafts[2]).is_draft


def test_drafts_are_thrown_away_and_sent_invoices_are_not(ann: Browser, drafts: list[uuid.UUID], sent: Invoice) -> None:
    page = together(ann, START, drafts[0], sent.pk, action="discard")
    assert "1 done, 1 not done" in page
    assert "take it back with a credit note" in page


def test_documents_come_in_one_file_under_their_numbers(ann: Browser, sent: Invoice) -> None:
    answer = ann.post(START, {"picked": [sent.pk], "action": "download"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["2026-00001.pdf"]
        assert archive.read("2026-00001.pdf").startswith(b"%PDF-")


def test_a_draft_has_no_document(ann: Browser, drafts: list[uuid.UUID]) -> None:
    page = ann.post(START, {"picked": drafts, "action": "download"}, follow=True).content.decode()
    assert "A draft has no document yet" in page


def test_the_invoices_of_another_unit_are_not_touched(ann: Browser, bob: Browser, drafts: list[uuid.UUID]) -> None:
    """Hostile: keys of unit 1001 sent to the address of unit 1002, and to one's neighbour's address."""
    page = bob.post("/units/1002/invoices/together/", {"picked": drafts, "action": "send"}, follow=True)
    assert "Choose at least one row first." in page.content.decode()
    assert bob.post(START, {"picked": drafts, "action": "send"}).status_code == 404
    here = ann.post(START, {"picked": drafts, "action": "send"}, follow=True).request["PATH_INFO"]
    assert bob.post(here.replace("1001", "1002"), {"action": "confirm"}).status_code == 404
    assert numbers() == []


def test_mixed_keys_take_ones_own_alone(bob: Browser, drafts: list[uuid.UUID]) -> None:
    with acting_as_system():
        own = save_draft(invoice=invoice_of(1002, client_of(1002, number=OTHER_NUMBER)), actor=SYSTEM)
    page = together(bob, "/units/1002/invoices/together/", own, *drafts, action="send")
    assert "1 done, 0 not done" in page
    with acting_as_system():
        assert Invoice.objects.filter(unit_id=1001, issued_on__isnull=False).count() == 0


def test_whoever_may_only_look_downloads_and_does_not_send(drafts: list[uuid.UUID]) -> None:
    with acting_as_system():
        user = User.objects.create_user("zoe@example.org", language="en")
        zoe = Person.objects.create(user=user, family_name="Zoë")
        UnitRole.objects.create(
            unit_id=1001, person=zoe, kind="administrator", scopes=["view"], valid_from=dt.date(2026, 1, 1)
        )
    looking = log_in(user)
    page = looking.get("/units/1001/invoices/").content.decode()
    assert 'value="download"' in page
    assert 'value="send"' not in page
    assert looking.post(START, {"picked": drafts, "action": "send"}).status_code == 404


def test_the_desk_downloads_what_matches_its_filter(clerk: Browser, sent: Invoice) -> None:
    found = clerk.post("/desk/invoices/together/?number=2026", {"all": "1", "action": "download"})
    assert found.headers["Content-Type"] == "application/zip"
    none = clerk.post("/desk/invoices/together/?number=2025", {"all": "1", "action": "download"}, follow=True)
    assert "Choose at least one row first." in none.content.decode()
