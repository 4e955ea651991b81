"""The one door through which money moves: post, reverse, close, seal.

Each operation is one call of a database function, inside the caller's transaction. A refusal leaves that transaction
broken, as it should: let it reach the end of the ``atomic`` block, so that nothing of the event remains.

Reserving money has its own door, `marke.domain.ledger.holds`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection, connections

from marke.domain.ledger.refusals import refusals
from marke.kernel.dates import Month
from marke.kernel.ids import derived_uuid
from marke.kernel.money import Cents
from marke.rules.posting.entry import Account, Entry
from marke.rules.posting.roles import BY_CODE

Source = tuple[str, object]
"""The document an entry comes from: its kind (``"sales.invoice"``) and its id."""


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry with the step of the document that makes it; (source, step) posts once, however often it is asked."""

    entry: Entry
    source: Source
    step: str

    @property
    def key(self) -> uuid.UUID:
        """The idempotency key: the same step of the same document always has the same one."""
        return derived_uuid(*self.source, self.step)


@dataclass(frozen=True, slots=True)
class Posted:
    """The number of the entry, and whether this call wrote it (a repeated call finds it written)."""

    entry_id: int
    new: bool


def post(*, entry: Entry, source: Source, step: str, actor: uuid.UUID) -> Posted:
    """Write an entry in the books, once per step of its document.

    Raises `UnableToSpend` when a unit would go below what it may, `UnableToPost` when the month is closed or the books
    refuse the entry, `KeyReused` when this step was posted before with other content.
    """
    key = Posting(entry, source, step).key
    accounts = [line.account for line in entry.lines]
    with refusals(entry), connection.cursor() as cursor:
        cursor.execute(
            "select entry_id, is_new from ledger.post(%s, %s, %s::smallint, %s, %s, %s, %s, %s, %s::smallint[],"
            " %s::int[], %s::uuid[], %s::bigint[], %s, %s)",
            [
                *(key, entry.kind, int(entry.journal), entry.effective_on, source[0], str(source[1]), step, actor),
                array(BY_CODE[account.role].number for account in accounts),
                array(account.unit_id for account in accounts),
                array(account.project_id for account in accounts),
                array(line.cents for line in entry.lines),
                *(entry.reverses, entry.hold),
            ],
        )
        return Posted(*cursor.fetchone())


def post_many(*, postings: Sequence[Posting], actor: uuid.UUID) -> list[Posted]:
    """Write many entries in one statement per table, all or nothing; answers in the order given.

    A step that was posted before with the same content answers again; with other content nothing is posted and
    `KeyReused` is raised. Raises as `post` does.
    """
    if not postings:
        return []
    entries = [posting.entry for posting in postings]
    lines = list(chain.from_iterable(entry.lines for entry in entries))
    columns: list[Any] = [
        [posting.key for posting in postings],
        [entry.kind for entry in entries],
        array(int(entry.journal) for entry in entries),
        array(entry.effective_on for entry in entries),
        [posting.source[0] for posting in postings],
        [str(posting.source[1]) for posting in postings],
        [posting.step for posting in postings],
        array(entry.reverses for entry in entries),
        array(entry.hold for entry in entries),
        array(len(entry.lines) for entry in entries),
        actor,
        array(number for number, entry in enumerate(entries, 1) for _ in entry.lines),
        array(number for entry in entries for number in range(1, len(entry.lines) + 1)),
        array(BY_CODE[line.account.role].number for line in lines),
        array(line.account.unit_id for line in lines),
        array(line.account.project_id for line in lines),
        array(line.cents for line in lines),
    ]
    with refusals(*entries[:1]), connection.cursor() as cursor:
        cursor.execute(
            "select entry_id, is_new from ledger.post_many(%s::uuid[], %s::text[], %s::smallint[], %s::date[],"
            " %s::text[], %s::text[], %s::text[], %s::bigint[], %s::uuid[], %s::smallint[], %s, %s::int[],"
            " %s::smallint[], %s::smallint[], %s::int[], %s::uuid[], %s::bigint[]) order by ordinal",
            columns,
        )
        return [Posted(*row) for row in cursor.fetchall()]


