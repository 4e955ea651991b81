"""The live document: what the quote will look like on paper, beside the form and on its own page.

It shows what the paper shows, in the client's language: both come from `marke.domain.quotes.printing`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from marke.domain.parameters.queries import choice, cooperative
from marke.domain.quotes.content import QuoteInput, input_of
from marke.domain.quotes.models import Quote, QuoteVersion
from marke.domain.quotes.operations.sending import set_down
from marke.domain.quotes.operations.writing import fill, lines_of
from marke.domain.quotes.printing import printed, printed_parts
from marke.domain.sales.home import home
from marke.domain.sales.models import Client
from marke.domain.sales.operations.invoices import Terms, printed_client
from marke.domain.sales.pricing import Priced
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import terms_on
from marke.usecases.write_quote import price_quote


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper on screen. ``has_totals`` is false while the lines cannot be added up yet."""

    paper: dict[str, Any]
    has_totals: bool = True

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Days and references, as far as they are known."""
        words = self.paper["words"]
        named = [(words[name], self.paper[name]) for name in ("date", "valid_until", "version")]
        named += [(words["work"], self.paper["period"]), (words["reference"], self.paper["reference"])]
        named += [(words["reader"], self.paper["reader"])]
        return [(label, value) for label, value in named if value]

    def html(self) -> SafeString:
        return render_to_string("member/quotes/sheet.html", {"sheet": self, "paper": self.paper})


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that nobody outside has seen: what is filled in, for which unit, and which quote it continues."""

    given: QuoteInput
    unit: Unit
    client: Client | None
    priced: Priced | None
    standing: QuoteVersion | None = None


def sheet_of(version: QuoteVersion) -> Sheet:
    """The quote as it was sent."""
    return Sheet(printed(version=version, house=home()))


def sheet_of_draft(draft: Draft, *, terms: Terms) -> Sheet:
    """The quote as it would be sent today, as far as it is filled in."""
    client = draft.client or Client(language=get_language() or "en")
    number = draft.standing.quote.number if draft.standing else None
    version = QuoteVersion(
        quote=Quote(unit=draft.unit, number=number), number=draft.standing.number if draft.standing else 1
    )
    fill(version, draft.given, client)
    if draft.client and draft.priced:
        set_down(version, client=client, priced=draft.priced, terms=terms)
    else:
        reader = printed_client(draft.client) if draft.client else {}
        version.parties = {"seller": terms.seller, "client": reader, "unit": {"name": draft.unit.name}}
        version.term_days = terms.term_days if version.term_days is None else version.term_days
    days = int(choice("quote.validity_days", as_of=terms.on))
    version.valid_until = version.valid_until or terms.on + dt.timedelta(days=days)
    lines = lines_of(version, draft.given.lines)
    paper = printed_parts(version=version, lines=lines, on=terms.on, house=home())
    return Sheet(paper, has_totals=draft.priced is not None)


def sheet_of_unsent(version: QuoteVersion, *, today: dt.date) -> Sheet:
    """A draft as it stands: the page of a quote shows it before anybody outside has seen it."""
    given, quote = input_of(version), version.quote
    try:
        priced = price_quote(quote=given, client=quote.client, today=today)
    except Refusal:
        priced = None
    draft = Draft(given, quote.unit, quote.client, priced, version)
    return sheet_of_draft(draft, terms=terms_on(today, house=cooperative()))
