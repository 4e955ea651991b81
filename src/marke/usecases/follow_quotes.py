"""Quotes that wait for an answer: remind their readers in time, and end those whose last day has passed.

Done in batches, each in a transaction of its own, so that a run that dies goes on where it stopped.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.mail import put_mail
from marke.domain.parameters.queries import choice
from marke.domain.quotes.operations import ending
from marke.usecases.send_quote import quote_mail


@dataclass(frozen=True, slots=True)
class Followed:
    """How many quotes expired, and how many readers were reminded."""

    expired: int
    reminded: int


def follow_quotes(*, now: dt.datetime) -> Followed:
    """Do both for all quotes of the enterprise. Doing it twice does no harm."""
    expired = _in_batches(lambda: expire_quotes(now=now))
    return Followed(expired, _in_batches(lambda: remind_of_quotes(now=now, actor=SYSTEM)))


def _in_batches(step: Callable[[], int]) -> int:
    done = 0
    while True:
        with acting_as_system(reason="quotes"):
            batch = step()
        done += batch
        if batch < ending.BATCH:
            return done


def expire_quotes(*, now: dt.datetime) -> int:
    """Let a batch of quotes whose last day has passed expire; answers how many, less than a batch at the end."""
    return len(ending.expire(now=now, today=timezone.localdate(now)))


def remind_of_quotes(*, now: dt.datetime, actor: uuid.UUID) -> int:
    """Mail a batch of readers, once each, some days before their quote ends; answers how many."""
    today = timezone.localdate(now)
    days = int(choice("quote.reminder_days", as_of=today))
    versions = ending.to_remind(now=now, today=today, days=days)
    mails = [quote_mail(version, "quote_reminder", now=now, actor=actor) for version in versions]
    put_mail(mails=[mail for mail in mails if mail], actor=actor)
    return len(versions)
