"""What every answer of the site carries, and what it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.support.site_map import Address, addresses
from tests.web.conftest import PASSWORD

from marke.config.settings import base
from marke.domain.people.models import User

PAGES = ["/", "/help/", "/demo/", "/account/login/", "/no-such-page/"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_lets_in_no_foreign_code_and_stands_in_no_frame(client: Client, house: None, page: str) -> None:
    """Scripts, styles and forms are our own; nobody shows our pages inside theirs."""
    answer = client.get(page)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["base-uri"] == "'self'"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_holds_nothing_the_policy_would_block(client: Client, house: None, page: str) -> None:
    """No inline script, handler or style reaches the browser."""
    text = client.get(page).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client, nora: User) -> None:
    """The session cookie is read by the server alone and not sent along from other sites."""
    client.post("/account/login/", {"login": nora.email, "password": PASSWORD})
    session = client.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"


def test_a_production_host_speaks_tls_only() -> None:
    """Secure cookies, a year of strict transport security, and no way around it."""
    text = (base.PACKAGE / "config/settings/prod.py").read_text()
    for line in [
        "SECURE_SSL_REDIRECT = True",
        "SESSION_COOKIE_SECURE = True",
        "CSRF_COOKIE_SECURE = True",
        "SECURE_HSTS_SECONDS = 31_536_000",
    ]:
        assert line in text
    assert base.DEBUG is False


def test_signing_in_gives_a_new_session(client: Client, nora: User) -> None:
    """A session that somebody planted before is worth nothing after signing in."""
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post("/account/login/", {"login": nora.email, "password": PASSWORD})
    assert client.cookies["sessionid"].value != planted


WRITING = [address for address in addresses() if address.is_ours and "POST" in address.methods]


@pytest.mark.parametrize("address", WRITING, ids=str)
def test_a_form_without_its_token_is_refused(address: Address, nora: User, as_user: Callable[[User], Client]) -> None:
    """A page of another site cannot send a form in a member's name."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies.update(as_user(nora).cookies)
    assert browser.post(address.url(unit=1001), {}).status_code == 403


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_signing_in_leads_to_this_site_only(client: Client, nora: User, target: str) -> None:
    """A link to the log-in page cannot send anybody elsewhere afterwards."""
    answer = client.post("/account/login/", {"login": nora.email, "password": PASSWORD, "next": target})
    assert answer["Location"] == "/home/"
