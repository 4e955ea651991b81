"""The personal links that a client got of any unit, and the portal through their eyes."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from marke.domain.people.models import StaffRole
from marke.domain.portal.queries import links_of_client
from marke.domain.sales.queries.clients import client_of_unit
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.attempt import status_of
from marke.web.client_links import MOST_LINKS, LinksForm, act_on, link_actions, links_table, preview
from marke.web.desk.clients.deciding import crumbs
from marke.web.desk.clients.deciding import found as found_client

CARERS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.ACCOUNTANT)
"""Who helps clients with their links; nobody else looks with a client's eyes."""


@desk_page(*CARERS, methods=READ_AND_WRITE)
def desk_client_links(request: HttpRequest, *, client: uuid.UUID) -> HttpResponse:
    """Who at the client got a link of which unit, who looked; end links, or send new ones."""
    known = found_client(client)
    found, form = links_of_client(client_id=client), LinksForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and act_on(request, found, form):
        return redirect("desk_client_links", client=client)
    links = list(found[:MOST_LINKS])
    context = {
        "client": known,
        "links": links,
        "table": links_table(links, today=localdate(), with_unit=True),
        "units": sorted({link.unit for link in links}, key=lambda unit: unit.pk),
        "form": form,
        "acts": link_actions(),
        "crumbs": crumbs(known),
    }
    return render(request, "desk/portal/links.html", context, status=status_of(form))


@desk_page(*CARERS, methods=WRITE)
def desk_client_preview(request: HttpRequest, *, client: uuid.UUID, unit: int) -> HttpResponse:
    """See the portal as the client of a unit does."""
    known = client_of_unit(unit_id=unit, client_id=client)
    if known is None:
        raise Http404
    return preview(request, unit_id=unit, client_id=client, language=known.client.language)
