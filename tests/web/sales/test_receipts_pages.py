"""Takings of a day, declared in three fields, paid in by the desk; and what somebody with bad intentions tries."""

import datetime as dt

import pytest
from django.test import Client as Browser
from tests.support.selling import TODAY

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.queries import unit_budget
from marke.domain.outbox.models import Message
from marke.domain.people.models import User
from marke.domain.receipts.models import Receipt
from marke.reporting.unit_waiting import waiting_for
from marke.usecases.remind_receipts import remind_receipts

NEW = "/units/1001/receipts/new/"
TAKINGS = {
    "gross": "106,00",
    "taken_on": "11/9/2026",
    "description": "Entrance of the evening",
    "vat": "0.06|culture_admission",
    "taken_as": "cash",
    "payer": "private",
}


def declare(browser: Browser, **change: str) -> str:
    return browser.post(NEW, TAKINGS | change, follow=True).content.decode()


def the_receipt() -> Receipt:
    with acting_as_system():
        return Receipt.objects.get()


def test_a_member_declares_the_takings_of_a_day(ann: Browser) -> None:
    """X13 on the screen: what to pay in, by when, with which communication, and what it brings."""
    page = declare(ann)
    assert "Receipt R2026/00001: pay €106.00 in by" in page
    assert "€93.50 is yours to use" in page
    assert "+++326/0000/001" in page
    assert "data:image/svg+xml" in page


def test_the_form_remembers_last_time(ann: Browser) -> None:
    declare(ann)
    page = ann.get(NEW).content.decode()
    assert 'value="Entrance of the evening"' in page
    assert '<option value="0.06|culture_admission" selected>' in page


def test_a_business_is_led_to_an_invoice(ann: Browser) -> None:
    page = ann.post(NEW, TAKINGS | {"payer": "company"})
    assert page.status_code == 422
    assert "always gets an invoice" in page.content.decode()
    assert 'value="106,00"' in page.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"gross": "-1"},
        {"gross": "much"},
        {"taken_on": "12/9/2026"},
        {"vat": "0.06|"},
        {"vat": "0.00|eu_services"},
        {"vat": "0.00|funding"},
        {"payer": "nobody"},
        {"description": ""},
    ],
    ids=lambda change: "-".join(f"{name}{value}" for name, value in change.items()),
)
def test_takings_that_cannot_be_are_refused_in_place(ann: Browser, change: dict[str, str]) -> None:
    """Hostile: a rate without reason, a reason of another country's business, a subsidy as takings."""
    response = ann.post(NEW, TAKINGS | change)
    assert response.status_code == 422
    with acting_as_system():
        assert not Receipt.objects.exists()


def test_the_desk_records_the_money_and_the_receipt_is_found(ann: Browser, clerk: Browser) -> None:
    declare(ann)
    line = {"amount": "120", "received_on": "11/9/2026", "communication": the_receipt().communication}
    page = clerk.post("/desk/payments/new/", line, follow=True).content.decode()
    assert "€106.00 is paid in for receipt R2026/00001; €93.50 is now available in unit 1001." in page
    assert "€14.00 is recorded and waits" in page
    with acting_as_system():
        assert unit_budget(unit_id=1001).available == 9_350


def test_money_for_the_receipt_alone_leads_to_the_receipt(ann: Browser, clerk: Browser) -> None:
    declare(ann)
    line = {"amount": "106", "received_on": "11/9/2026", "communication": the_receipt().communication}
    answer = clerk.post("/desk/payments/new/", line)
    assert answer.headers["Location"] == f"/desk/receipts/{the_receipt().pk}/"
    assert "€106.00 paid in" in clerk.get(answer.headers["Location"]).content.decode()


def test_a_mistake_is_taken_back_with_a_reason(ann: Browser) -> None:
    declare(ann)
    here = f"/units/1001/receipts/{the_receipt().pk}/take-back/"
    assert "stays in the receipts book" in ann.get(here).content.decode()
    assert ann.post(here, {"reason": ""}).status_code == 422
    page = ann.post(here, {"reason": "Counted twice"}, follow=True).content.decode()
    assert "does not count any more" in page
    assert "Counted twice" in page
    assert ann.post(here, {"reason": "Again"}).status_code == 422


def test_the_palette_finds_a_receipt_by_number_and_amount(ann: Browser, bob: Browser, clerk: Browser) -> None:
    declare(ann)
    assert "R2026/00001" in ann.get("/palette/?q=r2026/00001").content.decode()
    assert "R2026/00001" in clerk.get("/desk/palette/?q=106").content.decode()
    assert "Entrance of the evening" not in bob.get("/palette/?q=r2026/00001").content.decode()


def test_another_unit_sees_nothing(ann: Browser, bob: Browser) -> None:
    declare(ann)
    receipt = the_receipt().pk
    assert bob.get(f"/units/1001/receipts/{receipt}/").status_code == 404
    assert bob.get(f"/units/1002/receipts/{receipt}/").status_code == 404
    assert bob.post(f"/units/1002/receipts/{receipt}/take-back/", {"reason": "x"}).status_code == 404


def test_late_takings_stand_at_the_desk_and_in_the_unit(ann: Browser, clerk: Browser) -> None:
    declare(ann)
    assert the_receipt().due_on == TODAY + dt.timedelta(days=10)
    assert "R2026/00001" in clerk.get("/desk/receipts/?status=open").content.decode()
    assert "R2026/00001" not in clerk.get("/desk/receipts/").content.decode()
    with acting_as_system():
        waiting = {each.what: each.amount for each in waiting_for(unit_id=1001, as_of=TODAY)}
    assert waiting["receipts"] == 10_600


def test_a_late_member_is_reminded_once_a_week(ann: Browser) -> None:
    """The day after the last day, and seven days later; the same night twice sends one mail."""
    declare(ann)
    due = dt.datetime(2026, 9, 21, 6, tzinfo=dt.UTC)
    sent = []
    for days in (0, 1, 1, 2, 8):
        with acting_as_system():
            remind_receipts(now=due + dt.timedelta(days=days), actor=SYSTEM)
            sent.append(Message.objects.count())
    assert sent == [0, 1, 1, 1, 2]
    with acting_as_system():
        assert Message.objects.first().payload["to"] == User.objects.get(email="ann@example.org").email


@pytest.mark.parametrize("address", ["/units/1001/receipts/", "/units/1001/receipts/?status=late", NEW])
def test_every_page_of_the_member_opens(ann: Browser, address: str) -> None:
    assert ann.get(address).status_code == 200
