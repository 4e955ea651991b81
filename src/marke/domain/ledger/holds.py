"""Reserve budget before it is spent: a signed contract, a wage run, a payment batch (ledger rule R9).

A reservation is spent by posting an entry whose ``hold`` names it; it is given back by `void_hold`, or by itself when
it expires. It resolves once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection

from marke.domain.ledger.operations import Posted, Source, array, post
from marke.domain.ledger.refusals import refusals
from marke.kernel.ids import derived_uuid
from marke.kernel.money import Cents
from marke.rules.posting.entry import Account, Entry
from marke.rules.posting.roles import BY_CODE


@dataclass(frozen=True, slots=True)
class Reservation:
    """An amount to reserve on a unit's account for a step of a document, until a moment."""

    account: Account
    cents: Cents
    source: Source
    step: str
    expires_at: dt.datetime

    @property
    def id(self) -> uuid.UUID:
        """The same step of the same document reserves once."""
        return derived_uuid("hold", *self.source, self.step)


def hold(*, reservation: Reservation, actor: uuid.UUID) -> uuid.UUID:
    """Reserve an amount; answers the reservation's id, the same on repetition.

    Raises `UnableToSpend` when the budget does not cover it, `KeyReused` when this step reserved something else.
    """
    return hold_many(reservations=[reservation], actor=actor)[0]


def hold_many(*, reservations: Sequence[Reservation], actor: uuid.UUID) -> list[uuid.UUID]:
    """Reserve many amounts, all or nothing. Raises as `hold`."""
    accounts = [reservation.account for reservation in reservations]
    ids = [reservation.id for reservation in reservations]
    with refusals(), connection.cursor() as cursor:
        cursor.execute(
            "select hold_id from ledger.hold_many(%s::uuid[], %s::smallint[], %s::int[], %s::uuid[], %s::bigint[],"
            " %s::timestamptz[], %s)",
            [
                array(ids),
                array(BY_CODE[account.role].number for account in accounts),
                array(account.unit_id for account in accounts),
                array(account.project_id for account in accounts),
                array(reservation.cents for reservation in reservations),
                [reservation.expires_at for reservation in reservations],
                actor,
            ],
        )
    return ids


def post_hold(*, hold_id: uuid.UUID, entry: Entry, source: Source, step: str, actor: uuid.UUID) -> Posted:
    """Spend a reservation by an entry that takes at most what was reserved; the rest becomes free again.

    Raises `HoldResolved` when the reservation is no longer pending, and as `operations.post`.
    """
    return post(entry=replace(entry, hold=hold_id), source=source, step=step, actor=actor)


def void_hold(*, hold_id: uuid.UUID) -> None:
    """Give a reservation back. Raises `HoldResolved` when it is unknown or no longer pending."""
    with refusals(), connection.cursor() as cursor:
        cursor.execute("select ledger.void_hold(%s)", [hold_id])


def void_many(*, hold_ids: Sequence[uuid.UUID]) -> int:
    """Give many reservations back; those already spent, given back or expired stay as they are. Answers how many."""
    with refusals(), connection.cursor() as cursor:
        cursor.execute("select ledger.void_holds(%s)", [list(hold_ids)])
        (voided,) = cursor.fetchone()
    return int(voided)


def expire_holds(*, now: dt.datetime) -> int:
    """Give back every reservation whose time has passed; answers how many."""
    with refusals(), connection.cursor() as cursor:
        cursor.execute("select ledger.expire_holds(%s)", [now])
        (expired,) = cursor.fetchone()
    return int(expired)
