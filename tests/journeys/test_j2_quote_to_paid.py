"""J2: from «quote dupont» to «paid, € … now available», and what each step costs the member and the client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.support.browser import Site, accessibility_findings
from tests.support.meter import Meter
from tests.support.selling import OTHER_NUMBER
from tests.support.selling_journey import Seller, carried, known_client, link_in, pay, selling

from marke.domain.einvoicing.enums import Way
from marke.domain.einvoicing.models import Delivery
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.orders.models import Order
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.models import Client, Invoice

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def nora(site: Site, tmp_path: Path) -> Iterator[Seller]:
    """A member whose client Dupont was invoiced before."""
    with selling(site, tmp_path) as seller:
        known_client()
        yield seller


def find(meter: Meter, words: str, answer: str) -> None:
    """One tap opens the palette, one takes its answer."""
    meter.tap(meter.page.locator("[data-palette]:visible").first)
    meter.type(meter.page.locator("#palette input"), words)
    meter.tap(meter.page.locator("#palette").get_by_role("option", name=answer))


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_j2_for_a_known_client_stays_within_its_budget(
    nora: Seller, chromium: Browser, viewport: dict[str, int]
) -> None:
    """Six taps and three fields of the member, one tap of the client, none for the payment; every state accessible."""
    context = visitor(chromium, viewport=viewport)
    nora.let_in(context)
    meter = Meter(context.new_page())
    meter.start(f"{nora.site.url}/home/")
    find(meter, "quote dupont", "New quote for Dupont Productions")
    meter.type(meter.page.get_by_label("Price without VAT"), "1500")
    meter.tap(meter.page.get_by_role("button", name="Send the quote"), decision=True)

    client = Meter(visitor(chromium, viewport=PHONE).new_page())
    client.start(nora.site.url + link_in(carried(), "/portal/open/"))
    client.tap(client.page.get_by_role("button", name="Accept for €1,815.00"), decision=True)
    expect(client.page.get_by_text("Accepted. Thank you!")).to_be_visible()

    meter.arrive(nora.site.url + link_in(carried(), "/units/1001/orders/"))
    meter.tap(meter.page.get_by_role("button", name="Invoice it"), decision=True)
    carried()
    with acting_as_system():
        made = Invoice.objects.latest("sequence")
        assert Delivery.objects.get(invoice=made).way == Way.PEPPOL
    before = meter.taps
    pay(made)
    assert "1.402,50 € is now available" in carried()[-1].replace("\xa0", " ")
    meter.arrive(f"{nora.site.url}/home/")
    expect(meter.page.get_by_text("€1,402.50").first).to_be_visible()
    meter.others = {"client_taps": client.taps, "match_taps": meter.taps - before}
    meter.assert_within("J2.known_client")


def test_j2_for_a_new_client_stays_within_its_budget(nora: Seller, chromium: Browser) -> None:
    """Somebody nobody knows yet, below the amount an adviser looks at first: added on the way, paid all the same."""
    context = visitor(chromium)
    nora.let_in(context)
    meter = Meter(context.new_page())
    page = meter.page
    meter.start(f"{nora.site.url}/units/1001/quotes/new/")
    meter.tap(page.locator("main").get_by_role("link", name="New client"))
    meter.type(page.get_by_label("Enterprise or VAT number"), OTHER_NUMBER)
    meter.type(page.get_by_label("Name", exact=True), "Theatre De Kiem")
    meter.type(page.get_by_label("Street and number"), "Markt 2")
    meter.type(page.get_by_label("Postcode"), "9900")
    meter.type(page.get_by_label("Municipality"), "Eeklo")
    meter.choose(page.get_by_label("Language of the invoice"), "English")
    meter.type(page.get_by_label("E-mail of the contact"), "an@dekiem.example")
    meter.tap(page.get_by_role("button", name="Add the client"))
    meter.type(page.get_by_label("What for"), "Concert")
    meter.type(page.get_by_label("Price without VAT"), "600")
    meter.tap(page.get_by_role("button", name="Send the quote"), decision=True)

    client = Meter(visitor(chromium, viewport=PHONE).new_page())
    client.start(nora.site.url + link_in(carried(), "/portal/open/"))
    client.type(client.page.get_by_label("Your name"), "An Maes")
    client.tap(client.page.get_by_role("button", name="Accept for €726.00"), decision=True)

    meter.arrive(nora.site.url + link_in(carried(), "/units/1001/orders/"))
    meter.tap(page.get_by_role("button", name="Invoice it"), decision=True)
    before = meter.taps
    settled(available=56_100)
    assert "561,00 € is now available" in carried()[-1].replace("\xa0", " ")
    meter.others = {"client_taps": client.taps, "match_taps": meter.taps - before}
    meter.assert_within("J2.new_client")


@pytest.fixture
def ready(nora: Seller, chromium: Browser) -> Iterator[Page]:
    """Nora's own page, by which she works without counting."""
    context = visitor(chromium)
    nora.let_in(context)
    yield context.new_page()
    context.close()


