"""Several clients at once, each on its own connection, starting together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import psycopg
from tests.conftest import OwnDatabase

Result = TypeVar("Result")
Work = Callable[[psycopg.Connection], Result]


def all_at_once(database: OwnDatabase, works: Sequence[Work[Result]], *, user: str = "marke_app") -> list[Result]:
    """Run each piece of work on its own connection; all start at the same moment; answers in the order given."""
    start = threading.Barrier(len(works))

    def run(work: Work[Result]) -> Result:
        with database.connect(user) as connection:
            start.wait(timeout=30)
            return work(connection)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def attempts(calls: Sequence[str]) -> Work[int]:
    """Run statements one after the other; answers how many were accepted. A refusal by CHECK is part of the game."""

    def work(connection: psycopg.Connection) -> int:
        accepted = 0
        for call in calls:
            try:
                connection.execute(call)
                accepted += 1
            except psycopg.errors.CheckViolation:
                continue
        return accepted

    return work
