"""Which database holds a demo: a mark on the database itself, which lives and dies with its data.

A demo that was being made when the machine stopped is no demo; it is made again. A database with a real cooperative
has no mark, and the demo never touches it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.db import connections


@dataclass(frozen=True, slots=True)
class Demonstration:
    """How the demo in a database was made: its size and seed, its first and last day (ISO), and its report."""

    units: int
    seed: int
    start: str
    end: str
    finished: bool = False
    report: tuple[tuple[str, str], ...] = ()

    @property
    def settings(self) -> tuple[int, int, str, str]:
        return self.units, self.seed, self.start, self.end


def read() -> Demonstration | None:
    """The demo in the current database; none when it holds something else, or nothing yet."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
        )
        (mark,) = cursor.fetchone()
    if not mark or not mark.startswith("{"):
        return None
    fields = json.loads(mark)
    return Demonstration(**{**fields, "report": tuple(map(tuple, fields["report"]))})


def write(demonstration: Demonstration) -> None:
    """Mark the current database as holding this demo."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select format('comment on database %%I is %%L', current_database(), %s::text)",
                       [json.dumps(asdict(demonstration))])  # fmt: skip
        cursor.execute(cursor.fetchone()[0])
