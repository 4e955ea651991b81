"""What every operation with a key may answer besides what was asked, and the files that travel."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from marke.api.problems import Problem

PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
SENT_PROBLEMS = {400: Problem, **PROBLEMS}
"""The same for an operation that takes a body."""


def example(facts: dict[str, Any]) -> dict[str, Any]:
    """An example of what is sent, for the description."""
    return {"requestBody": {"content": {"application/json": {"example": facts}}}}


def sends_file(content_type: str) -> dict[str, Any]:
    """An answer that is a file, for the description."""
    return {"responses": {200: {"content": {content_type: {"schema": {"type": "string", "format": "binary"}}}}}}


def file(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    """A file as an answer."""
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
