"""Write credit limits that the desk decides itself, the larger ones with a second person."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from marke.domain.directory.enums import GrantState
from marke.domain.directory.models import CreditGrant
from marke.domain.parameters.queries import choice
from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop

LONGEST = dt.timedelta(days=731)


@dataclass(frozen=True, slots=True)
class GrantInput:
    """The limit that somebody at the desk wants for a client: cents, the last day, the reason."""

    client_id: uuid.UUID
    amount: Cents
    until: dt.date
    reason: str


def grant(*, wanted: GrantInput, today: dt.date, actor: uuid.UUID) -> CreditGrant:
    """Give a client another limit than the computed one. It counts at once up to the amount one person may decide.

    A larger one waits for a second person (`decide`). The limit that counted before ends. Raises `Refusal` without a
    reason, for a day that has passed or lies more than two years ahead, and while another one waits.
    """
    _refuse_impossible(wanted, today)
    alone = Cents(choice("client.credit_alone", as_of=today))
    if CreditGrant.objects.filter(client_id=wanted.client_id, state=GrantState.WAITING).exists():
        raise Refusal("credit.one-waits", gettext_noop("Another limit waits for its second person. Decide it first."))
    row = CreditGrant(
        client_id=wanted.client_id,
        amount=wanted.amount,
        until=wanted.until,
        reason=wanted.reason.strip(),
        asked_by=actor,
    )
    if wanted.amount <= alone:
        _count(row, today=today, actor=actor)
    row.save()
    return row


def decide(*, grant_id: uuid.UUID, granted: bool, today: dt.date, actor: uuid.UUID) -> CreditGrant:
    """The second person says yes or no. Raises `Refusal` for whoever asked, and when it was decided already."""
    row = _waiting(grant_id)
    if row.asked_by == actor:
        raise Refusal(
            "credit.second-person",
            gettext_noop("A limit above %(amount)s is decided by somebody else than whoever asked for it."),
            params={"amount": Amount(choice("client.credit_alone", as_of=today))},
        )
    if granted:
        _count(row, today=today, actor=actor)
    else:
        row.state, row.decided_by, row.decided_on = GrantState.REFUSED, actor, today
    row.save()
    return row


def end(*, client_id: uuid.UUID, today: dt.date, actor: uuid.UUID) -> bool:
    """The computed limit counts again from now on. Answers whether there was another one."""
    return bool(
        CreditGrant.objects.filter(client_id=client_id, state=GrantState.GRANTED).update(
            state=GrantState.ENDED, decided_by=actor, decided_on=today
        )
    )


def _count(row: CreditGrant, *, today: dt.date, actor: uuid.UUID) -> None:
    end(client_id=row.client_id, today=today, actor=actor)
    row.state, row.decided_by, row.decided_on = GrantState.GRANTED, actor, today


def _waiting(grant_id: uuid.UUID) -> CreditGrant:
    row = CreditGrant.objects.select_for_update().filter(pk=grant_id).first()
    if row is None or row.state != GrantState.WAITING:
        raise Refusal("credit.decided", gettext_noop("This limit was decided already."))
    return row


def _refuse_impossible(wanted: GrantInput, today: dt.date) -> None:
    if not wanted.reason.strip():
        raise Refusal("credit.reason", gettext_noop("Say why, for whoever reads this later."), field="reason")
    if not today <= wanted.until <= today + LONGEST:
        raise Refusal(
            "credit.until",
            gettext_noop("A limit of the desk ends between today and two years from now."),
            field="until",
        )
    if wanted.amount < 0:
        raise Refusal("credit.amount", gettext_noop("A credit limit is not below zero."), field="amount")
