"""Read personal links: the one behind a secret, those of a client, and how often a document was looked at."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from marke.domain.portal.enums import SEEN
from marke.domain.portal.models import PortalLink, PortalUse
from marke.domain.portal.operations import digest_of
from marke.domain.sales.models import Contact


@dataclass(frozen=True, slots=True)
class Key:
    """Which link a secret names, and the unit whose rows it may show."""

    link_id: uuid.UUID
    unit_id: int


def key_of(*, secret: str) -> Key | None:
    """The link behind a secret, whatever became of it; asked before any unit is named, so it shows nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("select link_id, unit_id from security.link_of_secret(%s)", [digest_of(secret)])
        found = cursor.fetchone()
    return Key(*found) if found else None


def living_link(*, link_id: uuid.UUID, as_of: dt.date) -> PortalLink | None:
    """A link that still opens the portal, with its unit and client; None for every other, whatever the reason."""
    link = PortalLink.objects.filter(pk=link_id).select_related("unit", "client").first()
    return link if link and link.opens(as_of=as_of) else None


def links_of_client(*, client_id: uuid.UUID, unit_id: int | None = None) -> QuerySet[PortalLink]:
    """The links that a client got, newest first, each with how often pages were ``seen`` and when ``last_seen``.

    Of one unit, or of all that one may see.
    """
    of_people = Q(uses__page__in=SEEN)
    found = PortalLink.objects.filter(client_id=client_id).select_related("unit", "client")
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    counted = found.annotate(seen=Count("uses", filter=of_people), last_seen=Max("uses__at", filter=of_people))
    return counted.order_by("-pk")


def reader_of(link: PortalLink) -> str:
    """The name of the contact behind the mailbox of a link, as the unit knows them; empty when it knows nobody."""
    known = Contact.objects.filter(unit_id=link.unit_id, link__client_id=link.client_id, email__iexact=link.email)
    return known.values_list("name", flat=True).first() or "" if link.email else ""


@dataclass(frozen=True, slots=True)
class Looks:
    """A document on its way to one reader: to whom a link went and when, how often people looked, and last when."""

    email: str
    sent_at: dt.datetime
    times: int
    last: dt.datetime | None
    opens: bool


def looks_at(*, object_id: uuid.UUID, as_of: dt.date) -> list[Looks]:
    """To whom links for a document went and how often each reader had it on a screen; two queries.

    A reader who opens a document through the link of another one is counted with the document they looked at.
    """
    sent = list(PortalLink.objects.filter(subject_id=object_id).order_by("pk"))
    uses = PortalUse.objects.filter(object_id=object_id, page__in=SEEN)
    counted = {
        email: (times, last)
        for email, times, last in uses.values_list("link__email").annotate(Count("pk"), Max("at")).order_by()
    }
    newest = {link.email: link for link in sent}
    return [
        Looks(email, link.made_at, *counted.get(email, (0, None)), opens=link.opens(as_of=as_of))
        for email, link in newest.items()
    ]


def names_behind_links(link_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Who acted by a link, for the audit trail: the client it was given to, as far as one may see it."""
    return {
        link.pk: str(link.client) for link in PortalLink.objects.filter(pk__in=set(link_ids)).select_related("client")
    }
