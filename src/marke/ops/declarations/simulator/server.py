"""The calls of the simulated office, on the loopback address alone."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from marke.ops.declarations.simulator.book import Book
from marke.ops.simulating import LocalServer

GRANTED = "granted-by-the-simulator"
SLOW = 2.0
"""Seconds that a slow call lasts."""

Answer = tuple[int, Any, dict[str, str]]
KINDS = ("dimonaIn", "dimonaOut", "dimonaUpdate", "dimonaCancel")


class Simulator(LocalServer):
    """A running office. ``public_key`` is the key that the employer registered; without it any assertion is taken."""

    def __init__(self, file: Path, *, public_key: str = "") -> None:
        super().__init__(_handler(self))
        self.book = Book(file)
        self._key = RSAKey.import_key(public_key) if public_key else None

    @property
    def url(self) -> str:
        return f"{self.address}/REST/dimona/v2"

    @property
    def log_in_url(self) -> str:
        return f"{self.address}/REST/oauth/v5/token"

    def log_in(self, form: dict[str, list[str]]) -> Answer:
        """A token for a good assertion."""
        try:
            if self._key is not None:
                jwt.decode(form["client_assertion"][0], self._key, algorithms=["RS256"])
        except (JoseError, KeyError, ValueError):
            return 401, {"error": "invalid_client"}, {}
        return 200, {"access_token": GRANTED, "expires_in": 300}, {}

    def declare(self, body: dict[str, Any]) -> Answer:
        """Take a declaration in, or say why its form is wrong."""
        kind = next((each for each in KINDS if each in body), None)
        if kind is None:
            return 400, {"violations": ["no dimona in the request"]}, {}
        number = self.book.add(body, kind=kind)
        return 201, {}, {"Location": f"{self.url}/declarations/{number}"}

    def search(self, body: dict[str, Any]) -> Answer:
        found = self.book.declarations(worker=body["worker"]["ssin"])
        items = [{"declarationId": each["id"], "reference": each["reference"]} for each in found]
        return 200, {"items": items}, {}

    def rule(self, number: int) -> Answer:
        """Not yet, for as long as the book says; then the verdict, the same for ever."""
        with self.book.open() as book:
            row = book.execute("select * from declaration where id = ?", [number]).fetchone()
            if row is None:
                return 404, {}, {}
            book.execute("update declaration set asked = asked + 1 where id = ?", [number])
            if row["asked"] < int(self.book.setting("pending") or 0):
                return 404, {}, {}
            result, period, anomalies = self._verdict(book, row)
        status = {"declarationId": number, "result": result, "anomalies": anomalies}
        return 200, {"declarationStatus": {**status, **({"period": {"id": period}} if period else {})}}, {}

    def _verdict(self, book: sqlite3.Connection, row: sqlite3.Row) -> tuple[str, int | None, list[dict[str, str]]]:
        body = json.loads(row["body"])
        said = body[row["kind"]]
        if row["worker"] and row["worker"] in self.book.setting("refuse").split(","):
            return "B", None, [{"code": "00059-008", "description": "The worker is not known in the registers."}]
        warned = row["worker"] in self.book.setting("warn").split(",") if row["worker"] else False
        anomalies = [{"code": "90017-369", "description": "Check the joint committee."}] if warned else []
        period = row["period"]
        if period is None:
            period = self._keep(book, row["kind"], body, said, row["worker"])
            if period is None:
                return "B", None, [{"code": "00914-143", "description": "This period overlaps or is not known."}]
            book.execute("update declaration set period = ? where id = ?", [period, row["id"]])
        return ("W" if warned else "A"), period, anomalies

    def _keep(
        self, book: sqlite3.Connection, kind: str, body: dict[str, Any], said: dict[str, Any], worker: str
    ) -> int | None:
        """What an accepted declaration does to the periods; None when it does not fit them."""
        if kind == "dimonaIn":
            given = [
                body["employer"]["enterpriseNumber"],
                worker,
                said["features"]["workerType"],
                said["startDate"],
                said.get("endDate", ""),
            ]
            overlap = book.execute(
                "select 1 from period where cancelled = 0 and employer = ? and worker = ? and type = ? and first = ?"
                " and last = ?",
                given,
            ).fetchone()
            if overlap:
                return None
            return book.execute(
                "insert into period (employer, worker, type, first, last) values (?, ?, ?, ?, ?)", given
            ).lastrowid
        known = book.execute("select * from period where id = ? and cancelled = 0", [said["periodId"]]).fetchone()
        if known is None:
            return None
        if kind == "dimonaCancel":
            book.execute("update period set cancelled = 1 where id = ?", [known["id"]])
        else:
            book.execute(
                "update period set first = ?, last = ? where id = ?",
                [said.get("startDate", known["first"]), said.get("endDate", known["last"]), known["id"]],
            )
        return int(known["id"])


def _handler(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path.endswith("/token"):
                self._answer(simulator.log_in(parse_qs(content.decode())))
            elif not self._may_enter():
                self._answer((401, {}, {}))
            elif self.path.endswith("/search"):
                self._with_fault("SEARCH", lambda: simulator.search(json.loads(content)))
            else:
                self._with_fault("POST", lambda: simulator.declare(json.loads(content)))

        def do_GET(self) -> None:
            number = re.search(r"/declarations/(\d+)$", self.path)
            if not self._may_enter():
                self._answer((401, {}, {}))
            else:
                self._with_fault("GET", lambda: simulator.rule(int(number[1])) if number else (404, {}, {}))

        def _may_enter(self) -> bool:
            return self.headers.get("Authorization") == f"Bearer {GRANTED}"

        def _with_fault(self, method: str, call: Any) -> None:
            fault = simulator.book.fault_of(method)
            if fault.isdigit():
                return self._answer((int(fault), {}, {"Retry-After": "60"}))
            answer = call()
            if fault == "lost":
                self.close_connection = True
                return None
            if fault == "slow":
                time.sleep(SLOW)
            return self._answer((answer[0], "nonsense", answer[2]) if fault == "nonsense" else answer)

        def _answer(self, answer: Answer) -> None:
            status, body, headers = answer
            content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing of a request is written anywhere: it holds national numbers."""

    return Handler
