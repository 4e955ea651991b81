"""Codes by e-mail: a client proves at the moment of signing that the mailbox is still theirs.

A code is six digits, works a quarter of an hour, and is worthless after five wrong attempts; a quote has ten codes a
day. Whoever guesses blindly has fifty chances in a million a day, and leaves traces.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import uuid

from marke.domain.people.sealing import fingerprint
from marke.domain.quotes.models import QuoteVersion, SigningCode
from marke.domain.quotes.operations.answering import version_to_answer
from marke.kernel.refusal import Refusal, gettext_noop

LIFE = dt.timedelta(minutes=15)
MOST_ATTEMPTS = 5
MOST_PER_DAY = 10


def make_code(*, version: QuoteVersion, now: dt.datetime) -> tuple[SigningCode, str]:
    """A new code for the reader of a version, whose quote is locked; the digits exist in this answer alone.

    Raises `Refusal` when the version went to nobody's mailbox, or too many codes were asked today.
    """
    if not version.to_email:
        raise Refusal("quote.code-mailbox", gettext_noop("This quote was not sent by e-mail, so no code can be sent."))
    today = SigningCode.objects.filter(version=version, made_at__gt=now - dt.timedelta(days=1))
    if today.count() >= MOST_PER_DAY:
        raise Refusal(
            "quote.code-too-many", gettext_noop("Too many codes were asked for this quote. Try again tomorrow.")
        )
    digits = f"{secrets.randbelow(1_000_000):06d}"
    code = SigningCode(
        version=version, unit_id=version.unit_id, email=version.to_email, made_at=now, expires_at=now + LIFE
    )
    code.digest = _digest(code.pk, digits)
    code.save(force_insert=True)
    return code, digits


def confirm_code(*, quote_id: uuid.UUID, version: int, digits: str, now: dt.datetime, today: dt.date) -> bool:
    """Whether these are the digits of the last code, typed in time. Counts the attempt, so the caller must commit.

    Raises `Refusal` when the version cannot be answered, or when a new code has to be asked.
    """
    found = version_to_answer(quote_id=quote_id, version=version, today=today)
    code = SigningCode.objects.filter(version=found).order_by("-made_at").first()
    if code is None or code.expires_at <= now or code.attempts >= MOST_ATTEMPTS:
        raise Refusal("quote.code-new", gettext_noop("This code does not work any more. Ask a new one."), field="code")
    code.attempts += 1
    typed = "".join(sign for sign in digits if sign.isdecimal())
    right = hmac.compare_digest(bytes(code.digest), _digest(code.pk, typed))
    if right:
        code.confirmed_at = now
    code.save(update_fields=["attempts", "confirmed_at"])
    return right


def require_confirmed(*, version: QuoteVersion, email: str, now: dt.datetime) -> None:
    """Raise `Refusal` unless a code sent to this address was typed right within the last quarter of an hour."""
    confirmed = SigningCode.objects.filter(version=version, email=email, confirmed_at__gt=now - LIFE)
    if not confirmed.exists():
        raise Refusal("quote.code-first", gettext_noop("Type the code that we sent you by e-mail first."), field="code")


def _digest(code_id: uuid.UUID, digits: str) -> bytes:
    return fingerprint(f"quote code {code_id} {digits}")
