"""Make personal links, end them, and write down their use.

The secret of a link has 256 bits and exists in the answer of `make_links` alone: it goes into one mail, and what is
stored is its hash. A lost link is never shown again but replaced.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from marke.domain.parameters.queries import choice
from marke.domain.portal.enums import SEEN, Ending, Page
from marke.domain.portal.models import PortalLink, PortalUse
from marke.domain.sales.models import Client
from marke.kernel.refusal import Refusal, gettext_noop

SECRET_BYTES = 32
ONE_LOOK = dt.timedelta(minutes=30)
"""Within this time the same page, loaded again, is the same look."""

MOST_QUESTIONS = 5
"""Questions that one link may send a day: more is a machine."""


@dataclass(frozen=True, slots=True)
class LinkInput:
    """A link to make: what it opens, to whom it goes, and for which document (kind and id).

    ``language`` is the reader's; the client's own when it is empty.
    """

    client_id: uuid.UUID
    unit_id: int
    email: str
    purpose: tuple[str, uuid.UUID]
    language: str = ""


def make_link(
    *,
    client_id: uuid.UUID,
    unit_id: int,
    email: str,
    purpose: tuple[str, uuid.UUID],
    now: dt.datetime,
    actor: uuid.UUID,
    language: str = "",
) -> str:
    """Make one link; answers the path with its secret, for one mail and nothing else."""
    return make_links(links=[LinkInput(client_id, unit_id, email, purpose, language)], now=now, actor=actor)[0]


def make_links(*, links: Sequence[LinkInput], now: dt.datetime, actor: uuid.UUID) -> list[str]:
    """Make links; answers their paths in order. They open until the days that the cooperative has decided are over."""
    if not links:
        return []
    today = timezone.localdate(now)
    last_day = today + dt.timedelta(days=int(choice("portal.link_days", as_of=today)))
    clients = Client.objects.filter(pk__in={link.client_id for link in links if not link.language})
    languages = dict(clients.values_list("pk", "language"))
    made = [secrets.token_urlsafe(SECRET_BYTES) for _ in links]
    PortalLink.objects.bulk_create(
        PortalLink(
            unit_id=link.unit_id,
            client_id=link.client_id,
            email=link.email,
            language=link.language or languages[link.client_id],
            subject_kind=link.purpose[0],
            subject_id=link.purpose[1],
            digest=digest_of(secret),
            made_at=now,
            made_by=actor,
            expires_on=last_day,
        )
        for link, secret in zip(links, made, strict=True)
    )
    return [reverse("portal_open", kwargs={"secret": secret}) for secret in made]


def digest_of(secret: str) -> bytes:
    """What is stored of a secret. It was drawn at random, so one round of a plain hash hides it well enough."""
    return hashlib.sha256(secret.encode()).digest()


def end_links(*, link_ids: Sequence[uuid.UUID], ending: Ending, now: dt.datetime, actor: uuid.UUID) -> int:
    """Let links open nothing any more; answers how many that ended. A link that has ended stays as it was."""
    found = PortalLink.objects.filter(pk__in=link_ids, ending="")
    return found.update(ending=ending, ended_at=now, ended_by=actor)


def write_use(
    *, link: PortalLink, page: Page, address: str, now: dt.datetime, object_id: uuid.UUID | None = None
) -> PortalUse | None:
    """Write down that a link was used; None when the same page was looked at within the last half hour."""
    before = PortalUse.objects.filter(link=link, page=page, object_id=object_id, at__gt=now - ONE_LOOK)
    if page in SEEN and before.exists():
        return None
    return PortalUse.objects.create(
        link=link, unit_id=link.unit_id, at=now, page=page, object_id=object_id, network=network_of(address)
    )


def network_of(address: str) -> str:
    """Where somebody came from without naming them: the first 24 bits of an IPv4 address, 48 of an IPv6 one."""
    try:
        host = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((host, 24 if host.version == 4 else 48), strict=False))


def require_may_ask(*, link: PortalLink, now: dt.datetime) -> None:
    """Raise `Refusal` when a link has sent as many questions as a person would in a day."""
    asked = PortalUse.objects.filter(link=link, page=Page.QUESTION, at__gt=now - dt.timedelta(days=1))
    if asked.count() >= MOST_QUESTIONS:
        raise Refusal(
            "portal.questions",
            gettext_noop("You have asked several questions today. Reply to our e-mail to tell us more."),
            field="question",
        )
