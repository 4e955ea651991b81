"""Send quotes: from a draft to a numbered document that never changes. See `marke.usecases.send_quote`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from marke.domain.foundation.bulk import update_rows
from marke.domain.quotes.content import fingerprint, plain
from marke.domain.quotes.enums import OPEN, QuoteState
from marke.domain.quotes.models import QuoteVersion
from marke.domain.quotes.operations.writing import move
from marke.domain.sales.models import Client
from marke.domain.sales.operations.invoices import Terms, printed_client
from marke.domain.sales.operations.numbers import take_numbers
from marke.domain.sales.pricing import Priced
from marke.kernel.refusal import Refusal, gettext_noop

SERIES = "quote"
SEALED = [
    *("state", "net", "vat", "gross", "contribution_rate", "contribution", "budget", "vat_totals", "parties"),
    *("language", "term_days", "fingerprint", "sent_by", "sent_at", "valid_until", "reviewed_by"),
]
"""What sending writes on a version."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A draft on its way out, with its quote loaded and locked and its last day set."""

    version: QuoteVersion
    client: Client
    priced: Priced
    terms: Terms


def send(*, sendings: Sequence[Sending], entity: int, now: dt.datetime, actor: uuid.UUID) -> None:
    """The versions become facts: numbered at their first sending, priced, dated, with the hash of what is read.

    The version that a client could answer until now is replaced. The quotes are locked by the caller; numbers follow
    the order given. Raises `Refusal` for a validity that has passed.
    """
    _replace_open([sending.version for sending in sendings], now)
    _number(sendings, entity)
    for sending in sendings:
        _seal(sending, now, actor)


def _replace_open(versions: Sequence[QuoteVersion], now: dt.datetime) -> None:
    """What the client could answer until now is replaced by the version that goes out."""
    quotes = [version.quote_id for version in versions]
    replaced = list(QuoteVersion.objects.filter(quote_id__in=quotes, state__in=OPEN))
    for version in replaced:
        move(version, QuoteState.REPLACED)
        version.ended_at = now
    update_rows(replaced, ["state", "ended_at"])


def _number(sendings: Sequence[Sending], entity: int) -> None:
    """Give each quote its number the first time it is sent: one series per legal entity and year, without gaps."""
    fresh = [sending for sending in sendings if sending.version.quote.number is None]
    for year, group in groupby(sorted(fresh, key=lambda one: one.terms.on.year), key=lambda one: one.terms.on.year):
        same = [sending.version.quote for sending in group]
        numbers = take_numbers(entity=entity, series=SERIES, year=year, count=len(same))
        for quote, sequence in zip(same, numbers, strict=True):
            quote.year, quote.sequence, quote.number = year, sequence, f"Q{year}/{sequence:05d}"
        update_rows(same, ["year", "sequence", "number"])


def _seal(sending: Sending, now: dt.datetime, actor: uuid.UUID) -> None:
    version, priced, terms = sending.version, sending.priced, sending.terms
    assert version.quote.number, "a quote has its number before it is sealed"
    assert version.valid_until, "a quote that leaves says until when it is valid"
    if version.valid_until < terms.on:
        raise Refusal(
            "quote.validity",
            gettext_noop("This quote would be valid until %(day)s, which has passed. Give a later day."),
            field="valid_until",
            params={"day": version.valid_until},
        )
    move(version, QuoteState.SENT)
    set_down(version, client=sending.client, priced=priced, terms=terms)
    version.sent_at, version.sent_by = now, actor
    version.fingerprint = fingerprint(version, version.lines.all(), number=version.quote.number)
    version.save(update_fields=SEALED)


def set_down(version: QuoteVersion, *, client: Client, priced: Priced, terms: Terms) -> None:
    """Put parties, days to pay and amounts on the document, as the client reads them."""
    version.language = client.language
    version.parties = {
        "seller": terms.seller,
        "client": printed_client(client),
        "unit": {"name": version.quote.unit.name},
    }
    version.term_days = terms.term_days if version.term_days is None else version.term_days
    version.net, version.vat, version.gross = priced.totals.net, priced.totals.vat, priced.totals.gross
    version.contribution_rate = terms.contribution_rate
    version.contribution, version.budget = priced.shared.contribution, priced.shared.budget
    version.vat_totals = [
        {
            "category": total.category.value,
            "rate": plain(total.rate),
            "grounds": [ground.code for ground in total.grounds],
            "base": total.base,
            "vat": total.vat,
            "sentences": list(total.sentences(version.language)),
        }
        for total in priced.totals.breakdown
    ]
