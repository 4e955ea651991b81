"""The portal on a real phone: one tap accepts, nothing bars anybody, every page fits 320 pixels, light and dark."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.support.browser import Site, accessibility_findings
from tests.support.quoting import quote_input
from tests.support.selling import CLERK, client_of, give_share, invoice_of, line, open_house, open_unit
from tests.web.conftest import make_user

from marke.domain.checks.models import Check
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.operations import open_year
from marke.domain.portal.operations import LinkInput, make_links
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.units.models import UnitRole
from marke.usecases.check_documents import Decision, decide_checks
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment
from marke.usecases.send_quote import send_quote
from marke.usecases.write_quote import keep_quote

pytestmark = pytest.mark.browser
READER = "kim@festival.example"


@pytest.fixture(autouse=True)
def today() -> None:
    """A browser keeps its own time."""


@dataclass(frozen=True)
class Scene:
    """The path of a link, and a document of each kind behind it."""

    link: str
    quote: uuid.UUID
    larger: uuid.UUID
    invoice: uuid.UUID
    paid: uuid.UUID
    credited: uuid.UUID


@pytest.fixture
def scene(site: Site) -> Scene:
    """A festival with quotes to answer and invoices in every state, of unit 1001."""
    now = timezone.now()
    day = timezone.localdate(now)
    with acting_as_system():
        open_house(year=2026)
        for year in {day.year} - {2026}:
            open_year(year=year, actor=SYSTEM)
        nora = make_user("nora@example.org")
        open_unit(1001, user=nora)
        if day.year != 2026:
            give_share(UnitRole.objects.get(unit_id=1001).person, year=day.year)
        client = client_of(1001, street="Dok 5", postcode="9000", municipality="Gent", email="office@festival.example")
        quotes = [_sent(client, nora.pk, now, *prices) for prices in (("650", "120"), ("4000",))]
        first, second, third = (_invoice(client, title, day) for title in ("Opening night", "Workshop", "Rehearsal"))
        receive_payment(payment=PaymentInput(day, 50_000, first.communication), actor=SYSTEM)
        receive_payment(payment=PaymentInput(day, second.gross, second.communication), actor=SYSTEM)
        credit_invoice(invoice_id=third.pk, on=day, reason="Cancelled", actor=SYSTEM)
        purpose = ("quote", quotes[0].quote_id)
        reader = LinkInput(client, 1001, READER, purpose, language="en")
        [link] = make_links(links=[reader], now=now, actor=SYSTEM)
    return Scene(link, quotes[0].quote_id, quotes[1].quote_id, first.pk, second.pk, third.pk)


def _sent(client: uuid.UUID, actor: uuid.UUID, now: dt.datetime, *prices: str) -> QuoteVersion:
    given = quote_input(
        1001, client, *prices, subject="Concert with two musicians", to_name="Kim Claes", to_email=READER,
        terms="Stage and light by the organiser.",
    )  # fmt: skip
    draft = keep_quote(quote=given, today=timezone.localdate(now), actor=actor)
    send_quote(version_id=draft.pk, now=now, actor=actor)
    waiting = list(Check.objects.filter(subject_id=draft.pk, state="waiting").values_list("pk", flat=True))
    if waiting:
        decide_checks(decision=Decision(waiting), now=now, actor=CLERK)
    return QuoteVersion.objects.get(pk=draft.pk)


def _invoice(client: uuid.UUID, title: str, day: dt.date) -> Invoice:
    lines = (line("1234.56"), line("80", quantity="3"))
    return issue_invoice(invoice=invoice_of(1001, client, *lines, subject=title), on=day, actor=SYSTEM)


def pages_of(scene: Scene) -> list[str]:
    """Every page that a client can stand on."""
    documents = [f"invoices/{key}/" for key in (scene.invoice, scene.paid, scene.credited)]
    quotes = [f"quotes/{scene.quote}/", f"quotes/{scene.larger}/", f"quotes/{scene.larger}/?code=sent"]
    return ["", "statement/", "question/", "question/asked/", "not-for-me/", "closed/", *documents, *quotes]


def test_a_client_accepts_in_one_tap(site: Site, scene: Scene, page: Page) -> None:
    """From the mail to the signed quote the client taps once; the quote was seen before, and the address is clean."""
    page.set_viewport_size({"width": 390, "height": 844})
    with page.expect_response("**/portal/seen/"):
        page.goto(f"{site.url}{scene.link}")
    assert page.url == f"{site.url}/portal/quotes/{scene.quote}/"
    with acting_as_system():
        assert QuoteVersion.objects.get(quote_id=scene.quote).state == "viewed"
    page.get_by_role("button", name="Accept for €931.70").click()
    expect(page.get_by_text("Signed by Kim Claes")).to_be_visible()
    with acting_as_system():
        assert QuoteVersion.objects.get(quote_id=scene.quote).state == "accepted"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_free_of_barriers_and_fits_a_small_phone(
    site: Site, scene: Scene, chromium: Browser, theme: str
) -> None:
    """Axe finds nothing, and nothing has to be scrolled sideways at 320 pixels."""
    context = chromium.new_context(
        locale="en-GB", color_scheme=theme, viewport={"width": 320, "height": 640}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{site.url}{scene.link}")
    for address in pages_of(scene):
        answer = page.goto(f"{site.url}/portal/{address}")
        assert answer.status == (404 if address == "closed/" else 200), address
        assert accessibility_findings(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert page.locator("h1").count() == 1, address
    context.close()


def test_everything_works_without_script(site: Site, scene: Scene, chromium: Browser) -> None:
    """Reading, paying, declining and asking need no script."""
    context = chromium.new_context(locale="en-GB", java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site.url}{scene.link}")
    page.get_by_text("Decline this quote").click()
    page.get_by_label("Why not?").fill("Too expensive")
    page.get_by_role("button", name="Decline", exact=True).click()
    expect(page.get_by_text("You declined this quote")).to_be_visible()
    page.goto(f"{site.url}/portal/invoices/{scene.invoice}/")
    expect(page.get_by_role("img", name="Payment code")).to_be_visible()
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("Your question").fill("Which day?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Your question is on its way")).to_be_visible()
    context.close()


def test_what_is_paid_with_is_copied(site: Site, scene: Scene, chromium: Browser) -> None:
    """A press on «Copy» puts the message on the clipboard as a bank reads it, and says so."""
    context = chromium.new_context(locale="en-GB", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site.url}{scene.link}")
    page.goto(f"{site.url}/portal/invoices/{scene.invoice}/")
    code = page.get_by_role("img", name="Payment code")
    assert code.evaluate("image => image.naturalWidth") > 0
    page.get_by_role("button", name="Copy: Account number").click()
    expect(page.get_by_text("Copied").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "BE71096123456769"
    context.close()


def test_a_paid_invoice_shows_no_code_that_could_be_paid_again(site: Site, scene: Scene, page: Page) -> None:
    """The paper keeps the code it was printed with, but a page of what is settled shows none to scan."""
    page.goto(f"{site.url}{scene.link}")
    page.goto(f"{site.url}/portal/invoices/{scene.paid}/")
    expect(page.get_by_text("Paid in full")).to_be_visible()
    expect(page.locator(".sheet-pay")).to_be_hidden()
