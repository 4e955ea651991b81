"""The books move to another server by dump and restore, and their order in time goes on (gap G8)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.domain.ledger import scene
from tests.domain.ledger.scene import post_call, transfer

from marke.ops.auditor.report import audit
from marke.ops.database import Server


@pytest.fixture
def other_server(tmp_path) -> Iterator[Server]:
    """A second server with a life of its own."""
    server = Server.in_folder(tmp_path / "other")
    server.start()
    yield server
    server.destroy()


def moved(source, target: Server) -> str:
    """Dump the database of one server and restore it on another; answers its name there."""
    target.create_database("moved")
    tools = source.server.bin
    dump = subprocess.run(
        [tools / "pg_dump", "-Fc", "-d", source.dsn("postgres")], capture_output=True, check=True
    ).stdout
    restore = [tools / "pg_restore", "--exit-on-error", "-d", target.dsn("moved", "postgres")]
    subprocess.run(restore, input=dump, capture_output=True, check=True, env={"PATH": os.environ["PATH"]})
    return "moved"


def test_the_books_go_on_after_a_move(own_database, other_server):
    """Moved books refuse postings until adopted; then new entries come after all old ones, and nothing is skipped."""
    with own_database.connect() as connection:
        scene.settle(connection)
    with own_database.connect("postgres") as connection:
        for _ in range(2_000):
            connection.execute("select pg_current_xact_id()")
        connection.execute(post_call("last at home", transfer(1_00)))
    name = moved(own_database, other_server)

    with psycopg.connect(other_server.dsn(name), autocommit=True) as app:
        with pytest.raises(psycopg.Error) as refusal:
            app.execute(post_call("too early", transfer(1_00)))
        assert refusal.value.sqlstate == "ML008"
        with psycopg.connect(other_server.dsn(name, "marke_owner"), autocommit=True) as owner:
            assert owner.execute("select ledger.adopt_cluster()").fetchone() == (2,)
            assert owner.execute("select ledger.adopt_cluster()").fetchone() == (None,)
        app.execute(post_call("first abroad", transfer(2_00)))
        app.execute(post_call("income abroad", scene.INVOICE))
        while app.execute("select ledger.seal_block()").fetchone()[0]:
            pass
        app.execute("select ledger.fold_rollup()")

    with psycopg.connect(other_server.dsn(name, "postgres")) as connection:
        old, new = connection.execute(
            "select max(xact::text::bigint) filter (where generation = 1),"
            " min(xact::text::bigint) filter (where generation = 2) from ledger.entry"
        ).fetchone()
        assert new < old, "the drill is only a drill when the new server counts lower than the old one"
        numbers = connection.execute(
            "select array_agg(number order by entry_id) from ledger.journal_number"
        ).fetchone()[0]
        assert numbers == [1, 2, 3, 4, 5, 6]
        pot = connection.execute("select posted from ledger.rollup where account_id = 510").fetchone()[0]
        assert pot == 130_00
    assert [found.name for found in audit(other_server.dsn(name, "marke_auditor")) if not found.holds] == []


def test_a_dump_is_complete(own_database, other_server, tmp_path: Path):
    """Every guard survives the move: the same attack is refused there."""
    with own_database.connect() as connection:
        scene.settle(connection)
    name = moved(own_database, other_server)
    with psycopg.connect(other_server.dsn(name, "postgres"), autocommit=True) as connection:
        with pytest.raises(psycopg.errors.RestrictViolation):
            connection.execute("update ledger.line set amount = amount + 1")
        with pytest.raises(psycopg.errors.RestrictViolation):
            connection.execute("update ledger.balance set posted = 1")
