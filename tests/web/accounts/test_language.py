"""Changing the language keeps the place and is remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from marke.domain.people.models import User


def test_the_language_changes_in_place(client: Client, house: None) -> None:
    """A visitor goes on at the same address, filters and all, in the language chosen."""
    answer = client.post("/language/", {"language": "fr", "next": "/help/?question=3"})
    assert answer["Location"] == "/help/?question=3"
    assert '<html lang="fr"' in client.get("/help/").content.decode()


def test_a_member_keeps_the_language_on_every_device(nora: User, as_user: Callable[[User], Client]) -> None:
    """The choice is stored with the log-in, so another browser speaks it too."""
    as_user(nora).post("/language/", {"language": "fr", "next": "/home/"})
    assert '<html lang="fr"' in as_user(nora).get("/account/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "http:///x"])
def test_the_way_back_stays_on_this_site(client: Client, house: None, target: str) -> None:
    """A forged form cannot send anybody to another site."""
    assert client.post("/language/", {"language": "nl", "next": target})["Location"] == "/"


@pytest.mark.parametrize("language", ["xx", "", "../../etc", "nl\r\nSet-Cookie: a=b"])
def test_a_language_nobody_speaks_changes_nothing(client: Client, house: None, language: str) -> None:
    """An unknown language leaves everything as it is."""
    answer = client.post("/language/", {"language": language, "next": "/help/"})
    assert "django_language" not in answer.cookies
