"""A member's page of keys: a key is made, shown once, used, revoked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from marke.domain.apikeys.models import ApiKey
from marke.domain.foundation.transactions import acting, acting_as_system
from marke.domain.people.models import User

FACTS = {"name": "Till of the shop", "units": ["1001"], "scopes": ["create_invoice"], "days": "90"}


def secret_in(page: str) -> str:
    """The secret that a page shows."""
    found = re.search(r"marke_[\w-]{43}", page)
    assert found, "no secret on the page"
    return found[0]


@pytest.fixture
def browser(nora: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(nora)


def test_it_works(browser: Client, client: Client) -> None:
    """A key that was just made opens; afterwards no page shows it again."""
    answer = browser.post("/me/keys/new/", FACTS)
    secret = secret_in(answer.content.decode())
    assert answer["Cache-Control"] == "private, no-store"
    asked = client.get("/api/units", headers={"Authorization": f"Bearer {secret}"})
    assert asked.json()["units"] == [{"number": 1001, "name": "Atelier 1001"}]
    page = browser.get("/me/keys/").content.decode()
    assert secret not in page
    assert all(word in page for word in ("Till of the shop", secret[:12], "Make invoices"))


def test_a_revoked_key_opens_nothing(browser: Client, client: Client, nora: User) -> None:
    """One button, and the program is shut out."""
    secret = secret_in(browser.post("/me/keys/new/", FACTS).content.decode())
    with acting(actor=nora.pk):
        key = ApiKey.objects.get()
    page = browser.post(f"/me/keys/{key.pk}/revoke/", follow=True).content.decode()
    assert "is revoked" in page
    assert client.get("/api/units", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_nobody_revokes_the_key_of_somebody_else(
    browser: Client, nora: User, karim: User, as_user: Callable[[User], Client]
) -> None:
    """It stays open, and the page says that it is not theirs."""
    browser.post("/me/keys/new/", FACTS)
    with acting(actor=nora.pk):
        key = ApiKey.objects.get()
    other = as_user(karim)
    assert "is not yours" in other.post(f"/me/keys/{key.pk}/revoke/", follow=True).content.decode()
    assert "Till of the shop" not in other.get("/me/keys/").content.decode()
    with acting(actor=nora.pk):
        assert ApiKey.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"units": []}, "This field is required"),
        ({"units": ["1002"]}, "not one of the available choices"),
        ({"scopes": ["manage"]}, "not one of the available choices"),
        ({"days": "4000"}, "not one of the available choices"),
    ],
    ids=str,
)
def test_a_hostile_form_makes_no_key(browser: Client, karim: User, changes: dict[str, object], words: str) -> None:
    """What was typed stays, with the reason beside it."""
    answer = browser.post("/me/keys/new/", {**FACTS, **changes})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with acting_as_system():
        assert not ApiKey.objects.exists()


def test_a_page_without_keys_says_what_they_are_for(browser: Client) -> None:
    """The empty list helps."""
    assert "You have given no program a key." in browser.get("/me/keys/").content.decode()


def test_what_is_stored_about_me_names_my_keys_and_no_secret(browser: Client) -> None:
    """The download of one's own data (GDPR, article 15)."""
    secret = secret_in(browser.post("/me/keys/new/", FACTS).content.decode())
    data = browser.get("/me/data/")
    assert data.json()["keys_for_programs"][0]["name"] == "Till of the shop"
    assert secret not in data.content.decode()
    assert "digest" not in data.content.decode()
