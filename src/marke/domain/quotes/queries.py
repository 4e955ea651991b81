"""Read quotes: lists by state, one quote with its versions, what a client may see, what comes next."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from marke.domain.quotes.enums import OPEN, QuoteState
from marke.domain.quotes.models import Answer, Quote, QuoteTemplate, QuoteVersion
from marke.kernel.money import Cents


def quotes_of_unit(
    *, unit_id: int, state: QuoteState | None = None, client_id: uuid.UUID | None = None
) -> QuerySet[QuoteVersion]:
    """The latest version of each quote of a unit, newest first."""
    found = QuoteVersion.objects.filter(unit_id=unit_id, latest=True).select_related("quote", "quote__client")
    if state:
        found = found.filter(state=state)
    if client_id:
        found = found.filter(quote__client_id=client_id)
    return found.order_by("-pk")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What waits for an answer and what was signed since a day, without VAT, in cents."""

    open_net: Cents
    open_count: int
    signed_net: Cents
    signed_count: int
    declined_count: int


def pipeline(*, unit_id: int, since: dt.date) -> Pipeline:
    """What a unit has offered and won; one query."""
    signed = Q(state=QuoteState.ACCEPTED, ended_at__date__gte=since)
    return Pipeline(
        **QuoteVersion.objects.filter(unit_id=unit_id).aggregate(
            open_net=Sum("net", filter=Q(state__in=OPEN), default=0),
            open_count=Count("pk", filter=Q(state__in=OPEN)),
            signed_net=Sum("net", filter=signed, default=0),
            signed_count=Count("pk", filter=signed),
            declined_count=Count("pk", filter=Q(state=QuoteState.REJECTED, ended_at__date__gte=since)),
        )
    )


SORTS = {"-sent_at": ("-pk",), "sent_at": ("pk",), "-gross": ("-gross", "-pk"), "gross": ("gross", "pk")}


@dataclass(frozen=True, slots=True)
class QuoteFilter:
    """What the desk asks for: a state, the start of a number, a unit, a client."""

    state: QuoteState | None = None
    number: str = ""
    unit_id: int | None = None
    client_id: uuid.UUID | None = None


def find_quotes(*, wanted: QuoteFilter, sort: str = "-sent_at") -> QuerySet[QuoteVersion]:
    """The latest version of each quote of the enterprise but the drafts, for the desk; nothing counts them all."""
    conditions = Q(latest=True) & (Q(state=wanted.state) if wanted.state else ~Q(state=QuoteState.DRAFT))
    if wanted.number:
        conditions &= Q(quote__number__startswith=wanted.number.strip().upper())
    if wanted.unit_id:
        conditions &= Q(unit_id=wanted.unit_id)
    if wanted.client_id:
        conditions &= Q(quote__client_id=wanted.client_id)
    order = SORTS.get(sort, SORTS["-sent_at"])
    return QuoteVersion.objects.filter(conditions).select_related("quote__client", "quote__unit").order_by(*order)


def quote_of_unit(*, unit_id: int, quote_id: uuid.UUID) -> Quote | None:
    """One quote of a unit with its client."""
    return Quote.objects.filter(unit_id=unit_id, pk=quote_id).select_related("client", "unit").first()


def quote_by_id(*, quote_id: uuid.UUID) -> Quote | None:
    """One quote of the enterprise, for the desk."""
    return Quote.objects.filter(pk=quote_id).select_related("client", "unit").first()


def versions_of(quote: Quote) -> list[QuoteVersion]:
    """The versions of a quote, newest first, with their lines and answers; two queries."""
    found = quote.versions.select_related("answer").prefetch_related("lines").order_by("-number")
    versions = list(found)
    for version in versions:
        version.quote = quote
    return versions


def version_by_id(*, version_id: uuid.UUID) -> QuoteVersion | None:
    """One version with its quote, client, unit and lines."""
    found = QuoteVersion.objects.filter(pk=version_id).select_related("quote__client", "quote__unit", "answer")
    return found.prefetch_related("lines").first()


@dataclass(frozen=True, slots=True)
class QuoteForClient:
    """What a client sees of a quote: the version that counts, and which one replaced what an old link named."""

    quote: Quote
    version: QuoteVersion
    answer: Answer | None

    def can_be_answered(self, *, as_of: dt.date) -> bool:
        return self.version.is_open and not self.version.has_expired(as_of=as_of)


def quote_for_client(*, quote_id: uuid.UUID, version: int | None = None) -> QuoteForClient | None:
    """A quote as its client may see it: never what was not sent; the newest sent version unless one is named."""
    sent = QuoteVersion.objects.filter(quote_id=quote_id, sent_at__isnull=False)
    if version is not None:
        sent = sent.filter(number=version)
    found = sent.select_related("quote__client", "quote__unit", "answer").prefetch_related("lines")
    newest = found.order_by("-number").first()
    return QuoteForClient(newest.quote, newest, answer_of(newest)) if newest else None


def quotes_of_client(*, client_id: uuid.UUID, unit_id: int) -> QuerySet[QuoteVersion]:
    """What a unit has offered a client and sent, newest first: the list in the client's portal."""
    sent = QuoteVersion.objects.filter(quote__client_id=client_id, unit_id=unit_id, sent_at__isnull=False)
    return sent.exclude(state=QuoteState.REPLACED).select_related("quote").order_by("-sent_at", "-pk")


def answer_of(version: QuoteVersion) -> Answer | None:
    """What the client said to a version."""
    return getattr(version, "answer", None)


def last_version(*, unit_id: int, client_id: uuid.UUID | None = None) -> QuoteVersion | None:
    """The quote to repeat: the last one of the unit, for this client if one is named."""
    found = QuoteVersion.objects.filter(unit_id=unit_id, latest=True)
    if client_id:
        found = found.filter(quote__client_id=client_id)
    return found.select_related("quote").prefetch_related("lines").order_by("-pk").first()


def last_terms(*, unit_id: int) -> str:
    """The conditions with which a unit last wrote a quote."""
    found = QuoteVersion.objects.filter(unit_id=unit_id).order_by("-pk").values_list("terms", flat=True)
    return found.first() or ""


def templates_of_unit(*, unit_id: int) -> list[QuoteTemplate]:
    """A unit's own templates, by name."""
    return list(QuoteTemplate.objects.filter(unit_id=unit_id).order_by("name"))


def template_of_unit(*, unit_id: int, template_id: uuid.UUID) -> QuoteTemplate | None:
    """One template of a unit."""
    return QuoteTemplate.objects.filter(unit_id=unit_id, pk=template_id).first()
