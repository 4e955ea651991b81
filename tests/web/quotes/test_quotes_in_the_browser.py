"""Quotes in a real browser: written with the live document, free of barriers, in light and dark, on a small phone."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.support.browser import Site, accessibility_findings
from tests.support.quoting import quote_input, signer
from tests.support.selling import client_of, give_share, open_house, open_unit
from tests.web.conftest import make_user

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.operations import open_year
from marke.domain.people.models import StaffRole
from marke.domain.quotes.content import Invoicing
from marke.domain.quotes.enums import Plan
from marke.domain.quotes.operations.templates import keep_template
from marke.domain.quotes.operations.writing import begin_version
from marke.domain.units.models import UnitRole
from marke.usecases.answer_quote import Words, accept_quote
from marke.usecases.send_quote import send_quote
from marke.usecases.write_quote import keep_quote

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Scene:
    """A member's link and an adviser's, and a quote of each kind."""

    member: str
    desk: str
    draft: uuid.UUID
    sent: uuid.UUID
    changed: uuid.UUID
    signed: uuid.UUID


@pytest.fixture
def scene(site: Site) -> Scene:
    """Unit 1001 with quotes in every state."""
    now = timezone.now()
    today = timezone.localdate(now)
    with acting_as_system():
        open_house(year=2026)
        for year in {today.year} - {2026}:
            open_year(year=year, actor=SYSTEM)
        nora = make_user("nora@example.org")
        adil = make_user("adil@example.org", staff_role=StaffRole.ADMINISTRATOR)
        open_unit(1001, user=nora)
        if today.year != 2026:
            give_share(UnitRole.objects.get(unit_id=1001).person, year=today.year)
        client = client_of(1001, street="Dok 5", postcode="9000", municipality="Gent", email="kim@festival.example")
        client_of(1001, name="Cultural centre De Velinx", number="0200000340")
        given = quote_input(
            1001,
            client,
            "650",
            "120",
            subject="Concert with two musicians",
            terms="Stage and light by the organiser.",
            invoicing=Invoicing(Plan.DEPOSIT, 30),
            period=(today + dt.timedelta(days=20), today + dt.timedelta(days=21)),
        )
        drafts = [keep_quote(quote=given, today=today, actor=nora.pk) for _ in range(4)]
        sent = [send_quote(version_id=draft.pk, now=now, actor=nora.pk) for draft in drafts[1:]]
        change = begin_version(quote_id=sent[1].quote_id, actor=nora.pk)
        cheaper = quote_input(1001, client, "600", subject="Concert with one musician", to_email="kim@festival.example")
        keep_quote(quote=cheaper, today=today, actor=nora.pk, version_id=change.pk)
        send_quote(version_id=change.pk, now=now, actor=nora.pk)
        accept_quote(
            quote_id=sent[2].quote_id,
            version=1,
            signer=signer(),
            now=now,
            actor=SYSTEM,
            words=Words("We look forward to it!", "PO-77"),
        )
        keep_template(unit_id=1001, name="Concert evening", quote=given, actor=nora.pk)
        for order, (name, user) in enumerate([("Nora", nora), ("Adil", adil)]):
            personas.introduce(user=user, name=name, title="Invented", story="Looks around.", order=order)
        links = [f"{site.url}/demo/{personas.token(user_id=user.pk)}/" for user in (nora, adil)]
    quotes = [version.quote_id for version in (drafts[0], *sent)]
    return Scene(*links, *quotes)


def open_as(page: Page, link: str) -> None:
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


def test_the_pages_of_quotes_are_free_of_barriers(page: Page, site: Site, scene: Scene) -> None:
    """Every page, every state, light and dark, and nothing scrolls sideways on a small phone."""
    here = "/units/1001/quotes/"
    open_as(page, scene.member)
    pages = [here, f"{here}new/", f"{here}templates/", f"{here}{scene.draft}/edit/"]
    pages += [f"{here}{quote}/" for quote in (scene.draft, scene.sent, scene.changed, scene.signed)]
    pages += [f"{here}{scene.sent}/signed/", f"{here}{scene.sent}/template/"]
    assert barriers(page, site, pages) == []
    open_as(page, scene.desk)
    assert barriers(page, site, ["/desk/quotes/", f"/desk/quotes/{scene.signed}/"]) == []


def test_the_document_follows_what_is_typed(page: Page, site: Site, scene: Scene) -> None:
    """From the palette to a sent quote: two fields, and the document and the pay follow while typing."""
    open_as(page, scene.member)
    page.goto(f"{site.url}/palette/?q=quote+lumen")
    page.get_by_role("link", name="New quote for Festival Lumen").click()
    page.get_by_label("Price without VAT").first.fill("800")
    page.get_by_label("Price without VAT").first.dispatch_event("change")
    live = page.locator("#live-document")
    expect(live).to_contain_text("You could pay yourself about")
    expect(live).to_contain_text("€968.00")
    page.get_by_role("button", name="Send the quote").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quote Q")
    expect(page.get_by_text("is on its way to kim@festival.example")).to_be_visible()