def visitor(chromium: Browser, **more: object) -> BrowserContext:
    """A fresh browser in English."""
    options = {"locale": "en-GB", "viewport": DESKTOP, "reduced_motion": "reduce", **more}
    context = chromium.new_context(**options)
    context.set_default_timeout(10_000)
    return context


def write_quote(page: Page, site: Site) -> None:
    """The quote for Dupont as the palette opens it, with its price."""
    page.goto(f"{site.url}/palette/?q=quote+dupont")
    page.locator("main a[href*='/quotes/new/']").first.click()
    page.locator("input[name=line-0-unit_price]").fill("1500")


def test_j2_by_keyboard_alone(nora: Seller, ready: Page) -> None:
    """Ctrl+K, three words, Enter; the price, Enter in it sends: no mouse anywhere, for the client neither."""
    ready.goto(f"{nora.site.url}/home/")
    ready.keyboard.press("Control+k")
    ready.keyboard.type("quote dupont")
    expect(ready.locator("#palette [aria-selected=true]")).to_contain_text("New quote for Dupont")
    ready.keyboard.press("Enter")
    ready.wait_for_url("**/quotes/new/**")
    reach(ready, "line-0-unit_price")
    ready.keyboard.press("Control+a")
    ready.keyboard.type("1500")
    reach(ready, "action", value="send")
    ready.keyboard.press("Enter")
    expect(ready.locator("h1")).to_contain_text("Quote Q")
    ready.goto(nora.site.url + link_in(carried(), "/portal/open/"))
    reach(ready, words="Accept for")
    ready.keyboard.press("Enter")
    expect(ready.get_by_text("Accepted. Thank you!")).to_be_visible()
    ready.goto(nora.site.url + link_in(carried(), "/units/1001/orders/"))
    reach(ready, words="Invoice it")
    ready.keyboard.press("Enter")
    expect(ready.get_by_role("button", name="Invoice it")).to_have_count(0)


def reach(page: Page, name: str = "", *, value: str = "", words: str = "") -> None:
    """Tab until the control of this name, or with these words, has the focus."""
    for _step in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(({name, value, innerText}) => [name || '', value || '', innerText || ''])(document.activeElement)"
        )
        if (name and here[0] == name and value in here[1]) or (words and words in here[2]):
            return
    raise AssertionError(f"Tab never reached {name or words}")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_j2_without_script(nora: Seller, chromium: Browser, viewport: dict[str, int]) -> None:
    """Every form posts and every answer is a page: the whole journey without a line of script."""
    context = visitor(chromium, java_script_enabled=False, viewport=viewport)
    nora.let_in(context)
    page = context.new_page()
    write_quote(page, nora.site)
    page.get_by_role("button", name="Send the quote").click()
    page.goto(nora.site.url + link_in(carried(), "/portal/open/"))
    page.get_by_role("button", name="Accept for").click()
    page.goto(nora.site.url + link_in(carried(), "/units/1001/orders/"))
    page.get_by_role("button", name="Invoice it").click()
    expect(page.get_by_role("button", name="Invoice it")).to_have_count(0)
    settled()
    context.close()


