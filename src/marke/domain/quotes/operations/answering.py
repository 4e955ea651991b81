"""Write what the client says: seen, accepted, declined. `marke.usecases.answer_quote` makes it a journey."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile

from marke.domain.quotes.enums import UNSENT, QuoteState
from marke.domain.quotes.models import Answer, Quote, QuoteVersion
from marke.domain.quotes.operations.writing import fall_back, locked_quote, mark_latest, move
from marke.domain.quotes.papers import CheckedPaper
from marke.domain.quotes.signing import Signer
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import one_line


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """What the client says: yes or no, who says it, a word with it, their purchase order, a signed paper."""

    accepted: bool
    signer: Signer
    comment: str = ""
    order_reference: str = ""
    paper: CheckedPaper | None = None


def mark_viewed(*, quote_id: uuid.UUID, version: int, now: dt.datetime) -> None:
    """The client has opened this version for the first time; later looks change nothing."""
    quote = locked_quote(quote_id)
    found = quote.versions.filter(number=version, state=QuoteState.SENT).first()
    if found is not None:
        move(found, QuoteState.VIEWED)
        found.viewed_at = now
        found.save(update_fields=["state", "viewed_at"])


def version_to_answer(*, quote_id: uuid.UUID, version: int, today: dt.date) -> QuoteVersion:
    """The version, its quote locked. Raises `Refusal`, saying what became of it, unless it can be answered today."""
    quote = locked_quote(quote_id)
    found = quote.versions.filter(number=version).exclude(state__in=UNSENT).first()
    if found is None:
        raise Refusal("quote.version", gettext_noop("This version of the quote does not exist."))
    found.quote = quote
    if found.has_expired(as_of=today):
        raise Refusal(
            "quote.expired",
            gettext_noop("Quote %(number)s was valid until %(day)s. Ask for a new one: it takes a minute."),
            params={"number": quote.number, "day": found.valid_until},
        )
    if not found.is_open:
        raise _not_open(quote, found)
    return found


def _not_open(quote: Quote, version: QuoteVersion) -> Refusal:
    """Why a version that was sent cannot be answered."""
    sentences = {
        QuoteState.ACCEPTED: gettext_noop("Quote %(number)s was accepted already; there is nothing more to do."),
        QuoteState.REJECTED: gettext_noop("Quote %(number)s was declined already."),
        QuoteState.WITHDRAWN: gettext_noop("Quote %(number)s was withdrawn. Ask for a new one."),
        QuoteState.REPLACED: gettext_noop(
            "Quote %(number)s was changed since: version %(version)s is replaced by a newer one. Open that one."
        ),
    }
    state = QuoteState(version.state)
    return Refusal(f"quote.{state.value}", sentences[state], params={"number": quote.number, "version": version.number})


def write_answer(*, version: QuoteVersion, answer: AnswerInput, now: dt.datetime, actor: uuid.UUID) -> Answer:
    """Write what the client said to a version that `version_to_answer` gave, with what proves it.

    A draft of a newer version is thrown away by an acceptance: what is signed is the quote. A version that was signed
    before is replaced by it.
    """
    if answer.accepted:
        _replace_signed(version)
    move(version, QuoteState.ACCEPTED if answer.accepted else QuoteState.REJECTED)
    version.ended_at = now
    version.viewed_at = version.viewed_at or now
    version.save(update_fields=["state", "ended_at", "viewed_at"])
    if answer.accepted:
        _drop_newer(version)
    else:
        fall_back(version)
    written = Answer(
        version=version,
        unit_id=version.unit_id,
        accepted=answer.accepted,
        signer_name=one_line(answer.signer.name)[:120],
        signer_email=answer.signer.email.strip(),
        how=answer.signer.how,
        at=now,
        comment=answer.comment.strip()[:1000],
        order_reference=one_line(answer.order_reference)[:80],
        evidence={**answer.signer.evidence, "fingerprint": version.fingerprint},
        recorded_by=actor,
    )
    if answer.paper:
        _keep_paper(written, answer.paper)
    written.save(force_insert=True)
    return written


def _replace_signed(version: QuoteVersion) -> None:
    signed = version.quote.versions.filter(state=QuoteState.ACCEPTED).first()
    if signed is not None:
        move(signed, QuoteState.REPLACED)
        signed.save(update_fields=["state"])


def _drop_newer(version: QuoteVersion) -> None:
    draft = version.quote.versions.filter(state__in=UNSENT).first()
    if draft is not None:
        draft.delete()
        mark_latest(version, True)


def _keep_paper(answer: Answer, paper: CheckedPaper) -> None:
    answer.file_name, answer.content_type, answer.sha256 = paper.name, paper.content_type, paper.sha256
    answer.file.save(f"{answer.pk}{paper.extension}", ContentFile(paper.content), save=False)


def link_order(*, version: QuoteVersion, order_id: uuid.UUID) -> None:
    """The order that a signature opened."""
    version.order_id = order_id
    version.save(update_fields=["order_id"])
