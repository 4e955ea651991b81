"""The clients of the whole enterprise: find one, see what every unit has at stake with it, correct it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marke.domain.people.models import StaffRole
from marke.domain.sales.models import Client
from marke.domain.sales.operations import clients as operations
from marke.domain.sales.queries import clients as queries
from marke.domain.sales.queries import invoices
from marke.kernel.refusal import Refusal
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.filters import FilterBar
from marke.web.components.lists import SearchForm
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Column, Table
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.lists.shelf import keeps_views
from marke.web.member.clients.forms import ClientForm, initial_of
from marke.web.member.invoices.tables import desk_invoice_table
from marke.web.refusals import show_on

CORRECTORS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.ACCOUNTANT)


@desk_page()
@keeps_views
def clients(request: HttpRequest) -> HttpResponse:
    """Every client by name."""
    text = request.GET.get("text", "")
    shown = window(queries.directory(text=text), page=request.GET.get("page"))
    units = queries.units_per_client(client_ids=[row.pk for row in shown.rows])
    context = {
        "bar": FilterBar(form=SearchForm(request.GET)),
        "window": shown,
        "table": Table(
            caption=_("Clients"),
            caption_hidden=True,
            columns=[
                Column("name", _("Client"), link=lambda row: reverse("desk_client", args=[row.pk])),
                Column("kind", _("Kind"), value=lambda row: row.get_kind_display()),
                Column("number", _("Number"), value=lambda row: row.enterprise_number or row.vat_number, kind="code"),
                Column("place", _("Place"), value=lambda row: f"{row.municipality} ({row.country})"),
                Column("units", _("Units"), value=lambda row: units.get(row.pk, 0), kind="number"),
            ],
            rows=shown.rows,
        ),
    }
    return render(request, "desk/clients/clients.html", context)


@desk_page()
def client(request: HttpRequest, *, client: uuid.UUID) -> HttpResponse:
    """One client: what it owes to which units, how late, and the money we keep for it."""
    found, today = _found(client), localdate()
    owed = invoices.receivables(as_of=today, client_id=found.pk)
    shown = window(
        invoices.find_invoices(wanted=invoices.InvoiceFilter(client_id=found.pk), as_of=today),
        page=request.GET.get("page"),
    )
    context = {
        "client": found,
        "figures": [
            Figure(_("Owes"), amount=owed.total, note=_("%(count)s invoices") % {"count": owed.count}),
            Figure(_("Overdue"), amount=owed.overdue),
            Figure(_("Older than 60 days"), amount=owed.days_61_90 + owed.older),
            Figure(_("Kept for the client"), amount=queries.credit_of_client(client_id=found.pk)),
        ],
        "exposure": _exposure(queries.exposure(client_id=found.pk, as_of=today)),
        "window": shown,
        "table": desk_invoice_table(shown.rows, today=today, sort=""),
        "events": timeline([found]),
        "crumbs": [NavItem(_("Clients"), reverse("desk_clients"))],
        "actions": [Action(_("Correct"), reverse("desk_client_edit", args=[found.pk]), icon="pencil")],
    }
    return render(request, "desk/clients/client.html", context)


def _exposure(rows: list[queries.ClientUnit]) -> Table:
    return Table(
        caption=_("What each unit has at stake"),
        columns=[
            Column("unit_id", _("Unit"), kind="code", note=lambda row: row.unit_name),
            Column("invoiced", _("Invoiced"), kind="money"),
            Column("open", _("Open"), kind="money"),
            Column("overdue", _("Overdue"), kind="money"),
            Column("last_invoice_on", _("Last invoice"), kind="date"),
        ],
        rows=rows,
        totals={name: sum(getattr(row, name) for row in rows) for name in ("invoiced", "open", "overdue")},
    )


@desk_page(*CORRECTORS, methods=READ_AND_WRITE)
def client_edit(request: HttpRequest, *, client: uuid.UUID) -> HttpResponse:
    """Correct a client for every unit that works for it."""
    found = _found(client)
    form = ClientForm(request.POST or None, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operations.change_client(client_id=found.pk, client=form.client())
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Corrected for every unit. Invoices already sent keep what they said."))
            return redirect("desk_client", client=found.pk)
    crumbs = [
        NavItem(_("Clients"), reverse("desk_clients")),
        NavItem(found.name, reverse("desk_client", args=[found.pk])),
    ]
    context = {"client": found, "form": form, "crumbs": crumbs}
    return render(request, "desk/clients/client_edit.html", context, status=422 if form.errors else 200)


def _found(client_id: uuid.UUID) -> Client:
    found = queries.client_by_id(client_id=client_id)
    if found is None:
        raise Http404
    return found
