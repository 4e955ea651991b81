"""Write quotes: drafts that change freely, new versions of what was sent, and the wait for an adviser's look."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import Max

from marke.domain.quotes.content import QuoteInput, input_of
from marke.domain.quotes.enums import NEXT_STATES, UNSENT, QuoteState
from marke.domain.quotes.models import Quote, QuoteLine, QuoteVersion
from marke.domain.sales.models import Client
from marke.domain.sales.operations.invoices import client_of
from marke.domain.sales.pricing import LineInput, Priced
from marke.domain.units.policies import require_own_project
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import one_line


def save_draft(
    *, quote: QuoteInput, priced: Priced | None, actor: uuid.UUID, version_id: uuid.UUID | None = None
) -> QuoteVersion:
    """Keep what was typed as a draft, new or in place of the draft ``version_id``. No number, no promise.

    ``priced`` is what it amounts to as far as it can be computed. Raises `Refusal` when the unit does not work for the
    client, for a project that the unit has not got open, when the draft was sent meanwhile, and when a quote that was
    sent would change its client.
    """
    client = client_of(quote.unit_id, quote.client_id)
    require_own_project(unit_id=quote.unit_id, project_id=quote.project_id)
    version = draft_to_change(version_id) if version_id else _new(quote, actor)
    _place(version.quote, quote)
    fill(version, quote, client)
    _estimate(version, quote.lines, priced)
    version.quote.save()
    version.save()
    version.lines.all().delete()
    QuoteLine.objects.bulk_create(lines_of(version, quote.lines))
    return version


def _new(given: QuoteInput, actor: uuid.UUID) -> QuoteVersion:
    quote = Quote(unit_id=given.unit_id, client_id=given.client_id, created_by=actor)
    return QuoteVersion(quote=quote, number=1, written_by=actor)


def _place(quote: Quote, given: QuoteInput) -> None:
    """A quote that was sent stays with its client and its project."""
    if quote.number and (quote.client_id, quote.project_id) != (given.client_id, given.project_id):
        raise Refusal(
            "quote.same-client",
            gettext_noop("Quote %(number)s was sent and stays with its client and project. Make a new quote instead."),
            field="client",
            params={"number": quote.number},
        )
    quote.unit_id, quote.client_id, quote.project_id = given.unit_id, given.client_id, given.project_id


def _estimate(version: QuoteVersion, lines: Sequence[LineInput], priced: Priced | None) -> None:
    """What a draft amounts to; without VAT while that cannot be computed."""
    totals = priced.totals if priced else None
    version.net = totals.net if totals else sum(line.net for line in lines)
    version.vat = totals.vat if totals else 0
    version.gross = version.net + version.vat


def fill(version: QuoteVersion, given: QuoteInput, client: Client) -> None:
    """Put what was typed on the document."""
    version.unit_id = given.unit_id
    version.language = client.language
    version.subject = one_line(given.subject)
    version.client_reference = one_line(given.client_reference)
    version.period_start, version.period_end = given.period or (None, None)
    version.term_days = given.term_days
    version.terms = given.terms.strip()
    version.plan = given.invoicing.plan
    version.deposit_percent = given.invoicing.deposit_percent
    version.instalments = given.invoicing.instalments
    version.valid_until = given.valid_until
    version.to_name = one_line(given.to_name)
    version.to_email = given.to_email.strip()


def lines_of(version: QuoteVersion, lines: Sequence[LineInput]) -> list[QuoteLine]:
    """The rows of a version's lines, numbered from 1."""
    return [
        QuoteLine(
            version_id=version.pk,
            unit_id=version.unit_id,
            position=position,
            description=one_line(line.description),
            quantity=line.quantity,
            measure=line.measure,
            unit_price=line.unit_price,
            net=line.net,
            vat_rate=line.vat_rate,
            vat_ground=line.vat_ground,
        )
        for position, line in enumerate(lines, 1)
    ]


def begin_version(*, quote_id: uuid.UUID, actor: uuid.UUID) -> QuoteVersion:
    """A draft of the next version, with the content of the latest one; the draft that is there if one is.

    What was sent stays as it is and can be answered until the new version is sent; what was signed binds until the new
    version is signed (rule 16).
    """
    quote = locked_quote(quote_id)
    latest = latest_version(quote)
    if latest.is_unsent:
        return latest
    given = input_of(latest)
    client = Client.objects.get(pk=quote.client_id)
    mark_latest(latest, False)
    number = quote.versions.aggregate(last=Max("number"))["last"] + 1
    version = QuoteVersion(quote=quote, number=number, written_by=actor)
    fill(version, given, client)
    version.valid_until = None
    version.net, version.vat, version.gross = latest.net, latest.vat, latest.gross
    version.save()
    QuoteLine.objects.bulk_create(lines_of(version, given.lines))
    return version


