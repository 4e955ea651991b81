"""The independent auditor finds what a superuser with the guards off has done, and names the place."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator

import psycopg
import pytest
from tests.conftest import OwnDatabase
from tests.domain.ledger import scene
from tests.domain.ledger.attacks import close

from marke.kernel.ids import uuid7
from marke.ops.auditor.__main__ import main
from marke.ops.auditor.report import audit


@pytest.fixture(scope="module")
def settled_template(server, template_database) -> Iterator[str]:
    """A settled database with closed months and a published root, to copy from."""
    name = f"settled_{uuid7().hex[-12:]}"
    server.create_database(name, template=template_database)
    with OwnDatabase(server, name).connect() as connection:
        scene.settle(connection)
        with connection.transaction():
            connection.execute("set local role marke_staff")
            for month in ("2026-01-01", "2026-02-01", "2026-03-01"):
                connection.execute(close(month))
            connection.execute("select ledger.publish_root('auditor', gen_random_uuid())")
    yield name
    server.drop_database(name)


@pytest.fixture
def settled(server, settled_template) -> Iterator[OwnDatabase]:
    """A copy of the settled books that one test may ruin."""
    name = f"audited_{uuid7().hex[-12:]}"
    server.create_database(name, template=settled_template)
    yield OwnDatabase(server, name)
    server.drop_database(name)


def findings(database) -> dict[str, tuple]:
    """The checks that failed, with their first exception."""
    return {found.name: found.examples[0] for found in audit(database.dsn("marke_auditor")) if not found.holds}


def with_guards_off(database, *statements: str) -> None:
    with database.connect("postgres") as connection, connection.transaction():
        for table in ("line", "entry", "balance", "seal", "journal_number", "rollup", "period", "hold", "snapshot"):
            connection.execute(f"alter table ledger.{table} disable trigger all")
        for statement in statements:
            assert connection.execute(statement).rowcount
        for table in ("line", "entry", "balance", "seal", "journal_number", "rollup", "period", "hold", "snapshot"):
            connection.execute(f"alter table ledger.{table} enable trigger all")
            for (name,) in connection.execute(
                "select tgname from pg_trigger where tgrelid = %s::regclass and not tgisinternal", [f"ledger.{table}"]
            ).fetchall():
                connection.execute(f"alter table ledger.{table} enable always trigger {name}")


def test_honest_books_hold(settled, capsys):
    """Where nothing was touched, every check holds and the program ends with 0."""
    assert main(["--dsn", settled.dsn("marke_auditor")]) == 0
    assert "The books hold." in capsys.readouterr().out


TAMPERING = {
    "an amount is changed": (
        "update ledger.line set amount = amount + 1 where entry_id = 1 and line_no = 1",
        {"entries-whole", "contents-unchanged", "rollups-equal-lines", "snapshots-equal-lines"},
    ),
    "two amounts are changed so that the entry still balances": (
        "update ledger.line set amount = amount * 2 where entry_id = 2 and line_no in (1, 2)",
        {"contents-unchanged", "rollups-equal-lines", "snapshots-equal-lines"},
    ),
    "an entry is redated": (
        "update ledger.entry set effective_on = '2026-03-11' where id = 1",
        {"entries-whole", "contents-unchanged"},
    ),
    "the actor of a sealed entry is changed": (
        "update ledger.entry set actor = gen_random_uuid() where id = 1",
        {"chain-unbroken"},
    ),
    "a line is moved to another unit": (
        "update ledger.line set unit_id = 1002 where unit_id = 1001 and entry_id = 1",
        {"entries-whole"},
    ),
    "a balance is raised": (
        "update ledger.balance set posted = posted + 1 where account_id = (select id from ledger.account"
        " where role_id = 500 and unit_id = 1002)",
        {"balances-equal-lines"},
    ),
    "a reservation is forgotten": ("update ledger.balance set held = 0 where held > 0", {"floors-hold"}),
    "a reservation is called spent": (
        "update ledger.hold set state = 'D', resolved_at = now()",
        {"holds-resolve-once", "floors-hold"},
    ),
    "a number is skipped": ("update ledger.journal_number set number = 9 where number = 2", {"numbers-gapless"}),
    "a sealed entry loses its number": (
        "delete from ledger.journal_number where number = 2",
        {"everything-sealed", "chain-unbroken"},
    ),
    "a root is replaced": (
        "update ledger.seal set root = sha256('x')",
        {"chain-unbroken", "published-roots-stand"},
    ),
    "a month is reopened in silence": (
        "update ledger.period set closed_at = null where month = '2026-03-01'",
        {"months-by-two-people"},
    ),
    "a kept balance is changed": (
        "update ledger.snapshot set posted = posted + 1 where account_id = 10",
        {"snapshots-equal-lines"},
    ),
    "a fold is changed": (
        "update ledger.rollup set posted = posted + 1 where account_id = 10",
        {"rollups-equal-lines"},
    ),
}


@pytest.mark.parametrize(("statement", "expected"), TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_is_found(settled, statement, expected):
    """A superuser who switches the guards off cannot be refused, but is found."""
    with_guards_off(settled, statement)
    assert expected <= set(findings(settled))
    assert main(["--dsn", settled.dsn("marke_auditor")]) == 1


def test_the_broken_block_is_named(settled):
    """The chain says which block was broken (R15)."""
    with_guards_off(settled, "update ledger.entry set actor = gen_random_uuid() where id = 1")
    assert findings(settled)["chain-unbroken"] == (1,)


def test_a_full_rewrite_is_found_by_the_published_root(settled):
    """Whoever rewrites an entry, its hashes and the whole chain still meets the root told outside (R16)."""
    with_guards_off(settled, "update ledger.seal set root = sha256('rewritten'), prev = sha256('')")
    assert "published-roots-stand" in findings(settled)


def test_a_guard_switched_off_is_found(settled):
    """A trigger that was left off is a finding by itself."""
    with settled.connect("postgres") as connection:
        connection.execute("alter table ledger.line disable trigger line_added")
    assert findings(settled)["guards-stand"] == ("line.line_added",)


def test_the_auditor_can_only_read(settled):
    """The auditor's login changes nothing."""
    with settled.connect("marke_auditor") as connection, pytest.raises(psycopg.Error):
        connection.execute("insert into ledger.outbox (generation, topic, payload) values (1, 'x', '{}')")


