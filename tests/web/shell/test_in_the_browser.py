"""The shell in a real browser: the palette by keyboard alone, and every first page free of barriers."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect
from tests.support.browser import Site, accessibility_findings
from tests.support.selling import client_of, invoice_of, line, open_house, open_unit
from tests.web.conftest import make_user

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.browser

PUBLIC = ["/", "/help/", "/demo/", "/account/login/", "/account/login/code/", "/account/password/reset/"]
MEMBER = ["/home/", "/account/", "/palette/?q=lumen", "/palette/?q=nothing+of+that+name"]
DESK = ["/desk/", "/desk/palette/?q=1210", "/desk/audit/", "/desk/settings/", "/desk/settings/contribution.rate/"]


@pytest.fixture
def links(site: Site) -> dict[str, str]:
    """A member with an invoice and an administrator, each with the link that opens the demo as them."""
    with acting_as_system():
        open_house()
        nora = make_user("nora@example.org")
        adil = make_user("adil@example.org", staff_role=StaffRole.ADMINISTRATOR)
        open_unit(1001, user=nora)
        client = client_of(1001)
        issue_invoice(invoice=invoice_of(1001, client, line("1000")), on=dt.date(2026, 9, 11), actor=nora.pk)
        for order, (name, user) in enumerate([("Nora", nora), ("Adil", adil)]):
            personas.introduce(user=user, name=name, title="Invented", story="Looks around.", order=order)
    return {user.email: f"{site.url}/demo/{personas.token(user_id=user.pk)}/" for user in (nora, adil)}


def open_as(page: Page, link: str) -> None:
    """Press the one button of a persona's link."""
    page.goto(link)
    page.get_by_role("button", name="Open as").click()
    page.wait_for_load_state()


def barriers(page: Page, site: Site, addresses: list[str]) -> list[str]:
    """What axe finds on each page, in light and dark, and every page that scrolls sideways on a small phone."""
    found = []
    for address in addresses:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(site.url + address)
            found += [f"{address} {scheme}: {finding}" for finding in accessibility_findings(page)]
        page.set_viewport_size({"width": 320, "height": 700})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{address} scrolls sideways at 320 pixels")
        page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_pages_for_anybody_have_no_barriers(page: Page, site: Site, links: dict[str, str]) -> None:
    """Front page, help, demo and every way to sign in."""
    assert barriers(page, site, PUBLIC) == []


def test_the_portal_has_no_barriers(page: Page, site: Site, links: dict[str, str]) -> None:
    """The member's first pages, and what is found and not found."""
    open_as(page, links["nora@example.org"])
    assert barriers(page, site, MEMBER) == []


def test_the_desk_has_no_barriers(page: Page, site: Site, links: dict[str, str]) -> None:
    """The first pages of the staff."""
    open_as(page, links["adil@example.org"])
    assert barriers(page, site, DESK) == []


def test_the_palette_works_by_keyboard_alone(page: Page, site: Site, links: dict[str, str]) -> None:
    """Ctrl and K, an amount, Enter: the invoice is open. Escape closes without going anywhere."""
    open_as(page, links["nora@example.org"])
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("1210")
    first = page.locator("#palette-results [role=option]").first
    expect(first).to_contain_text("amount of an invoice")
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/1001/invoices/**")


def test_every_page_of_the_shell_stands_without_script(page: Page, site: Site, links: dict[str, str]) -> None:
    """Without script the search link leads to a page that finds the same."""
    open_as(page, links["nora@example.org"])
    without = page.context.browser.new_context(java_script_enabled=False, locale="en-GB")
    without.add_cookies(page.context.cookies())
    plain = without.new_page()
    plain.goto(f"{site.url}/home/")
    plain.locator("a.find").click()
    plain.get_by_label("What are you looking for?").fill("1210")
    plain.locator("main").get_by_role("button", name="Search").click()
    expect(plain.locator("main")).to_contain_text("amount of an invoice")
    without.close()
