"""What every command stands on: trouble with the database is said in one sentence."""

from __future__ import annotations

import click
import psycopg
import pytest
from django.db import ProgrammingError

from marke.cli.environment import ready


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that answers, whatever it holds."""
    monkeypatch.setattr("marke.ops.installation.is_external", lambda: True)
    for step in ("load_django", "require_answer", "signal.signal"):
        monkeypatch.setattr(f"marke.cli.environment.{step}", lambda *_: None)


def refuse(cause: Exception) -> None:
    raise ProgrammingError(str(cause)) from cause


@pytest.mark.parametrize("cause", [psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn])
def test_a_database_without_our_tables_says_what_to_do(cause: type[psycopg.Error]) -> None:
    """Whoever asks a command of an empty or older database reads which command comes first, and no traceback."""
    with pytest.raises(click.ClickException, match=r"\./marke init.*\./marke migrate"), ready():
        refuse(cause("relation does not exist"))


def test_another_mistake_keeps_its_traceback() -> None:
    """Hostile twin: a mistake of ours is not passed off as a matter of the installation."""
    with pytest.raises(ProgrammingError), ready():
        refuse(psycopg.errors.SyntaxError("syntax error"))
