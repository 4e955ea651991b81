"""Make Django ready for a command: settings chosen, embedded server running, catalogues compiled."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from marke.ops import installation
from marke.ops.database import DatabaseError

NOT_MIGRATED = (
    "This database lacks a table of this version of Marke. An empty one is filled by «./marke init», an older one is "
    "brought up to date by «./marke migrate»."
)


@contextmanager
def ready(settings: str = "dev") -> Iterator[None]:
    """Load Django with these settings (unless ``DJANGO_SETTINGS_MODULE`` says otherwise) on a running database.

    The embedded server is started when no external one is set, and stopped at the end if this command started it, also
    when the command is interrupted or terminated. Database trouble becomes one clear sentence, tables that are not
    there included.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"marke.config.settings.{settings}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    server = None if installation.is_external() else installation.embedded_server()
    ours = server is not None and not server.is_running
    try:
        if server is not None:
            server.ensure_running()
            name = installation.database_name()
            if not server.has_database(name):
                server.create_database(name)
        load_django()
        require_answer()
        yield
    except DatabaseError as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:
        if lacks_a_table(error):
            raise click.ClickException(NOT_MIGRATED) from error
        raise
    finally:
        if ours and server is not None:
            close_connections()
            server.stop()


def lacks_a_table(error: Exception) -> bool:
    """Whether the database refused because it lacks a table or column that this version of Marke knows."""
    from psycopg.errors import UndefinedColumn, UndefinedTable

    return isinstance(error.__cause__, UndefinedColumn | UndefinedTable)


def load_django() -> None:
    """Set Django up; translations are compiled first where a catalogue is newer than its compiled form."""
    import django

    from marke.ops.catalogues import compile_stale

    compile_stale()
    django.setup()


def require_answer() -> None:
    """Raises `DatabaseError` when the database does not let us in."""
    from django.db import OperationalError, connections

    try:
        connections["default"].ensure_connection()
    except OperationalError as error:
        raise DatabaseError(f"The database does not answer: {error}") from error


def close_connections() -> None:
    from django.db import connections

    connections.close_all()