def test_books_that_cannot_be_read_are_an_error(settled):
    """No access is status 2, never «the books hold» (R23)."""
    assert main(["--dsn", "host=/nowhere dbname=x"]) == 2


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack(">i", len(data)) + data


def test_a_foreign_program_can_recompute_the_hashes(settled):
    """The documented encoding is enough to recompute content hash, leaf and root elsewhere (G10)."""
    with settled.connect("postgres") as connection:
        kind, source_kind, source_id, step, journal, days, n, stored = connection.execute(
            "select kind, source_kind, source_id, step, journal, effective_on - date '2000-01-01', n_lines,"
            " content_hash"
            " from ledger.entry where id = 1"
        ).fetchone()
        lines = connection.execute(
            "select a.role_id, coalesce(a.unit_id, 0), l.amount from ledger.line l"
            " join ledger.account a on a.id = l.account_id where entry_id = 1 order by line_no"
        ).fetchall()
        entries = connection.execute(
            "select e.generation, e.xact::text::bigint, e.id, e.idem_key, n.entity, n.journal, n.year, n.number,"
            " e.content_hash, e.actor,"
            " (extract(epoch from e.posted_at - timestamptz '2000-01-01 00:00+00') * 1000000)::bigint"
            " from ledger.entry e join ledger.journal_number n on n.entry_id = e.id order by 1, 2, 3"
        ).fetchall()
        (root,) = connection.execute("select root from ledger.seal where seq = 1").fetchone()
    content = b"\x01" + text(kind) + text(source_kind) + text(source_id) + text(step)
    content += struct.pack(">hiq16sh", journal, days, 0, bytes(16), n)
    content += b"".join(struct.pack(">hi16sq", role, unit, bytes(16), amount) for role, unit, amount in lines)
    assert hashlib.sha256(content).digest() == stored
    leaves = [
        hashlib.sha256(
            b"\x01"
            + struct.pack(">hQq16shhhi", *row[:3], row[3].bytes, *row[4:8])
            + row[8]
            + row[9].bytes
            + struct.pack(">q", row[10])
        ).digest()
        for row in entries
    ]
    block = b"\x01" + hashlib.sha256(b"").digest() + struct.pack(">qi", 1, len(leaves)) + b"".join(leaves)
    assert hashlib.sha256(block).digest() == root
