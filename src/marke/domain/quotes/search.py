"""What of quotes the palette finds: by number, by amount, and «quote dupont», which begins one for a client."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from marke.domain.foundation.search import BEST, GOOD, Question, SearchHit, key_matches
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.models import ClientLink

WORDS = ("quote ", "offerte ", "devis ", "angebot ")
"""«A quote for» in each language, as people begin to type it."""


def in_own_units(question: Question) -> list[SearchHit]:
    """The quotes of the units that the transaction may see, and a new one for the client that is named."""
    return [*_begun_for(question), *_found(question, "quote", with_unit=True)]


def at_desk(question: Question) -> list[SearchHit]:
    """Every quote that was sent; addresses of the desk's pages."""
    return _found(question, "desk_quote", with_unit=False)


def _begun_for(question: Question) -> list[SearchHit]:
    """«quote dupont»: a quote for each client of that name, ready to be filled in."""
    word = next((word for word in WORDS if question.text.startswith(word)), None)
    named = Question.of(question.text.removeprefix(word)) if word else None
    if named is None or named.is_empty:
        return []
    links = ClientLink.objects.filter(key_matches("client__folded_name", named), unit__state="open")
    return [
        SearchHit(
            kind="quote",
            title=_("New quote for %(client)s") % {"client": link.client.name},
            url_name="quote_new_for",
            url_kwargs={"unit": link.unit_id, "client": link.client_id},
            why=_("filled in as last time"),
            rank=BEST,
        )
        for link in links.select_related("client").order_by("client__folded_name", "unit_id")[: question.limit]
    ]


def _found(question: Question, url_name: str, *, with_unit: bool) -> list[SearchHit]:
    wanted = Q(quote__number__startswith=question.text.upper())
    if question.number is not None and question.number < 2**31:
        wanted |= Q(quote__sequence=question.number)
    if question.amount:
        wanted |= Q(gross=question.amount)
    versions = QuoteVersion.objects.filter(wanted, latest=True, quote__number__isnull=False)
    return [
        _hit(version, question, url_name, with_unit)
        for version in versions.select_related("quote__client").order_by("-pk")[: question.limit]
    ]


def _hit(version: QuoteVersion, question: Question, url_name: str, with_unit: bool) -> SearchHit:
    by_number = question.number is not None and question.number == version.quote.sequence
    by_amount = question.amount is not None and question.amount == version.gross
    place = {"unit": version.unit_id} if with_unit else {}
    return SearchHit(
        kind="quote",
        title=str(version.quote),
        url_name=url_name,
        url_kwargs={**place, "quote": version.quote_id},
        detail=version.quote.client.name,
        why=_("amount of a quote") if by_amount and not by_number else _("number of a quote"),
        rank=BEST if by_number or by_amount else GOOD,
    )
