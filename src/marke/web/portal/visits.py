"""Who visits the portal: a client by a link, or somebody of the house who looks at it as the client does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.portal import queries
from marke.domain.portal.models import PortalLink
from marke.domain.sales.models import Client
from marke.domain.units.models import Unit
from marke.domain.units.queries import units_of_user
from marke.web.portal.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Visit:
    """What this visit may see: what one unit has for one client. ``link`` is None in a preview."""

    unit: Unit
    client: Client
    language: str
    link: PortalLink | None = None

    @property
    def is_preview(self) -> bool:
        return self.link is None

    @property
    def email(self) -> str:
        """The mailbox that the link went to."""
        return self.link.email if self.link else ""


def attribution_of(request: HttpRequest, *, reads: bool) -> dict[str, Any]:
    """In whose name a page of the portal acts: the link's own, seeing the rows of its unit alone."""
    ticket: Ticket | None = request.ticket
    if ticket and ticket.link:
        return {"actor": ticket.link, "units": [ticket.unit], "read_only": reads}
    if ticket and _may_preview(request, ticket):
        return {"actor": ticket.viewer, "units": [ticket.unit], "read_only": True}
    return {"actor": SYSTEM, "read_only": True}


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit behind this request; None when the link was ended, ran out, or nobody followed one."""
    ticket: Ticket | None = request.ticket
    if ticket is None:
        return None
    if ticket.link:
        link = queries.living_link(link_id=ticket.link, as_of=localdate())
        return Visit(link.unit, link.client, ticket.language, link) if link else None
    unit = Unit.objects.filter(pk=ticket.unit).first()
    client = Client.objects.filter(pk=ticket.client, links__unit_id=ticket.unit).first()
    return Visit(unit, client, ticket.language) if unit and client and _may_preview(request, ticket) else None


def _may_preview(request: HttpRequest, ticket: Ticket) -> bool:
    """A preview belongs to the log-in that asked for it, for as long as that one may see the unit."""
    user = request.user
    if not user.is_authenticated or ticket.viewer != user.pk:
        return False
    return bool(user.is_staff) or ticket.unit in units_of_user(user_id=user.pk)
