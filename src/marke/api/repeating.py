"""What goes out of the house is done once: the header Idempotency-Key names the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from django.http import HttpResponse
from django.utils.timezone import now
from ninja import Header, Schema

from marke.api.keys import Asking
from marke.domain.apikeys.repeats import Act, Answer, once

ActName = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern=r"^[\x21-\x7e]+$",
        description=(
            "A name of your choice for this act, for example a UUID. Asked again under the same name, it is not done "
            "again: the first answer comes back. Something else under a used name is refused. Kept for 30 days."
        ),
    ),
]
REPLAYED = "Idempotent-Replayed"
"""The header of an answer that was given before."""


def done_once(request: Asking, name: str, do: Callable[[], Schema]) -> HttpResponse:
    """Do an act, or give the answer that it got before. Raises as `once`."""
    asked = f"{request.method} {request.path}\n".encode() + request.body
    act = Act(request.auth.key.pk, name, asked)
    answer = once(act=act, now=now(), do=lambda: Answer(200, do().model_dump_json()))
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json; charset=utf-8")
    if answer.is_repeat:
        response[REPLAYED] = "true"
    return response
