"""The clients of a unit: list, add (with look-alikes while typing), correct."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marke.domain.sales.models import ClientLink
from marke.domain.sales.operations import clients as operations
from marke.domain.sales.queries import clients as queries
from marke.domain.sales.queries import invoices
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.components.filters import FilterBar
from marke.web.components.lists import SearchForm
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Column, Table
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.lists.shelf import keeps_views
from marke.web.member.clients.forms import ClientForm, ContactForm, NewClientForm, initial_of
from marke.web.member.invoices.tables import invoice_table
from marke.web.refusals import show_on


@unit_page()
@keeps_views
def clients(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Everybody the unit works for, by name."""
    form = SearchForm(request.GET)
    text = request.GET.get("text", "")
    shown = window(queries.clients_of_unit(unit_id=unit.pk, text=text), page=request.GET.get("page"))
    context = {
        "unit": unit,
        "bar": FilterBar(form=form),
        "window": shown,
        "table": _table(unit, shown.rows),
        "searched": bool(text),
        "actions": [Action(_("New client"), reverse("client_new", args=[unit.pk]), "primary", "user-plus")],
        "empty_action": Action(_("Add a client"), reverse("client_new", args=[unit.pk]), icon="user-plus"),
    }
    return render(request, "member/clients/clients.html", context)


def _table(unit: Unit, links: list[ClientLink]) -> Table:
    return Table(
        caption=_("Clients"),
        caption_hidden=True,
        columns=[
            Column("name", _("Client"), value=lambda link: link.client.name, link=lambda link: _url(unit, link)),
            Column("kind", _("Kind"), value=lambda link: link.client.get_kind_display()),
            Column("place", _("Place"), value=lambda link: f"{link.client.municipality} {_abroad(link)}".strip()),
            Column("contact_name", _("Contact person"), note=lambda link: link.contact_email),
        ],
        rows=links,
    )


def _url(unit: Unit, link: ClientLink) -> str:
    return reverse("client", args=[unit.pk, link.client_id])


def _abroad(link: ClientLink) -> str:
    return "" if link.client.country == "BE" else f"({link.client.country})"


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def client_new(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Add a client; one that the enterprise knows by its number is linked, not written twice."""
    form = NewClientForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                client_id, is_new = operations.add_client(
                    unit_id=unit.pk,
                    client=form.client(),
                    contact_name=form.cleaned_data["contact_name"],
                    contact_email=form.cleaned_data["contact_email"],
                )
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            name = form.cleaned_data["name"]
            sentence = (
                _("%(name)s is your client now. You can send an invoice.")
                if is_new
                else _("The enterprise knew this number already: %(name)s is your client now.")
            )
            messages.success(request, sentence % {"name": name})
            return redirect("client", unit=unit.pk, client=client_id)
    context = {"unit": unit, "form": form, "crumbs": _crumbs(unit)}
    return render(request, "member/clients/client_new.html", context, status=422 if form.errors else 200)


@unit_page(Scope.CREATE_INVOICE)
def client_check(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """While typing: is this number known, or does the name look like a client the unit already has?"""
    known = queries.look_up(number=request.GET.get("number", ""))
    alike = queries.look_alikes(unit_id=unit.pk, name=request.GET.get("name", ""))
    return render(request, "member/clients/client_check.html", {"unit": unit, "known": known, "alike": alike})


@unit_page()
def client(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """One client of the unit: who it is, what it owes, its invoices."""
    link = _link(unit, client)
    today = localdate()
    shown = window(
        invoices.invoices_of_unit(unit_id=unit.pk, as_of=today, client_id=client), page=request.GET.get("page")
    )
    new_invoice = f"{reverse('invoice_new', args=[unit.pk])}?client={client}"
    context = {
        "unit": unit,
        "link": link,
        "client": link.client,
        "contact_form": ContactForm(initial={"contact_name": link.contact_name, "contact_email": link.contact_email}),
        "receivables": invoices.receivables(as_of=today, unit_id=unit.pk, client_id=client),
        "window": shown,
        "table": invoice_table(unit, shown.rows, today=today),
        "events": timeline([link]),
        "crumbs": _crumbs(unit),
        "actions": [
            Action(_("New invoice"), new_invoice, "primary", "file-plus"),
            Action(_("Correct"), reverse("client_edit", args=[unit.pk, client]), icon="pencil"),
        ],
        "empty_action": Action(_("Make an invoice"), new_invoice, icon="file-plus"),
    }
    return render(request, "member/clients/client.html", context)


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def client_edit(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """Correct a client that only this unit works for."""
    link = _link(unit, client)
    form = ClientForm(request.POST or None, initial=initial_of(link.client))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operations.require_own_client(unit_id=unit.pk, client_id=client)
                operations.change_client(client_id=client, client=form.client())
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Corrected. Invoices already sent keep what they said."))
            return redirect("client", unit=unit.pk, client=client)
    crumbs = [*_crumbs(unit), NavItem(link.client.name, reverse("client", args=[unit.pk, client]))]
    context = {"unit": unit, "client": link.client, "form": form, "crumbs": crumbs}
    return render(request, "member/clients/client_edit.html", context, status=422 if form.errors else 200)


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def client_contact(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """Change whom the unit knows at the client."""
    link = _link(unit, client)
    form = ContactForm(request.POST)
    if form.is_valid():
        operations.change_contact(unit_id=unit.pk, client_id=link.client_id, **form.cleaned_data)
        messages.success(request, _("The contact is changed."))
    else:
        messages.error(request, _("The contact was not changed: check the e-mail address."))
    return redirect("client", unit=unit.pk, client=client)


def _link(unit: Unit, client_id: uuid.UUID) -> ClientLink:
    link = queries.client_of_unit(unit_id=unit.pk, client_id=client_id)
    if link is None:
        raise Http404
    return link


def _crumbs(unit: Unit) -> list[NavItem]:
    return [NavItem(_("Clients"), reverse("clients", args=[unit.pk]))]
