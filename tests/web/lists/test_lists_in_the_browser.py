"""Lists, takings and funding in a real browser: free of barriers, picked by keyboard, with a count and a total."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from tests.support.browser import Site
from tests.support.selling import client_of, invoice_of, line, open_house, open_unit
from tests.web.conftest import make_user
from tests.web.shell.test_in_the_browser import barriers, open_as

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.funding.enums import FundingKind
from marke.domain.funding.operations import AgreementInput, ReportInput, TrancheInput, enter_agreement
from marke.domain.people.models import StaffRole
from marke.domain.receipts.operations import ReceiptInput
from marke.domain.sales.operations.invoices import save_draft
from marke.usecases.claim_funding import ClaimInput, claim_funding
from marke.usecases.declare_receipts import declare_receipt
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.browser

DAY = dt.date(2026, 9, 11)
NOW = dt.datetime(2026, 9, 11, 10, tzinfo=dt.UTC)


@pytest.fixture
def links(site: Site) -> dict[str, str]:
    """A member with two drafts, an invoice, takings and an agreement; and an administrator."""
    with acting_as_system():
        open_house()
        nora = make_user("nora@example.org")
        adil = make_user("adil@example.org", staff_role=StaffRole.ADMINISTRATOR)
        open_unit(1001, user=nora)
        client = client_of(1001, email="lumen@example.org")
        issue_invoice(invoice=invoice_of(1001, client, line("1000")), on=DAY, actor=nora.pk)
        for _ in range(2):
            save_draft(invoice=invoice_of(1001, client, line("500")), actor=nora.pk)
        takings = ReceiptInput(1001, DAY, 10_600, "Entrance of the evening", Decimal("0.06"), "culture_admission")
        declare_receipt(receipt=takings, actor=nora.pk, now=NOW)
        halves = tuple(TrancheInput(label, 500_000, DAY) for label in ("At the start", "After the report"))
        given = AgreementInput(
            1001, client, FundingKind.SUBSIDY, "Season 2026-2027", 1_000_000, DAY, dt.date(2027, 8, 31),
            tranches=halves, reports=(ReportInput("Final report", dt.date(2027, 10, 1)),),
        )  # fmt: skip
        agreement = enter_agreement(agreement=given, actor=nora.pk, now=NOW)
        claim_funding(claim=ClaimInput(agreement.pk, 500_000, agreement.tranches.first().pk), on=DAY, actor=nora.pk)
        for order, (name, user) in enumerate([("Nora", nora), ("Adil", adil)]):
            personas.introduce(user=user, name=name, title="Invented", story="Looks around.", order=order)
    found = {user.email: f"{site.url}/demo/{personas.token(user_id=user.pk)}/" for user in (nora, adil)}
    return found | {"agreement": f"funding/{agreement.pk}/"}


def save_a_view(page: Page, site: Site) -> None:
    """Keep the filter of the invoices under a name."""
    page.goto(f"{site.url}/units/1001/invoices/?status=draft")
    page.get_by_text("Save this view").click()
    page.get_by_label("Name of the view").fill("Not sent yet")
    page.get_by_role("button", name="Save the view").click()
    expect(page.get_by_role("link", name="Not sent yet")).to_have_attribute("aria-current", "page")


def test_the_members_pages_have_no_barriers(page: Page, site: Site, links: dict[str, str]) -> None:
    open_as(page, links["nora@example.org"])
    save_a_view(page, site)
    pages = ["invoices/", "invoices/?status=issued", "views/", "receipts/", "receipts/new/", "funding/", "funding/new/"]
    pages.append(links["agreement"])
    assert barriers(page, site, [f"/units/1001/{address}" for address in pages]) == []


def test_the_desks_pages_have_no_barriers(page: Page, site: Site, links: dict[str, str]) -> None:
    open_as(page, links["adil@example.org"])
    pages = ["invoices/?status=issued", "receipts/?status=open", "costs/", "views/", links["agreement"]]
    assert barriers(page, site, [f"/desk/{address}" for address in pages]) == []


def test_rows_are_picked_by_keyboard_with_their_count_and_total(page: Page, site: Site, links: dict[str, str]) -> None:
    """Space picks all; the bar counts and adds; the dry run and its confirmation need no pointer either."""
    open_as(page, links["nora@example.org"])
    page.goto(f"{site.url}/units/1001/invoices/?status=draft")
    page.get_by_label("Select all on this page").focus()
    page.keyboard.press("Space")
    bar = page.locator(".selection")
    expect(bar).to_contain_text("2 invoices picked")
    expect(bar).to_contain_text("€1,210.00")
    bar.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")
    confirm = page.get_by_role("button", name="Send: 2 rows")
    confirm.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 done, 0 not done")).to_be_visible()