def discard_draft(*, version_id: uuid.UUID) -> None:
    """Throw a draft away; the version before it is the latest again. Raises `Refusal` when it was sent."""
    version = draft_to_change(version_id, states=UNSENT)
    throw_away(version)


def throw_away(version: QuoteVersion) -> None:
    """Delete a version nobody outside has seen, and the quote with it when it had no other."""
    quote = version.quote
    version.delete()
    if not quote.versions.exists():
        quote.delete()
    elif version.latest:
        mark_latest(_before(quote), True)


def _before(quote: Quote) -> QuoteVersion:
    """The version people mean when the newest one came to nothing: the signed one, else the last that was sent."""
    signed = quote.versions.filter(state=QuoteState.ACCEPTED).first()
    return signed or quote.versions.latest("number")


def fall_back(version: QuoteVersion) -> None:
    """A change that ended unsigned leaves the signed version as the quote."""
    signed = version.quote.versions.filter(state=QuoteState.ACCEPTED).exclude(pk=version.pk).first()
    if signed is not None and version.latest:
        mark_latest(version, False)
        mark_latest(signed, True)


def ask_review(*, versions: Sequence[QuoteVersion]) -> None:
    """The quotes wait until an adviser has looked at them."""
    for version in versions:
        move(version, QuoteState.REVIEW)
        version.review_note = ""
        version.save(update_fields=["state", "review_note"])


def give_back(*, version_id: uuid.UUID, note: str, reviewer: uuid.UUID | None) -> QuoteVersion:
    """The quote goes back to its writer: with what the adviser asks to change, or taken back by the writer.

    Raises `Refusal` when it does not wait for a look any more, or when an adviser says nothing.
    """
    version = draft_to_change(version_id, states=(QuoteState.REVIEW,))
    if reviewer and not note.strip():
        raise Refusal("quote.review-note", gettext_noop("Say what has to change before it can be sent."), field="note")
    move(version, QuoteState.DRAFT)
    version.review_note, version.reviewed_by = note.strip(), reviewer
    version.save(update_fields=["state", "review_note", "reviewed_by"])
    return version


def locked_quote(quote_id: uuid.UUID) -> Quote:
    """The quote, locked: whatever happens to its versions happens one after the other."""
    return Quote.objects.select_for_update(of=("self",)).select_related("client", "unit").get(pk=quote_id)


def latest_version(quote: Quote) -> QuoteVersion:
    """The version people mean by «the quote»."""
    version = quote.versions.get(latest=True)
    version.quote = quote
    return version


def draft_to_change(version_id: uuid.UUID, *, states: Sequence[QuoteState] = (QuoteState.DRAFT,)) -> QuoteVersion:
    """The version with its quote locked. Raises `Refusal` when it is gone, or in no state in which it may change."""
    quote_id = QuoteVersion.objects.filter(pk=version_id).values_list("quote_id", flat=True).first()
    quote = locked_quote(quote_id) if quote_id else None
    version = QuoteVersion.objects.filter(pk=version_id).first()
    if quote is None or version is None:
        raise Refusal(
            "quote.gone",
            gettext_noop("This draft is gone: it was thrown away, or the client signed the version before."),
        )
    version.quote = quote
    if version.state not in states:
        raise Refusal(
            "quote.unsent",
            gettext_noop("This quote is «%(state)s» by now. Open it to see what you can do."),
            params={"state": QuoteState(version.state).label},
        )
    return version


def mark_latest(version: QuoteVersion, latest: bool) -> None:
    """Say whether people mean this version by «the quote»."""
    version.latest = latest
    version.save(update_fields=["latest"])


def move(version: QuoteVersion, state: QuoteState) -> None:
    """Let a version go to its next state. Raises `Refusal` where the life of a quote has no such way."""
    if state not in NEXT_STATES[version.state]:
        raise Refusal(
            "quote.state",
            gettext_noop("A quote that is «%(now)s» cannot become «%(then)s»."),
            params={"now": QuoteState(version.state).label, "then": state.label},
        )
    version.state = state
