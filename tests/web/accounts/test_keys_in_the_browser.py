"""The pages of keys and of the API in a real browser: they fit a phone and have no barrier."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests.support.browser import Site, accessibility_findings
from tests.support.selling import open_house, open_unit
from tests.web.conftest import make_user

from marke.domain.foundation.transactions import acting_as_system


@pytest.mark.parametrize("width", [390, 1280])
def test_a_member_makes_a_key_and_reads_what_a_program_can_ask(site: Site, page: Page, width: int) -> None:
    """From «My details» to the key that is shown once, and to the description of what it can ask."""
    with acting_as_system():
        open_house()
        user = make_user("nora@example.org")
        open_unit(1001, user=user)
    signed_in = Client()
    signed_in.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page.context.add_cookies([{"name": "sessionid", "value": signed_in.cookies["sessionid"].value, "url": site.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site.url}/me/")
    page.get_by_role("link", name="My keys").click()
    no_barrier(page)
    page.get_by_role("link", name="Make a key").click()
    page.get_by_label("Which program is it for?").fill("Till of the shop")
    page.get_by_label("Atelier 1001").check()
    page.get_by_label("Make invoices").check()
    no_barrier(page)
    page.get_by_role("button", name="Make the key").click()
    page.get_by_text("Copy it now").wait_for()
    no_barrier(page)
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_text("Make invoices").wait_for()
    no_barrier(page)
    page.get_by_role("link", name="What a program can ask").click()
    page.get_by_role("heading", name="Issue an invoice").wait_for()
    no_barrier(page)


def no_barrier(page: Page) -> None:
    """Nothing runs out of the page sideways, and axe finds nothing."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert accessibility_findings(page) == []
