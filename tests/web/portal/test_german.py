"""German clients read German on every page: each sentence is followed while a page is made, and none is left out.

The catalogue of German holds what clients read and no more (`marke.ops.catalogues.CLIENT_FACING`); this test proves
that the list of places is enough.
"""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import translation
from tests.support.selling import NOW, TODAY
from tests.web.portal.conftest import Follow, sent_invoice, sent_quote
from tests.web.portal.test_pages import pay

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.usecases.credit_invoice import credit_invoice


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every sentence that was asked for in German and came back in English."""
    found: set[str] = set()
    known = translation.trans_real.translation("de")
    real = translation.trans_real.gettext

    def watched(message: str) -> str:
        if translation.get_language() == "de" and message and message not in known._catalog:
            found.add(message)
        return real(message)

    monkeypatch.setattr(translation._trans, "gettext", watched)
    return found


@pytest.fixture
def german(festival: uuid.UUID, follow: Follow) -> Client:
    """A visit in German."""
    return follow(festival, language="de")


def test_it_works(german: Client, missing: set[str]) -> None:
    """The first page greets in German, with figures as they are written there."""
    assert "Ihre Dokumente von Atelier 1001" in german.get("/portal/").content.decode()
    assert missing == set()


def test_every_page_of_money_is_german(festival: uuid.UUID, german: Client, missing: set[str]) -> None:
    """Open, late, partly paid, paid and credited invoices, and the statement of them all."""
    invoices = [sent_invoice(festival, on=TODAY - dt.timedelta(days=20 * late)) for late in (1, 1, 0, 0)]
    pay(invoices[0], 10_000)
    pay(invoices[2], 121_000)
    with acting_as_system():
        note = credit_invoice(invoice_id=invoices[3].pk, on=TODAY, reason="Cancelled", actor=SYSTEM)
    for key in (*(invoice.pk for invoice in invoices), note.pk):
        assert german.get(f"/portal/invoices/{key}/").status_code == 200
    for page in ("", "statement/", "statement.csv"):
        german.get(f"/portal/{page}")
    assert "1.210,00\u00a0€" in german.get("/portal/statement/").content.decode()
    assert missing == set()


def test_every_state_of_a_quote_is_german(
    festival: uuid.UUID, german: Client, missing: set[str], follow: Follow, today: object
) -> None:
    """Small, larger and largest amounts, wrong answers, a no, a yes, and a quote that ran out."""
    for amount in ("100", "4000", "20000"):
        quote = sent_quote(festival, amount)
        page = f"/portal/quotes/{quote.quote_id}/"
        german.get(page)
        german.post(f"{page}code/", follow=True)
        for given in ({}, {"name": " ", "version": 1}, {"name": "Kim", "version": 1, "code": "000000"}):
            german.post(f"{page}accept/", given, follow=True)
        german.post(f"{page}decline/", {"version": 1, "comment": "Nein"}, follow=True)
        german.post(f"{page}accept/", {"name": "Kim", "version": 1}, follow=True)
    quote = sent_quote(festival, "100")
    german.post(f"/portal/quotes/{quote.quote_id}/accept/", {"name": "Kim", "version": 1}, follow=True)
    late = sent_quote(festival, "100")
    german.get("/portal/")
    today.move_to(NOW + dt.timedelta(days=31))
    browser = follow(festival, language="de", now=NOW)
    browser.get("/portal/")
    browser.get(f"/portal/quotes/{late.quote_id}/")
    browser.post(f"/portal/quotes/{late.quote_id}/accept/", {"name": "Kim", "version": 1}, follow=True)
    assert missing == set()


def test_every_other_page_is_german(german: Client, missing: set[str]) -> None:
    """Questions, the wrong person, what is missing, and the closed door."""
    for page in ("question/", "question/asked/", "not-for-me/", f"invoices/{uuid.uuid4()}/"):
        german.get(f"/portal/{page}")
    for given in ({}, {"question": "x" * 1001}, *({"question": str(number)} for number in range(7))):
        german.post("/portal/question/", given)
    german.post("/portal/not-for-me/")
    closed = Client().get("/portal/closed/", headers={"Accept-Language": "de-BE,de;q=0.9"})
    assert "Dieser Link öffnet nichts" in closed.content.decode()
    assert missing == set()


def test_the_interface_of_members_stays_in_its_own_languages(client: Client, house: None) -> None:
    """A German browser gets the site in a language that it speaks whole."""
    page = client.get("/", headers={"Accept-Language": "de"}).content.decode()
    assert '<html lang="en"' in page
