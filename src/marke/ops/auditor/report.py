"""Run the checks on one consistent picture of the books and say what was found."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
from psycopg import sql

from .checks import CHECKS, PARAMETERS, Check

MOST_EXAMPLES = 5
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: how many exceptions, the first few of them, and the seconds it took."""

    name: str
    sentence: str
    exceptions: int
    examples: tuple[tuple[object, ...], ...]
    seconds: float

    @property
    def holds(self) -> bool:
        return not self.exceptions

    def __str__(self) -> str:
        state = "ok  " if self.holds else "FAIL"
        line = f"{state} {self.sentence} [{self.name}, {self.seconds:.2f} s]"
        if self.holds:
            return line
        shown = "; ".join(", ".join(map(str, example)) for example in self.examples)
        return f"{line}\n     {self.exceptions} found, first: {shown}"


def audit(dsn: str) -> Iterator[Finding]:
    """Run every check, one finding each, in order. All see the same moment of the books; nothing is written."""
    with _reading(dsn) as first:
        (snapshot,) = first.execute("select pg_export_snapshot()").fetchone() or ("",)
        with ThreadPoolExecutor(AT_ONCE) as workers:
            yield from workers.map(lambda check: _outcome(dsn, snapshot, check), CHECKS)


def _outcome(dsn: str, snapshot: str, check: Check) -> Finding:
    with _reading(dsn) as connection:
        connection.execute(sql.SQL("set transaction snapshot {}").format(sql.Literal(snapshot)))
        connection.execute("set local statement_timeout = 0")
        started = time.monotonic()
        rows = connection.execute(check.sql, PARAMETERS).fetchall()
        return Finding(check.name, check.sentence, len(rows), tuple(rows[:MOST_EXAMPLES]), time.monotonic() - started)


def _reading(dsn: str) -> psycopg.Connection:
    connection = psycopg.connect(dsn)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection
