"""The body of a request as plain facts, for operations whose engine does the checking."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest

from marke.kernel.refusal import Refusal, gettext_noop

LARGEST_BODY = 20_000
"""Bytes; no question to the simulator is near this."""


def facts_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises `Refusal` when it is something else, or too large to be a question."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        raise Refusal("api.too-large", gettext_noop("A question is at most 20 kB long."))
    try:
        facts = json.loads(request.body)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        raise Refusal("api.json-object", gettext_noop("Send one JSON object: names with values."))
    return facts
