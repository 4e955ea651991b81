"""A member leaves: the shares leave the capital when the exit is accepted, the money when it is repaid."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.ledger.operations import post
from marke.domain.members import exits
from marke.domain.members.models import Exit
from marke.rules.posting.recipes.shares import share_exit_decided, share_exit_paid

SOURCE = "members.exit"


def accept_exit(*, exit_id: uuid.UUID, reason: str, today: dt.date, actor: uuid.UUID) -> Exit:
    """Accept an exit or exclusion; the enterprise owes the nominal value (P32, first half; rule 5).

    Raises as `marke.domain.members.exits.accept_exit`.
    """
    leaving = exits.accept_exit(exit_id=exit_id, reason=reason, today=today, actor=actor)
    post(
        entry=share_exit_decided(on=today, amount=leaving.amount),
        source=(SOURCE, leaving.pk),
        step="accept",
        actor=actor,
    )
    return leaving


def repay_exit(*, exit_id: uuid.UUID, iban: str, on: dt.date, today: dt.date, actor: uuid.UUID) -> Exit:
    """Record that the nominal value was paid to the former member (P32, second half).

    Raises as `marke.domain.members.exits.record_repayment`.
    """
    leaving = exits.record_repayment(exit_id=exit_id, iban=iban, on=on, today=today, actor=actor)
    post(entry=share_exit_paid(on=on, amount=leaving.amount), source=(SOURCE, leaving.pk), step="repay", actor=actor)
    return leaving
