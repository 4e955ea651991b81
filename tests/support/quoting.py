"""Quotes for tests: a unit that offers a concert, and its client who answers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from tests.support.selling import NOW, TODAY, line

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.quotes.content import QuoteInput
from marke.domain.quotes.enums import SignedBy
from marke.domain.quotes.models import QuoteVersion
from marke.domain.quotes.signing import Signer
from marke.usecases.write_quote import keep_quote

Offer = Callable[..., QuoteVersion]
READER = "kim@festival.example"


def quote_input(unit_id: int, client_id: uuid.UUID, *prices: str, **more: Any) -> QuoteInput:
    """What a member typed: one line per price in euros without VAT."""
    lines = tuple(line(price) for price in prices or ("1000",))
    return QuoteInput(unit_id, client_id, lines, **{"subject": "Concert", "to_email": READER, **more})


def offering(unit_id: int, client_id: uuid.UUID) -> Offer:
    """Makes drafts of a unit for a client."""

    def draft(*prices: str, version_id: uuid.UUID | None = None, **more: Any) -> QuoteVersion:
        given = quote_input(unit_id, client_id, *prices, **more)
        return keep_quote(quote=given, today=TODAY, actor=SYSTEM, version_id=version_id)

    return draft


def signer(how: SignedBy = SignedBy.LINK, *, name: str = "Kim Claes", email: str = READER) -> Signer:
    """Somebody at the client."""
    return Signer(name, email, how, {"address": "192.0.2.7", "browser": "Firefox"})


__all__ = ["NOW", "READER", "TODAY", "Offer", "offering", "quote_input", "signer"]
