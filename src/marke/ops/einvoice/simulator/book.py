"""What the simulated access point remembers: participants, documents, their timelines, and the faults still to come."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marke.ops.simulating import Memory
from marke.rules.einvoice import read_invoice
from marke.rules.einvoice.model import DocumentKind

TABLES = """
create table if not exists participant (address text primary key, reach text, types text);
create table if not exists document (id text primary key, seq integer, state text, direction text, number text,
    kind text, seller text, created_at text, content blob, receiver text, sends integer default 0);
create table if not exists event (document text, type text, at text, details text);
create table if not exists fault (seq integer primary key autoincrement, method text, path text, kind text);
"""

BILLING_TYPE = (
    "urn:oasis:names:specification:ubl:schema:xsd:{root}-2::{root}##urn:cen.eu:en16931:2017#compliant"
    "#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1"
)
BILLING_TYPES = tuple(BILLING_TYPE.format(root=root) for root in ("Invoice", "CreditNote"))
KINDS = {DocumentKind.INVOICE: "INVOICE", DocumentKind.CREDIT_NOTE: "CREDIT_NOTE"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at the next call of a kind: ``path`` is its beginning.

    ``kind`` is a status (``"429"``, ``"503"``), ``"slow"`` (no answer in time), ``"lost"`` (done, but the answer never
    arrives), or ``"nonsense"`` (an answer that is no JSON).
    """

    method: str
    path: str
    kind: str


class Book(Memory):
    """The memory of a simulated access point."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, tables=TABLES)

    def _rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        with self.open() as book:
            return book.execute(statement, values).fetchall()

    def register(self, address: str, *, reach: str = "reachable", types: Sequence[str] = BILLING_TYPES) -> None:
        """Say what a look-up of a participant answers: ``reachable``, ``absent``, or ``error``."""
        self._rows("insert or replace into participant values (?, ?, ?)", address, reach, json.dumps(list(types)))

    def participant(self, address: str) -> tuple[str, list[str]] | None:
        rows = self._rows("select reach, types from participant where address = ?", address)
        return (rows[0]["reach"], json.loads(rows[0]["types"])) if rows else None

    def expect(self, *faults: Fault) -> None:
        """Let the next calls of these kinds go wrong, each once."""
        for fault in faults:
            self._rows("insert into fault (method, path, kind) values (?, ?, ?)", fault.method, fault.path, fault.kind)

    def next_fault(self, method: str, path: str) -> str | None:
        """The fault that meets this call, used up by it."""
        with self.open() as book:
            found = book.execute(
                "select seq, kind from fault where method = ? and ? glob path || '*' order by seq limit 1",
                (method, path),
            ).fetchone()
            if found is None:
                return None
            book.execute("delete from fault where seq = ?", (found["seq"],))
            return str(found["kind"])

    def add(self, content: bytes, *, direction: str, state: str, at: dt.datetime | None = None) -> str:
        """Keep a document; the answer is its name. Raises `Refusal` for one that cannot be read."""
        invoice = read_invoice(content)
        name = f"doc_{uuid.uuid4().hex[:20]}"
        moment = (at or dt.datetime.now(tz=dt.UTC)).isoformat()
        self._rows(
            "insert into document (id, seq, state, direction, number, kind, seller, created_at, content) "
            "values (?, (select coalesce(max(seq), 0) + 1 from document), ?, ?, ?, ?, ?, ?, ?)",
            *(name, state, direction, invoice.number, KINDS[invoice.kind], invoice.seller.name, moment, content),
        )
        self.note(name, "document_created" if direction == "OUTBOUND" else "receive_success", at=at)
        return name

    def receive(self, content: bytes, *, at: dt.datetime | None = None) -> str:
        """Let a supplier's document arrive. It need not be one that can be read."""
        try:
            return self.add(content, direction="INBOUND", state="RECEIVED", at=at)
        except Exception:
            name, moment = f"doc_{uuid.uuid4().hex[:20]}", (at or dt.datetime.now(tz=dt.UTC)).isoformat()
            self._rows(
                "insert into document (id, seq, state, direction, number, kind, seller, created_at, content) "
                "values (?, (select coalesce(max(seq), 0) + 1 from document), 'RECEIVED', 'INBOUND', '', '', '', ?, ?)",
                *(name, moment, content),
            )
            return name

    def document(self, name: str) -> dict[str, Any] | None:
        rows = self._rows("select * from document where id = ?", name)
        return dict(rows[0]) if rows else None

    def documents(self, *, direction: str, states: Sequence[str], search: str = "") -> list[dict[str, Any]]:
        """Documents in these states, the newest first; the search looks into number and names."""
        marks = ", ".join("?" * len(states))
        rows = self._rows(
            f"select * from document where direction = ? and state in ({marks}) "  # nosec B608
            "and (number like ? or seller like ?) order by seq desc",
            *(direction, *states, f"%{search}%", f"%{search}%"),
        )
        return [dict(row) for row in rows]

    def move(self, name: str, state: str, *, receiver: str | None = None) -> None:
        """Let a document reach a state; with a receiver it was sent once more."""
        sends = int(receiver is not None)
        self._rows(
            "update document set state = ?, receiver = coalesce(?, receiver), sends = sends + ? where id = ?",
            *(state, receiver, sends, name),
        )

    def note(self, name: str, kind: str, *, at: dt.datetime | None = None, **details: str) -> None:
        """Write an event on the timeline of a document."""
        moment = (at or dt.datetime.now(tz=dt.UTC)).isoformat()
        self._rows("insert into event values (?, ?, ?, ?)", name, kind, moment, json.dumps(details))

    def events(self, name: str) -> list[dict[str, Any]]:
        rows = self._rows("select type, at, details from event where document = ? order by rowid", name)
        return [
            {"event_type": row["type"], "timestamp": row["at"], "details": json.loads(row["details"])} for row in rows
        ]

    def sent(self, number: str) -> list[dict[str, Any]]:
        """Every document of a number that left this access point, each as often as it left."""
        rows = self._rows("select * from document where number = ? and sends > 0", number)
        return [dict(row) for row in rows for _ in range(row["sends"])]
