"""Run the checks on one consistent picture of the books and say what was found."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from .checks import CHECKS, PARAMETERS

MOST_EXAMPLES = 5


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
    """Run every check, one finding each. All see the same moment of the books; nothing is written."""
    with psycopg.connect(dsn) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("set local statement_timeout = 0")
        for check in CHECKS:
            started = time.monotonic()
            rows = connection.execute(check.sql, PARAMETERS).fetchall()
            examples = tuple(rows[:MOST_EXAMPLES])
            yield Finding(check.name, check.sentence, len(rows), examples, time.monotonic() - started)
