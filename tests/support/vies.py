"""VIES for tests: a local server that answers as the European one does, valid, invalid, busy or broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class ViesSimulator:
    """``answers`` maps a number to the body that is sent, text for a broken one; ``asked`` keeps every question."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    url: str = ""


def valid(number: str, **more: Any) -> dict[str, Any]:
    """The answer for a number that counts."""
    return {
        "countryCode": number[:2],
        "vatNumber": number[2:],
        "requestDate": "2026-09-11T10:00:00.000Z",
        "valid": True,
        "requestIdentifier": "WAPIAAAAZ0123456",
        "name": "LUMEN SARL",
        "address": "1 RUE HAUTE\n59000 LILLE",
        **more,
    }


def error(code: str) -> dict[str, Any]:
    """The answer when a member state or the service itself does not answer."""
    return {"actionSucceed": False, "errorWrappers": [{"error": code}]}


@contextmanager
def vies() -> Iterator[ViesSimulator]:
    """A running simulator."""
    simulator = ViesSimulator()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            simulator.asked.append(body)
            answer = simulator.answers.get(body["countryCode"] + body["vatNumber"], error("SERVICE_UNAVAILABLE"))
            content = answer if isinstance(answer, str) else json.dumps(answer)
            self.send_response(simulator.status)
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, format: str, *values: object) -> None:
            """Tests stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    simulator.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield simulator
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
