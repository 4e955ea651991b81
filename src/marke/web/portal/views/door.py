"""The door of the portal: a link becomes a visit, a wrong one gets an explanation, and the language is chosen."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate, now

from marke.domain.foundation.transactions import acting
from marke.domain.portal import queries
from marke.domain.portal.enums import SEEN, Page
from marke.domain.portal.models import PortalLink
from marke.domain.portal.operations import write_use
from marke.domain.quotes.operations.answering import mark_viewed
from marke.domain.sales.enums import DocumentLanguage
from marke.usecases.write_to_unit import say_not_for_me
from marke.web.access import READ_AND_WRITE, WRITE, portal_page
from marke.web.portal import tickets
from marke.web.portal.belongings import number_of_document, quote_of_visit
from marke.web.portal.places import place_of
from marke.web.portal.tickets import Ticket
from marke.web.portal.visitors import address_of, count_failure, is_guessing
from marke.web.portal.visits import Visit


@portal_page(link=False)
def portal_open(request: HttpRequest, *, secret: str) -> HttpResponse:
    """Follow a link: the secret is exchanged for a visit, and the address that people see holds it no more.

    Nothing is accepted here: mail scanners follow links too. A link that is unknown, ended or too old gets one and the
    same answer. This is the only reading page that writes (that the link was followed), so it has its own transaction.
    """
    link = None if is_guessing(request) else _followed(secret, address_of(request))
    if link is None:
        count_failure(request)
        closed = redirect("portal_closed")
        tickets.take(closed)
        return closed
    opened = redirect(place_of(link))
    tickets.give(opened, Ticket(unit=link.unit_id, client=link.client_id, language=link.language, link=link.pk))
    return opened


portal_open.manages_own_transaction = True  # type: ignore[attr-defined]


def _followed(secret: str, address: str) -> PortalLink | None:
    """The link behind a secret if it still opens, and a line that it was followed."""
    key = queries.key_of(secret=secret)
    if key is None:
        return None
    with acting(actor=key.link_id, units=[key.unit_id]):
        link = queries.living_link(link_id=key.link_id, as_of=localdate())
        if link:
            write_use(link=link, page=Page.LINK, address=address, now=now())
    return link


@portal_page(link=False)
def portal_closed(request: HttpRequest) -> HttpResponse:
    """What to do when a link opens nothing: the same page whatever the reason, so that nobody learns one by trying."""
    return render(request, "portal/closed.html", status=404)


@portal_page(methods=WRITE, link=False)
def portal_language(request: HttpRequest) -> HttpResponse:
    """Another language for this visit, on the same page."""
    wanted, way_back = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(way_back, allowed_hosts=None) or not way_back.startswith(tickets.PATH):
        way_back = tickets.PATH
    response = redirect(way_back)
    if request.ticket and wanted in DocumentLanguage.values:
        tickets.give(response, replace(request.ticket, language=wanted))
    return response


@portal_page(methods=WRITE, writes=False)
def portal_seen(request: HttpRequest) -> HttpResponse:
    """A page says that somebody has it on a screen: this, not the following of a link, is how a quote gets «seen».

    Looks of the house itself, in a preview or signed in beside it, are not the client's and count for nothing.
    """
    visit, page = request.visit, request.POST.get("page", "")
    if visit.is_preview or request.user.is_authenticated or page not in SEEN:
        return HttpResponse(status=204)
    document = _document(visit, request.POST.get("document", ""))
    write_use(link=visit.link, page=Page(page), address=address_of(request), now=now(), object_id=document)
    version = request.POST.get("version", "")
    if page == Page.QUOTE and document and version.isdecimal() and quote_of_visit(visit, document):
        mark_viewed(quote_id=document, version=int(version), now=now())
    return HttpResponse(status=204)


def _document(visit: Visit, text: str) -> uuid.UUID | None:
    """The document of this client that a page names, if it is one."""
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    return key if number_of_document(visit, key) else None


@portal_page(methods=READ_AND_WRITE)
def portal_not_for_me(request: HttpRequest) -> HttpResponse:
    """The link reached the wrong person: it is ended, and the unit hears of it."""
    if request.method == "POST":
        say_not_for_me(link=request.visit.link, now=now())
        thanks = render(request, "portal/thanks.html")
        tickets.take(thanks)
        return thanks
    return render(request, "portal/not_for_me.html", {"visit": request.visit})
