"""A small committed world of books for tests that attack, race and audit a real database, spoken in plain SQL."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import psycopg
from psycopg import sql

from marke.rules.posting.roles import BY_CODE

ACTOR = "00000000-0000-7000-8000-00000000ac70"
OTHER = "00000000-0000-7000-8000-00000000ac71"
DAY = "2026-03-10"

INVOICE = (
    ("receivable.client", None, 1210_00),
    ("revenue.sales", 1001, -1000_00),
    ("vat.due", None, -210_00),
    ("budget.control", None, 1000_00),
    ("unit.expected", 1001, -935_00),
    ("pot.contribution", None, -65_00),
)
PAYMENT = (
    ("bank", None, 1210_00),
    ("receivable.client", None, -1210_00),
    ("unit.expected", 1001, 935_00),
    ("unit.received", 1001, -935_00),
)

Lines = Sequence[tuple[str, int | None, int | None]]


def key(name: str) -> str:
    """The same name is always the same key."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def post_call(name: str, lines: Lines, *, on: str = DAY, kind: str = "test", journal: int = 7, extra: str = "") -> str:
    """The statement that posts these (role, unit, cents) lines under the key of ``name``."""
    roles = [BY_CODE[role].number if role in BY_CODE else 999 for role, _, _ in lines]
    parts = {
        "key": key(name),
        "kind": kind,
        "journal": journal,
        "day": on,
        "name": name,
        "actor": ACTOR,
        "roles": roles,
        "units": [unit for _, unit, _ in lines],
        "projects": [None for _ in lines],
        "amounts": [cents for _, _, cents in lines],
    }
    query = sql.SQL(
        "select * from ledger.post({key}, {kind}, {journal}::smallint, {day}, 'test', {name}, 'step', {actor},"
        " {roles}::smallint[], {units}::int[], {projects}::uuid[], {amounts}::bigint[]" + extra + ")"
    ).format(**{field: sql.Literal(value) for field, value in parts.items()})
    return query.as_string(None)


def transfer(cents: int, giver: int = 1001, taker: int = 1002) -> Lines:
    return (("unit.received", giver, cents), ("unit.received", taker, -cents))


def settle(connection: psycopg.Connection) -> None:
    """2026 is open, unit 1001 was paid 1,210.00 and has 935.00; 35.00 is reserved; the first entries are sealed."""
    with connection.transaction():
        connection.execute("set local role marke_staff")
        connection.execute("select ledger.open_year(2026, %s)", [ACTOR])
    for name, lines in (("invoice", INVOICE), ("payment", PAYMENT)):
        connection.execute(post_call(name, lines))
    connection.execute("select ledger.seal_block(), ledger.fold_rollup()")
    connection.execute(post_call("gift", transfer(100_00)))
    connection.execute(hold_call("reserved", 35_00))


def hold_call(name: str, cents: int, role: str = "unit.received", unit: int | None = 1001) -> str:
    query = sql.SQL(
        "select * from ledger.hold_many(array[{key}]::uuid[], array[{role}]::smallint[], array[{unit}]::int[],"
        " array[null]::uuid[], array[{cents}]::bigint[], array['2026-12-31 12:00+00'::timestamptz], {actor})"
    ).format(
        key=sql.Literal(key(name)),
        role=sql.Literal(BY_CODE[role].number),
        unit=sql.Literal(unit),
        cents=sql.Literal(cents),
        actor=sql.Literal(ACTOR),
    )
    return query.as_string(None)
