"""`/api/units/{unit}/quotes`: what a unit offers, from the draft until the client's answer."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.timezone import localdate, now
from ninja import Query, Router, Status

from marke.api.answers import PROBLEMS, SENT_PROBLEMS, example, file, sends_file
from marke.api.keys import Asking, UnitNumber, needs
from marke.api.paging import NEWEST_FIRST, part_of
from marke.api.problems import Missing
from marke.api.quotes.schemas import EXAMPLE, QuoteIn, QuoteOut, QuotePart, QuotesOut, quote_out, quote_row
from marke.api.repeating import ActName, done_once
from marke.domain.quotes.models import QuoteVersion
from marke.domain.quotes.operations.ending import withdraw
from marke.domain.quotes.printing import quote_pdf
from marke.domain.quotes.queries import quote_for_client, quote_of_unit, quotes_of_unit, versions_of
from marke.domain.units.enums import Scope
from marke.usecases.send_quote import send_quote
from marke.usecases.write_quote import keep_quote

router = Router(tags=["Quotes"])


@router.get("", response={200: QuotesOut, **PROBLEMS}, operation_id="list_quotes", summary="List quotes")
def list_quotes(request: Asking, unit: UnitNumber, part: Query[QuotePart]) -> QuotesOut:
    """The latest version of each quote of the unit, newest first."""
    found = quotes_of_unit(unit_id=unit, state=part.state, client_id=part.client)
    versions, following = part_of(found, order=NEWEST_FIRST, part=part)
    return QuotesOut(rows=[quote_row(version) for version in versions], next=following)


@router.post(
    "",
    response={201: QuoteOut, **SENT_PROBLEMS},
    operation_id="draft_quote",
    summary="Write a quote",
    openapi_extra=example(EXAMPLE),
)
@needs(Scope.CREATE_QUOTE)
def draft_quote(request: Asking, unit: UnitNumber, quote: QuoteIn) -> Status[QuoteOut]:
    """Keep a draft. It has no number, nothing leaves the house, and nothing is promised."""
    kept = keep_quote(quote=quote.given(unit), today=localdate(), actor=request.auth.key.user_id)
    return Status(201, quote_out(_latest(unit, kept.quote_id)))


@router.get("/{quote}", response={200: QuoteOut, **PROBLEMS}, operation_id="read_quote", summary="One quote")
def read_quote(request: Asking, unit: UnitNumber, quote: uuid.UUID) -> QuoteOut:
    """The latest version of a quote with everything it says."""
    return quote_out(_latest(unit, quote))


@router.put(
    "/{quote}",
    response={200: QuoteOut, **SENT_PROBLEMS},
    operation_id="change_quote",
    summary="Write a quote anew",
    openapi_extra=example(EXAMPLE),
)
@needs(Scope.CREATE_QUOTE)
def change_quote(request: Asking, unit: UnitNumber, quote: uuid.UUID, facts: QuoteIn) -> QuoteOut:
    """Put other content in place of a draft. What was sent does not change."""
    draft, actor = _latest(unit, quote), request.auth.key.user_id
    keep_quote(quote=facts.given(unit), today=localdate(), actor=actor, version_id=draft.pk)
    return quote_out(_latest(unit, quote))


@router.post("/{quote}/send", response={200: QuoteOut, **PROBLEMS}, operation_id="send_quote", summary="Send a quote")
@needs(Scope.SEND_QUOTE)
def send(request: Asking, unit: UnitNumber, quote: uuid.UUID, idempotency_key: ActName) -> HttpResponse:
    """Give a draft its number and mail it to its reader. What the member has not earned the right to send alone waits
    for an adviser: its state is then `review`, and it leaves as soon as the adviser agrees."""

    def do() -> QuoteOut:
        send_quote(version_id=_latest(unit, quote).pk, now=now(), actor=request.auth.key.user_id)
        return quote_out(_latest(unit, quote))

    return done_once(request, idempotency_key, do)


@router.post(
    "/{quote}/withdraw",
    response={200: QuoteOut, **PROBLEMS},
    operation_id="withdraw_quote",
    summary="Take an offer back",
)
@needs(Scope.SEND_QUOTE)
def withdraw_quote(request: Asking, unit: UnitNumber, quote: uuid.UUID) -> QuoteOut:
    """The client can no longer accept it. Only while it waits for an answer."""
    withdraw(quote_id=_latest(unit, quote).quote_id, now=now())
    return quote_out(_latest(unit, quote))


@router.get(
    "/{quote}/pdf",
    response={200: None, **PROBLEMS},
    operation_id="print_quote",
    summary="A quote on paper",
    openapi_extra=sends_file("application/pdf"),
)
def print_quote(request: Asking, unit: UnitNumber, quote: uuid.UUID) -> HttpResponse:
    """The newest version that was sent, as the client has it. A draft has no paper."""
    _latest(unit, quote)
    sent = quote_for_client(quote_id=quote)
    if sent is None:
        raise Missing
    name = f"{str(sent.quote).replace('/', '-')}.pdf"
    return file(quote_pdf(version=sent.version), content_type="application/pdf", name=name)


def _latest(unit: int, quote_id: uuid.UUID) -> QuoteVersion:
    """The version that people mean by «the quote». Raises `Missing` for a quote that the unit has not got."""
    quote = quote_of_unit(unit_id=unit, quote_id=quote_id)
    version = next((each for each in versions_of(quote) if each.latest), None) if quote else None
    if version is None:
        raise Missing
    return version
