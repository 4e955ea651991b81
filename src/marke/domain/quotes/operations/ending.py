"""End quotes that nobody answered: withdrawn by the unit, or past their last day; and remind before that."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import QuerySet

from marke.domain.foundation.bulk import update_rows
from marke.domain.quotes.enums import OPEN, QuoteState
from marke.domain.quotes.models import QuoteVersion
from marke.domain.quotes.operations.writing import fall_back, locked_quote, move
from marke.kernel.refusal import Refusal, gettext_noop

BATCH = 500
"""So many quotes end in one transaction."""


def withdraw(*, quote_id: uuid.UUID, now: dt.datetime) -> QuoteVersion:
    """The unit takes the offer back. Raises `Refusal` when the client has answered, or nothing is open."""
    quote = locked_quote(quote_id)
    version = quote.versions.filter(state__in=OPEN).first()
    if version is None:
        raise Refusal(
            "quote.withdraw", gettext_noop("Only a quote that waits for an answer can be withdrawn; this one does not.")
        )
    move(version, QuoteState.WITHDRAWN)
    version.ended_at = now
    version.save(update_fields=["state", "ended_at"])
    version.quote = quote
    fall_back(version)
    return version


def expire(*, now: dt.datetime, today: dt.date, limit: int = BATCH) -> list[QuoteVersion]:
    """Quotes whose last day has passed can be answered no more. Answers those it ended, at most ``limit``."""
    versions = _locked(QuoteVersion.objects.filter(state__in=OPEN, valid_until__lt=today), limit)
    for version in versions:
        move(version, QuoteState.EXPIRED)
        version.ended_at = now
    update_rows(versions, ["state", "ended_at"])
    for version in versions:
        fall_back(version)
    return versions


def to_remind(*, now: dt.datetime, today: dt.date, days: int, limit: int = BATCH) -> list[QuoteVersion]:
    """Quotes that end within ``days``, whose reader was mailed and not reminded yet; marked as reminded.

    Not those that were sent within these days: their reader has just read the last day.
    """
    soon = QuoteVersion.objects.filter(
        state__in=OPEN,
        valid_until__gte=today,
        valid_until__lte=today + dt.timedelta(days=days),
        reminded_at__isnull=True,
        sent_at__lt=now - dt.timedelta(days=days),
    ).exclude(to_email="")
    versions = _locked(soon, limit)
    for version in versions:
        version.reminded_at = now
    update_rows(versions, ["reminded_at"])
    return versions


def _locked(found: QuerySet[QuoteVersion], limit: int) -> list[QuoteVersion]:
    """Versions whose quotes nobody else is changing at this moment; the others come next time."""
    return list(
        found.select_related("quote", "quote__unit", "quote__client")
        .select_for_update(of=("self", "quote"), skip_locked=True)
        .order_by("valid_until", "pk")[:limit]
    )