def reverse(*, entry_id: int, on: dt.date, source: Source, step: str, actor: uuid.UUID) -> Posted:
    """Undo an entry by its exact mirror, dated ``on``. An entry is undone once, and an undoing is not undone (R12).

    Raises `UnableToPost` when it was reversed before or the month is closed, `UnableToSpend` when the money is gone.
    """
    with refusals(), connection.cursor() as cursor:
        cursor.execute(
            "select entry_id, is_new from ledger.reverse(%s, %s, %s, %s, %s, %s, %s)",
            [derived_uuid(*source, step), entry_id, on, source[0], str(source[1]), step, actor],
        )
        return Posted(*cursor.fetchone())


def open_year(*, year: int, actor: uuid.UUID) -> None:
    """Open the twelve months of a year for posting; months that exist stay as they are."""
    _call("select ledger.open_year(%s, %s)", [year, actor])


def close_month(*, month: Month, requested_by: uuid.UUID, approved_by: uuid.UUID) -> None:
    """Close a month: waits for postings in flight, keeps the balance of every account, refuses later postings.

    Months close in order. Raises `NeedsTwoPeople` unless two different people ask and approve, `UnableToPost` when the
    month is unknown, closed, or not next.
    """
    _call("select ledger.close_period(%s, %s, %s)", [month.first, requested_by, approved_by])


def reopen_month(*, month: Month, requested_by: uuid.UUID, approved_by: uuid.UUID, reason: str) -> None:
    """Reopen the last closed month, for a written reason and by two people; both stay on record.

    Raises as `close_month`.
    """
    _call("select ledger.reopen_period(%s, %s, %s, %s)", [month.first, requested_by, approved_by, reason])


def set_floor(
    *, account: Account, floor: Cents | None, requested_by: uuid.UUID, approved_by: uuid.UUID, reason: str
) -> None:
    """Agree how low an account of a unit may go: -50000 is an advance of EUR 500.00. Two people and a reason.

    Raises `NeedsTwoPeople`, or `UnableToSpend` when the account already stands lower.
    """
    _call(
        "select ledger.set_floor(%s::smallint, %s, %s::uuid, %s::bigint, %s, %s, %s)",
        [
            *(BY_CODE[account.role].number, account.unit_id, account.project_id, floor),
            *(requested_by, approved_by, reason),
        ],
    )


def seal(*, most: int = 50_000) -> int:
    """Number and chain the next committed entries (about ``most``); answers how many. Call until it answers 0."""
    return _call("select ledger.seal_block(%s)", [most])


def fold_rollup() -> None:
    """Add what was posted since the last fold to the sums of the common accounts, so that reading them stays fast."""
    _call("select ledger.fold_rollup()", [])


@dataclass(frozen=True, slots=True)
class PublishedRoot:
    """The state of the chain as told to somebody outside: whoever keeps it can prove later that nothing changed."""

    seq: int
    root: str
    entries: int


def publish_root(*, recipient: str, actor: uuid.UUID) -> PublishedRoot:
    """Hand the newest root of the chain to somebody outside the database (auditor, board); it is logged (R16).

    Raises `UnableToPost` when nothing is sealed yet.
    """
    with refusals(), connection.cursor() as cursor:
        cursor.execute("select seq, root, entries from ledger.publish_root(%s, %s)", [recipient, actor])
        return PublishedRoot(*cursor.fetchone())


def adopt_cluster() -> None:
    """After a restore by dump on another server: continue the order of entries there (gap G8). Does nothing at home.

    An act of the database's owner, once per move, together with the check of the books by the auditor.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("select ledger.adopt_cluster()")


def array(values: object) -> str:
    """Numbers, days and ids as the text of a PostgreSQL array: five times faster than adapting a list of them."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"  # type: ignore[attr-defined]


def _call(sql: str, parameters: Sequence[Any]) -> int:
    with refusals(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    return row[0] if row else 0
