"""Sentences that come from a library speak to people as ours do: in Dutch with «u»."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from marke.ops.catalogues import LOCALE

OURS = LOCALE.parent / "web"
SHOWN = re.compile(r"(account|mfa)/(\w+/)*\w+\.py|templates/(account|mfa)/(email|messages)/\w+\.txt")
"""The pages of allauth are replaced by ours; its forms and refusals are used, and mails and messages we do not have."""

INFORMAL = re.compile(r"\b(je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)s|%d|\{\w+\}")


@pytest.fixture(scope="module")
def theirs() -> Catalog:
    return _read(Path(allauth.__file__).parent / "locale/nl/LC_MESSAGES/django.po")


@pytest.fixture(scope="module")
def ours() -> Catalog:
    return _read(LOCALE / "libraries/nl/LC_MESSAGES/django.po")


def test_nobody_is_addressed_as_a_friend(theirs: Catalog, ours: Catalog) -> None:
    """Each sentence that allauth says in the informal form has a formal one of ours."""
    shown = [message for message in theirs if any(_is_shown(place) for place, _ in message.locations)]
    heard = {str(message.id): str((ours.get(message.id) or message).string) for message in shown}
    assert len(heard) > 50
    assert [sentence for sentence, words in heard.items() if INFORMAL.search(words)] == []


def test_each_of_our_wordings_finds_its_sentence(theirs: Catalog, ours: Catalog) -> None:
    """A newer allauth may write a sentence differently; ours would then be dead. What is filled in stays the same."""
    for message in ours:
        if message.id:
            assert message.id in theirs
            assert sorted(PLACEHOLDER.findall(message.id)) == sorted(PLACEHOLDER.findall(str(message.string)))


def _is_shown(place: str) -> bool:
    return SHOWN.fullmatch(place) is not None and not (OURS / place).exists()


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)
