"""Bring a database to the current schema, as its owner."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connections
from django.db.backends.utils import CursorWrapper

from marke.ops.database import APP, AUDITOR, OWNER, STAFF, DatabaseError

OLDEST_SERVER = 180000
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
"""What the server must have on, or a power cut takes entries that were acknowledged (``docs/algorithms/ledger.md``)."""


class UnsuitableServer(DatabaseError):
    """The database server cannot hold the books; the message says what it lacks."""


def migrate(*, verbosity: int = 0) -> None:
    """Apply every migration as the owner. New tables are readable and writable by the application from the start;
    each migration takes away what a table must refuse.

    Raises `UnsuitableServer` for a server older than PostgreSQL 18, without Marke's roles, or that answers before its
    disk has written.
    """
    connection = connections["owner"]
    connection.ensure_connection()
    if connection.connection.info.server_version < OLDEST_SERVER:
        raise UnsuitableServer("Marke needs PostgreSQL 18 or newer.")
    with connection.cursor() as cursor:
        require_roles(cursor)
        require_durability(cursor)
        cursor.execute(f"grant usage on schema public to {APP}, {STAFF}, {AUDITOR}")
        future = "alter default privileges in schema public grant"
        cursor.execute(f"{future} select, insert, update, delete on tables to {APP}, {STAFF}")
        cursor.execute(f"{future} select on tables to {AUDITOR}")
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)


def require_roles(cursor: CursorWrapper) -> None:
    """Raise `UnsuitableServer` unless a database administrator has made Marke's roles."""
    cursor.execute("select rolname from pg_roles where rolname = any(%s)", [[OWNER, APP, STAFF, AUDITOR]])
    missing = {OWNER, APP, STAFF, AUDITOR} - {name for (name,) in cursor.fetchall()}
    if missing:
        raise UnsuitableServer(
            f"The server lacks the roles {', '.join(sorted(missing))}; a database administrator runs the lines of "
            "docs/guides/administrator.md («roles») once."
        )


def require_durability(cursor: CursorWrapper) -> None:
    """Raise `UnsuitableServer` when the server is set to answer before its disk has written."""
    cursor.execute("select name from pg_settings where name = any(%s) and setting = 'off'", [list(DURABLE)])
    off = sorted(name for (name,) in cursor.fetchall())
    if off:
        raise UnsuitableServer(f"The server would lose entries in a power cut: turn on {', '.join(off)}.")