def settled(*, available: int = 140_250) -> Invoice:
    """One quote, one order and one new invoice, which is paid by its reference alone."""
    carried()
    with acting_as_system():
        assert (QuoteVersion.objects.count(), Order.objects.count(), Invoice.objects.count()) == (1, 1, 2)
        made = Invoice.objects.latest("sequence")
    pay(made)
    with acting_as_system():
        made.refresh_from_db()
        assert (made.outstanding, made.available) == (0, available)
    return made


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_j2_in_every_language(nora: Seller, chromium: Browser, language: str) -> None:
    """The member's pages speak the member's language, the client's pages the client's; nothing sticks out or bars."""
    with acting_as_system():
        nora.user.language = language
        nora.user.save()
        Client.objects.update(language=language)
    context = visitor(chromium, viewport=PHONE, locale=language)
    nora.let_in(context)
    page, found = context.new_page(), []
    write_quote(page, nora.site)
    found += seen(page, language)
    page.locator("main button[name=action][value=send]").click()
    found += seen(page, language)
    page.goto(nora.site.url + link_in(carried(), "/portal/open/"))
    found += seen(page, language)
    page.locator("form[action$='/accept/'] button.primary").click()
    found += seen(page, language)
    page.goto(nora.site.url + link_in(carried(), "/units/1001/orders/"))
    found += seen(page, language)
    page.locator("form[action$='/invoice/'] button.primary").click()
    found += seen(page, language)
    settled()
    assert found == []
    context.close()


def seen(page: Page, language: str) -> list[str]:
    """What bars this page, or shows that it speaks another language or is wider than the phone."""
    page.wait_for_load_state("load")
    found = accessibility_findings(page)
    if not page.locator("html").get_attribute("lang").startswith(language):
        found.append("speaks another language")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    return [f"{page.url}: {finding}" for finding in found]


def test_j2_a_double_tap_has_one_effect(nora: Seller, ready: Page) -> None:
    """Send, accept and invoice pressed twice in a row: one quote, one order, one invoice."""
    write_quote(ready, nora.site)
    ready.get_by_role("button", name="Send the quote").dblclick()
    expect(ready.locator("h1")).to_contain_text("Quote Q")
    ready.goto(nora.site.url + link_in(carried(), "/portal/open/"))
    ready.get_by_role("button", name="Accept for").dblclick()
    expect(ready.get_by_text("Accepted. Thank you!")).to_be_visible()
    ready.goto(nora.site.url + link_in(carried(), "/units/1001/orders/"))
    ready.get_by_role("button", name="Invoice it").dblclick()
    expect(ready.get_by_role("button", name="Invoice it")).to_have_count(0)
    settled()


def test_j2_back_after_each_confirmation_has_one_effect(nora: Seller, ready: Page) -> None:
    """The client goes back and accepts again, the member goes back and invoices again: nothing happens twice."""
    write_quote(ready, nora.site)
    ready.get_by_role("button", name="Send the quote").click()
    ready.goto(nora.site.url + link_in(carried(), "/portal/open/"))
    again(ready, ready.get_by_role("button", name="Accept for"))
    expect(ready.get_by_text("Accepted. Thank you!")).to_be_visible()
    ready.goto(nora.site.url + link_in(carried(), "/units/1001/orders/"))
    again(ready, ready.get_by_role("button", name="Invoice it"))
    settled()


def again(page: Page, button: Locator) -> None:
    """Press, go back, and press once more if the button is still there."""
    button.click()
    page.wait_for_load_state("load")
    page.go_back()
    if button.count():
        button.click()
        page.wait_for_load_state("load")
