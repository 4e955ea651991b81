"""Whom the unit knows at a client, and what it wants to remember of it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marke.domain.sales.models import ClientLink
from marke.domain.sales.operations import contacts as operations
from marke.domain.sales.queries.clients import client_of_unit
from marke.domain.sales.queries.contacts import contact_of
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.components.shell import NavItem
from marke.web.member.clients.forms import ContactForm, NotesForm, initial_of_contact
from marke.web.refusals import attempt


def link_of(unit: Unit, client_id: uuid.UUID) -> ClientLink:
    """The unit's link with a client; a client of others does not exist here."""
    link = client_of_unit(unit_id=unit.pk, client_id=client_id)
    if link is None:
        raise Http404
    return link


def crumbs_of(unit: Unit, link: ClientLink | None = None) -> list[NavItem]:
    """The way back to the list, and to the client."""
    here = [NavItem(link.client.name, reverse("client", args=[unit.pk, link.client_id]))] if link else []
    return [NavItem(_("Clients"), reverse("clients", args=[unit.pk])), *here]


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def contact_new(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """Add somebody the unit knows there."""
    link = link_of(unit, client)
    form = ContactForm(request.POST or None, initial={"gets_quotes": True})
    if request.method == "POST" and form.is_valid():
        added = attempt(form, lambda: operations.add_contact(unit_id=unit.pk, client_id=client, contact=form.contact()))
        if added:
            messages.success(request, _("%(name)s is added.") % {"name": form.cleaned_data["name"]})
            return redirect("client", unit=unit.pk, client=client)
    context = {"unit": unit, "link": link, "form": form, "contact": None, "crumbs": crumbs_of(unit, link)}
    return render(request, "member/clients/contact.html", context, status=422 if form.errors else 200)


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def contact_edit(request: HttpRequest, *, unit: Unit, contact: uuid.UUID) -> HttpResponse:
    """Correct somebody the unit knows."""
    found = contact_of(unit_id=unit.pk, contact_id=contact)
    if found is None:
        raise Http404
    link = found.link
    form = ContactForm(request.POST or None, initial=initial_of_contact(found))
    if request.method == "POST" and form.is_valid():

        def change() -> bool:
            operations.change_contact(unit_id=unit.pk, contact_id=contact, contact=form.contact())
            return True

        if attempt(form, change):
            messages.success(request, _("The contact is changed."))
            return redirect("client", unit=unit.pk, client=link.client_id)
    context = {"unit": unit, "link": link, "form": form, "contact": found, "crumbs": crumbs_of(unit, link)}
    return render(request, "member/clients/contact.html", context, status=422 if form.errors else 200)


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def contact_remove(request: HttpRequest, *, unit: Unit, contact: uuid.UUID) -> HttpResponse:
    """Forget somebody."""
    found = contact_of(unit_id=unit.pk, contact_id=contact)
    if found is None:
        raise Http404
    operations.remove_contact(unit_id=unit.pk, contact_id=contact)
    messages.success(request, _("%(name)s is removed.") % {"name": found.name})
    return redirect("client", unit=unit.pk, client=found.link.client_id)


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def client_notes(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """Keep the unit's notes."""
    link, form = link_of(unit, client), NotesForm(request.POST)
    if form.is_valid():
        operations.note(unit_id=unit.pk, client_id=link.client_id, notes=form.cleaned_data["notes"])
        messages.success(request, _("The notes are kept."))
    else:
        messages.error(request, _("The notes were not kept: they are longer than 2,000 signs."))
    return redirect("client", unit=unit.pk, client=client)


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def client_away(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """Put a client away, or take it back: the same button."""
    link = link_of(unit, client)
    if link.archived_on:
        operations.take_back(unit_id=unit.pk, client_ids=[client])
        messages.success(request, _("%(name)s is in your list again.") % {"name": link.client.name})
    else:
        operations.put_away(unit_id=unit.pk, client_ids=[client], on=localdate())
        messages.success(
            request,
            _("%(name)s is put away. Its documents stay, and you can take it back.") % {"name": link.client.name},
        )
    return redirect("client", unit=unit.pk, client=client)
