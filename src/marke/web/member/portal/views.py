"""The personal links that a client got of this unit, and the portal through their eyes."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from marke.domain.portal.queries import links_of_client
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.attempt import status_of
from marke.web.client_links import MOST_LINKS, LinksForm, act_on, link_actions, links_table, preview
from marke.web.member.clients.contacts import crumbs_of, link_of


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def client_links(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """Who at the client got a link, who looked; end links, or send new ones."""
    known = link_of(unit, client)
    found, form = (
        links_of_client(client_id=client, unit_id=unit.pk),
        LinksForm(request.POST if request.method == "POST" else None),
    )
    if request.method == "POST" and form.is_valid() and act_on(request, found, form):
        return redirect("client_links", unit=unit.pk, client=client)
    links = list(found[:MOST_LINKS])
    context = {
        "unit": unit,
        "client": known.client,
        "links": links,
        "table": links_table(links, today=localdate(), with_unit=False),
        "form": form,
        "acts": link_actions(),
        "crumbs": crumbs_of(unit, known),
    }
    return render(request, "member/portal/links.html", context, status=status_of(form))


@unit_page(methods=WRITE)
def client_preview(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """See the portal as the client does."""
    known = link_of(unit, client)
    return preview(request, unit_id=unit.pk, client_id=client, language=known.client.language)
