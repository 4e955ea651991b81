"""The cookie of the portal: which link was followed in this browser, or who looks at it in preview.

The secret of a link travels in an address once; what the browser keeps is this signed ticket, sent to /portal/ alone
and good for half a day. It names the link, so that a link that was ended opens nothing at once.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from marke.domain.sales.enums import DocumentLanguage

COOKIE = "marke_portal"
PATH = "/portal/"
SALT = "marke.portal"
LIFE = 12 * 60 * 60
"""Seconds that a visit may last; then the link in the mail is followed again."""

PREVIEW_LIFE = 15 * 60


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a visit may see, in which language; ``link`` of a client, or ``viewer`` (a log-in) of a preview."""

    unit: int
    client: uuid.UUID
    language: str
    link: uuid.UUID | None = None
    viewer: uuid.UUID | None = None


def give(response: HttpResponse, ticket: Ticket) -> None:
    """Let this browser visit the portal with a ticket, in place of any other it had."""
    content = {name: str(value) if value is not None else "" for name, value in asdict(ticket).items()}
    response.set_cookie(
        COOKIE,
        signing.dumps(content, salt=SALT),
        max_age=PREVIEW_LIFE if ticket.viewer else LIFE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take(response: HttpResponse) -> None:
    """End the visit in this browser."""
    response.delete_cookie(COOKIE, path=PATH)


def ticket_of(request: HttpRequest) -> Ticket | None:
    """The ticket of this browser, when we signed it and it has not run out."""
    try:
        content = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
    return Ticket(
        unit=int(content["unit"]),
        client=uuid.UUID(content["client"]),
        language=content["language"],
        link=_key(content["link"]),
        viewer=_key(content["viewer"]),
    )


def _key(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def language_of_stranger(request: HttpRequest) -> str:
    """The language in which we speak at the door: German to German browsers, else that of the site."""
    if request.headers.get("Accept-Language", "").lower().startswith(DocumentLanguage.DE.value):
        return DocumentLanguage.DE.value
    return get_language() or settings.LANGUAGE_CODE
