"""Signing in: by password, by code; nobody learns from the answer who is a member; guessing is slowed down."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from tests.web.conftest import PASSWORD

from marke.domain.people.models import User

LOGIN = "/account/login/"


def test_a_member_signs_in_with_a_password_and_is_at_home(client: Client, nora: User) -> None:
    """The password opens one's own first page."""
    answer = client.post(LOGIN, {"login": nora.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/home/")


def test_the_page_asked_for_is_shown_after_signing_in(client: Client, nora: User) -> None:
    """Whoever followed a link to a page is shown that page after signing in."""
    asked = client.get("/account/")
    answer = client.post(asked["Location"], {"login": nora.email, "password": PASSWORD, "next": "/account/"})
    assert answer["Location"] == "/account/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, nora: User) -> None:
    """The answer to a failed sign-in does not tell who has an account."""
    wrong = client.post(LOGIN, {"login": nora.email, "password": "not the password"})
    unknown = client.post(LOGIN, {"login": "nobody@example.org", "password": "not the password"})
    told = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert told[0]
    assert told[0] == told[1]


@pytest.mark.parametrize("typed", ["' or 1=1 --", "nora@example.org\x00", "x" * 10_000, "<script>alert(1)</script>"])
def test_hostile_input_is_refused_and_shown_as_text(client: Client, nora: User, typed: str) -> None:
    """Whatever is typed as an address, nobody gets in and nothing of it runs."""
    answer = client.post(LOGIN, {"login": typed, "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "<script>alert(1)" not in answer.content.decode()


def test_guessing_is_slowed_down(client: Client, nora: User) -> None:
    """After some wrong passwords the right one does not work either, until some time has passed."""
    for attempt in range(10):
        client.post(LOGIN, {"login": nora.email, "password": f"guess number {attempt}"})
    answer = client.post(LOGIN, {"login": nora.email, "password": PASSWORD})
    assert answer.status_code != 302


def test_a_code_by_mail_opens_the_account_without_a_password(client: Client, nora: User) -> None:
    """A member without the password at hand asks for a code and types it."""
    client.post("/account/login/code/", {"email": nora.email})
    code = re.search(r"^([A-Z0-9-]{6,9})$", mail.outbox[-1].body, re.MULTILINE)
    answer = client.post("/account/login/code/confirm/", {"code": code.group(1)})
    assert answer["Location"] == "/home/"


def test_a_wrong_code_opens_nothing(client: Client, nora: User) -> None:
    """A guessed code is refused beside its field."""
    client.post("/account/login/code/", {"email": nora.email})
    answer = client.post("/account/login/code/confirm/", {"code": "WRONG-42"})
    assert answer.context["verify_form"].errors["code"]


def test_signing_out_needs_a_press_of_the_button(client: Client, nora: User) -> None:
    """A link in a mail cannot sign anybody out."""
    client.post(LOGIN, {"login": nora.email, "password": PASSWORD})
    client.get("/account/logout/")
    assert client.get("/account/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/account/login/code/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/done/",
        "/account/password/reset/key/1-nonsense/",
        "/account/inactive/",
    ],
)
def test_each_page_for_visitors_stands(client: Client, house: None, address: str) -> None:
    """Every page about signing in can be opened by somebody who is not signed in."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/account/",
        "/account/email/",
        "/account/password/change/",
        "/account/logout/",
        "/account/reauthenticate/",
        "/account/2fa/recovery-codes/",
    ],
)
def test_each_page_about_ones_own_log_in_stands(client: Client, nora: User, address: str) -> None:
    """Every page about one's own log-in opens, or asks first whether it is still you."""
    client.post(LOGIN, {"login": nora.email, "password": PASSWORD})
    answer = client.get(address)
    assert answer.status_code in {200, 302, 404}
    assert answer.status_code != 404 or address.endswith("recovery-codes/")


@pytest.mark.parametrize(
    "address",
    ["/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/email/", "/account/password/change/"],
)
def test_what_protects_the_account_asks_once_more_who_is_there(client: Client, nora: User, address: str) -> None:
    """A browser left open is not enough to change how somebody signs in: the password is asked once, then the page."""
    client.post(LOGIN, {"login": nora.email, "password": PASSWORD})
    if (asked := client.get(address)).status_code == 302:
        assert "Is it still you?" in client.get(asked["Location"]).content.decode()
        client.post("/account/reauthenticate/", {"password": PASSWORD, "next": address})
    assert client.get(address).status_code == 200


def test_a_wrong_password_does_not_prove_it_is_still_you(client: Client, nora: User) -> None:
    """The second question is as strict as the first."""
    client.post(LOGIN, {"login": nora.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": "not the password", "next": "/account/2fa/totp/activate/"})
    assert client.get("/account/2fa/totp/activate/").status_code == 302
