"""What the simulated office remembers: declarations, periods, and the faults still to come."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marke.ops.simulating import Memory

TABLES = """
create table if not exists declaration (id integer primary key, reference text, worker text, kind text, body text,
    asked integer default 0, period integer);
create table if not exists period (id integer primary key, employer text, worker text, type text, first text, last text,
    cancelled integer default 0);
create table if not exists fault (seq integer primary key autoincrement, method text, kind text);
create table if not exists setting (name text primary key, value text);
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at the next call of a method on declarations.

    ``kind`` is a status (``"503"``), ``"slow"`` (no answer in time), ``"lost"`` (done, but the answer never arrives) or
    ``"nonsense"`` (an answer that is no JSON).
    """

    method: str
    kind: str


class Book(Memory):
    """The memory of a simulated office."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, tables=TABLES)

    def fail(self, *faults: Fault) -> None:
        """The next calls go wrong, in this order."""
        with self.open() as book:
            book.executemany("insert into fault (method, kind) values (?, ?)", [(f.method, f.kind) for f in faults])

    def fault_of(self, method: str) -> str:
        """The fault that stands next for a method; it happens once."""
        with self.open() as book:
            row = book.execute("select * from fault where method = ? order by seq limit 1", [method]).fetchone()
            if row is None:
                return ""
            book.execute("delete from fault where seq = ?", [row["seq"]])
            return str(row["kind"])

    def set(self, name: str, value: str) -> None:
        """How the office behaves: ``pending`` (how often it says «not yet»), ``refuse`` and ``warn`` (workers)."""
        with self.open() as book:
            book.execute("insert or replace into setting values (?, ?)", [name, value])

    def setting(self, name: str) -> str:
        with self.open() as book:
            row = book.execute("select value from setting where name = ?", [name]).fetchone()
        return str(row["value"]) if row else ""

    def add(self, body: Mapping[str, Any], *, kind: str) -> int:
        """Take a declaration in; its number."""
        worker = body.get("worker", {}).get("ssin", "")
        with self.open() as book:
            if not worker:
                period = book.execute("select worker from period where id = ?", [body[kind]["periodId"]]).fetchone()
                worker = period["worker"] if period else ""
            return int(
                book.execute(
                    "insert into declaration (reference, worker, kind, body) values (?, ?, ?, ?)",
                    [body.get("reference", ""), worker, kind, json.dumps(body)],
                ).lastrowid
                or 0
            )

    def declarations(self, *, worker: str = "") -> list[dict[str, Any]]:
        """Every declaration, or those about a worker, in the order in which they came."""
        with self.open() as book:
            found = book.execute("select * from declaration order by id").fetchall()
        return [dict(row) for row in found if worker in ("", row["worker"])]

    def periods(self) -> list[dict[str, Any]]:
        """The periods that stand."""
        with self.open() as book:
            return [dict(row) for row in book.execute("select * from period where cancelled = 0 order by id")]
