"""Writing an invoice in a real browser: three fields, the paper beside them in the client's language, no barriers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.support.browser import Site, accessibility_findings
from tests.support.selling import client_of, open_house, open_unit
from tests.web.conftest import make_user
from tests.web.shell.test_in_the_browser import open_as

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.sales.models import Invoice

pytestmark = pytest.mark.browser


@pytest.fixture
def door(site: Site) -> str:
    """Where Nora comes in, who holds unit 1001 and works for a client in Berlin."""
    with acting_as_system():
        open_house()
        nora = make_user("nora@example.org")
        open_unit(1001, user=nora)
        berlin = {"number": "DE136695976", "country": "DE", "language": "de", "postcode": "10115"}
        client_of(1001, name="Bühne am Fluss", municipality="Berlin", **berlin)
        personas.introduce(user=nora, name="Nora", title="Invented", story="Looks around.", order=0)
    return f"{site.url}/demo/{personas.token(user_id=nora.pk)}/"


def test_three_fields_make_an_invoice_and_the_paper_grows_beside_them(page: Page, site: Site, door: str) -> None:
    """Client, description, price; everything else has its usual value and waits behind one line."""
    open_as(page, door)
    page.goto(f"{site.url}/units/1001/invoices/new/")
    page.get_by_text("Bühne am Fluss").first.click()
    page.get_by_label("What for").fill("Bühnenbild")
    page.get_by_label("Price without VAT").fill("1.000,00")
    paper = page.locator("#live-document")
    expect(paper).to_contain_text("Zu zahlen")
    expect(paper).to_contain_text("1.210,00")
    assert accessibility_findings(page) == []
    page.get_by_label("VAT", exact=True).select_option(
        label="0%: Service for a business in another EU country (reverse charge)"
    )
    expect(paper).to_contain_text("Steuerschuldnerschaft")
    page.get_by_role("button", name="Make out the invoice").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026/00001")
    with acting_as_system():
        assert Invoice.objects.get().gross == 100_000


def test_what_is_asked_on_demand_is_found_in_one_place(page: Page, site: Site, door: str) -> None:
    """A wrong period opens the part of the form where it stands."""
    open_as(page, door)
    page.goto(f"{site.url}/units/1001/invoices/new/")
    page.get_by_text("Bühne am Fluss").first.click()
    page.get_by_label("What for").fill("Bühnenbild")
    page.get_by_label("Price without VAT").fill("1.000,00")
    page.get_by_text("Subject, references, period, term").click()
    page.get_by_label("Work from").fill("1/9/2026")
    page.get_by_role("button", name="Make out the invoice").click()
    expect(page.get_by_label("Work until")).to_be_visible()
    expect(page.get_by_text("A period has a first and a last day.").first).to_be_visible()
    assert accessibility_findings(page) == []
