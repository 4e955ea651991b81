"""The calls of the simulated access point, as e-invoice.be documents them, on the loopback address alone."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

from marke.kernel.refusal import Refusal
from marke.ops.einvoice.simulator.book import BILLING_TYPES, Book
from marke.ops.simulating import LocalServer
from marke.rules.einvoice import read_invoice

KEY = "key-of-the-simulator"
SLOW = 2.0
"""Seconds that a slow call lasts."""

Answer = tuple[int, Any]
OUTBOX = ("TRANSIT", "SENT", "FAILED")


class Simulator(LocalServer):
    """A running access point. ``lively`` lets the network go on by itself: see `Simulator.live`."""

    def __init__(self, file: Path, *, lively: bool = False) -> None:
        super().__init__(_handler(self))
        self.book = Book(file)
        self.lively = lively

    @property
    def url(self) -> str:
        return self.address

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes, kind: str) -> Answer:
        """What a call is answered: the status, and what is written as JSON or bytes."""
        for verb, pattern, call in CALLS:
            if verb == method and (found := re.fullmatch(pattern, path)):
                return call(self, query=query, body=_file(body, kind), **found.groupdict())
        return 404, {"detail": "Not Found"}

    def live(self, name: str) -> None:
        """One step of a lively network: delivered, understood, then one buyer in twenty refuses."""
        document = self.book.document(name)
        assert document
        kinds = {event["event_type"] for event in self.book.events(name)}
        chance = crc32(document["number"].encode()) % 20
        if document["state"] == "TRANSIT":
            self.book.move(name, "SENT")
            self.book.note(name, "send_success")
        elif "mlr_received" not in kinds:
            self.book.note(name, "mlr_received", response_code="AP")
        elif "imr_received" not in kinds and chance < 8:
            if chance == 0:
                reason = "Our order number is missing."
                self.book.note(name, "imr_received", response_code="RE", status_reason=reason)
            else:
                self.book.note(name, "imr_received", response_code="AP")

    def reach(self, address: str) -> tuple[str, list[str]]:
        """What the directory says; in a lively network nine in ten are registered."""
        known = self.book.participant(address)
        if known:
            return known
        registered = self.lively and crc32(address.encode()) % 10
        return ("reachable", list(BILLING_TYPES)) if registered else ("absent", [])


def _lookup(simulator: Simulator, *, query: dict[str, str], body: bytes) -> Answer:
    reach, types = simulator.reach(query["peppol_id"])
    endpoints = [{"documentTypes": [{"scheme": "busdox-docid-qns", "value": each} for each in types]}]
    errors = {"reachable": [], "absent": ["NXDOMAIN: not registered"], "error": ["SMP timeout"]}[reach]
    status = "error" if errors else "success"
    return 200, {
        "status": status,
        "dnsInfo": {"status": status, "error": errors[0] if errors else None},
        "serviceMetadata": {"status": status, "endpoints": [] if errors else endpoints, "error": None},
        "errors": errors,
    }


def _validate(simulator: Simulator, *, query: dict[str, str], body: bytes) -> Answer:
    issues = []
    try:
        read_invoice(body)
    except Refusal as refusal:
        issues = [{"type": "error", "schematron": "ubl", "rule_id": refusal.rule, "message": str(refusal)}]
    return 200, {"id": "validation", "is_valid": not issues, "issues": issues}


def _create(simulator: Simulator, *, query: dict[str, str], body: bytes) -> Answer:
    try:
        name = simulator.book.add(body, direction="OUTBOUND", state="DRAFT")
    except Refusal as refusal:
        return 422, {"detail": [{"loc": ["file"], "msg": str(refusal), "type": "value_error"}]}
    return 201, _document(simulator, name)


def _send(simulator: Simulator, *, query: dict[str, str], body: bytes, name: str) -> Answer:
    document = simulator.book.document(name)
    if document is None:
        return 404, {"detail": "Document not found"}
    if document["state"] != "DRAFT":
        return 400, {"detail": f"Document is {document['state']}: only a draft can be sent"}
    address = f"{query['receiver_peppol_scheme']}:{query['receiver_peppol_id']}"
    if simulator.reach(address)[0] != "reachable":
        simulator.book.note(name, "send_failed", error="Receiver is not registered")
        return 400, {"detail": "Receiver is not registered on the Peppol network"}
    simulator.book.move(name, "TRANSIT", receiver=address)
    simulator.book.note(name, "send_attempted")
    return 200, _document(simulator, name)


def _one(simulator: Simulator, *, query: dict[str, str], body: bytes, name: str) -> Answer:
    if simulator.book.document(name) is None:
        return 404, {"detail": "Document not found"}
    return 200, _document(simulator, name)


def _timeline(simulator: Simulator, *, query: dict[str, str], body: bytes, name: str) -> Answer:
    if simulator.lively:
        simulator.live(name)
    return 200, {"document_id": name, "events": simulator.book.events(name)}


def _ubl(simulator: Simulator, *, query: dict[str, str], body: bytes, name: str) -> Answer:
    if simulator.book.document(name) is None:
        return 404, {"detail": "Document not found"}
    return 200, {"id": name, "file_name": "invoice.xml", "signed_url": f"{simulator.url}/signed/{name}"}


def _signed(simulator: Simulator, *, query: dict[str, str], body: bytes, name: str) -> Answer:
    document = simulator.book.document(name)
    return (200, document["content"]) if document else (404, {"detail": "Not Found"})


def _outbox(simulator: Simulator, *, query: dict[str, str], body: bytes) -> Answer:
    return _listed(simulator, query, direction="OUTBOUND", states=OUTBOX)


def _drafts(simulator: Simulator, *, query: dict[str, str], body: bytes) -> Answer:
    return _listed(simulator, query, direction="OUTBOUND", states=("DRAFT",))


def _inbox(simulator: Simulator, *, query: dict[str, str], body: bytes) -> Answer:
    return _listed(simulator, query, direction="INBOUND", states=("RECEIVED",))


CALLS: list[tuple[str, str, Callable[..., Answer]]] = [
    ("GET", r"/api/lookup", _lookup),
    ("POST", r"/api/validate/ubl", _validate),
    ("POST", r"/api/documents/ubl", _create),
    ("POST", r"/api/documents/(?P<name>\w+)/send", _send),
    ("GET", r"/api/documents/(?P<name>\w+)", _one),
    ("GET", r"/api/documents/(?P<name>\w+)/timeline", _timeline),
    ("GET", r"/api/documents/(?P<name>\w+)/ubl", _ubl),
    ("GET", r"/signed/(?P<name>\w+)", _signed),
    ("GET", r"/api/outbox/", _outbox),
    ("GET", r"/api/outbox/drafts", _drafts),
    ("GET", r"/api/inbox/", _inbox),
]


def _listed(simulator: Simulator, query: dict[str, str], *, direction: str, states: tuple[str, ...]) -> Answer:
    found = simulator.book.documents(direction=direction, states=states, search=query.get("search", ""))
    page, size = int(query.get("page", 1)), int(query.get("page_size", 20))
    shown = found[(page - 1) * size : page * size]
    pages = -(-len(found) // size)
    return 200, {
        "items": [_written(each) for each in shown],
        "page": page,
        "page_size": size,
        "pages": pages,
        "total": len(found),
        "has_next_page": page < pages,
    }


def _document(simulator: Simulator, name: str) -> dict[str, Any]:
    found = simulator.book.document(name)
    assert found
    return _written(found)


def _written(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": document["id"],
        "state": document["state"],
        "direction": document["direction"],
        "document_type": document["kind"],
        "invoice_id": document["number"],
        "vendor_name": document["seller"],
        "created_at": document["created_at"],
    }


def _file(body: bytes, kind: str) -> bytes:
    """The file of a form, or the body itself."""
    if not kind.startswith("multipart/form-data"):
        return body
    form: Message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    parts = form.get_payload()
    first = parts[0] if isinstance(parts, list) and parts else None
    content = first.get_payload(decode=True) if isinstance(first, Message) else b""
    return content if isinstance(content, bytes) else b""


def _handler(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def _answer(self, method: str) -> None:
            place = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if place.path.startswith("/api/") and self.headers.get("Authorization") != f"Bearer {KEY}":
                return self._write(401, {"detail": "Invalid API key"})
            if place.path.startswith("/signed/") and "Authorization" in self.headers:
                return self._write(400, {"detail": "Only one way of signing is allowed"})
            fault = simulator.book.next_fault(method, place.path)
            if fault and fault.isdecimal():
                return self._write(int(fault), {"detail": "simulated"}, {"Retry-After": "7"})
            if fault == "nonsense":
                return self._write(200, b"<html>maintenance</html>")
            if fault == "slow":
                time.sleep(SLOW)
            kind = self.headers.get("Content-Type", "")
            status, written = simulator.answer(method, place.path, dict(parse_qsl(place.query)), body, kind)
            if fault == "lost":
                self.close_connection = True
                return None
            return self._write(status, written)

        def _write(self, status: int, written: Any, headers: dict[str, str] | None = None) -> None:
            content = written if isinstance(written, bytes) else json.dumps(written).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """The simulator keeps no log."""

    return Handler
