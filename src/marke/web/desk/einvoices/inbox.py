"""What suppliers sent: give it to the unit that bears it, set it aside, or read why it cannot be read."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import IncomingState
from marke.domain.einvoicing.models import Incoming
from marke.domain.einvoicing.operations.incoming import set_aside
from marke.domain.people.models import StaffRole
from marke.usecases.assign_incoming import assign_incoming
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.attempt import attempt
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.shell import NavItem
from marke.web.components.windows import window
from marke.web.desk.einvoices.forms import AsideForm, IncomingFilter, UnitForm
from marke.web.desk.einvoices.network import tabs
from marke.web.desk.einvoices.together import bulk_of_incoming
from marke.web.einvoicing.files import xml_response
from marke.web.einvoicing.incoming import facts
from marke.web.einvoicing.tables import finding_table, incoming_table
from marke.web.einvoicing.words import incoming_badge, problem_of
from marke.web.lists.bulk import bar_of
from marke.web.lists.shelf import keeps_views

KEEPERS = (StaffRole.ACCOUNTANT, StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)
TO_DECIDE = {IncomingState.TO_ASSIGN, IncomingState.OPEN}


@desk_page(*KEEPERS)
@keeps_views
def incoming_documents(request: HttpRequest) -> HttpResponse:
    """Received documents, those that name no unit first."""
    form = IncomingFilter(request.GET or {"state": IncomingState.TO_ASSIGN})
    wanted = form.wanted()
    shown = window(queries.incoming(state="" if wanted == "all" else wanted), page=request.GET.get("page"))
    bulk = bulk_of_incoming(request, wanted)
    context = {
        "tabs": tabs(request),
        "bar": FilterBar(form=form, views=_saved_views(wanted)),
        "window": shown,
        "table": incoming_table(
            shown.rows,
            link=lambda row: reverse("desk_incoming_document", args=[row.pk]),
            units=True,
            pick=bool(bulk.deeds),
        ),
        "bulk": bar_of(bulk, request, unit=_("documents picked")),
    }
    return render(request, "desk/einvoices/inbox.html", context)


def _saved_views(wanted: str) -> list[SavedView]:
    here = reverse("desk_incoming")
    states = (IncomingState.TO_ASSIGN, IncomingState.OPEN, IncomingState.UNREADABLE, IncomingState.BOOKED)
    views = [SavedView(str(state.label), f"{here}?state={state.value}", current=state == wanted) for state in states]
    return [*views, SavedView(_("All"), f"{here}?state=all", current=wanted == "all")]


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def incoming_document(request: HttpRequest, *, incoming: uuid.UUID) -> HttpResponse:
    """One received document: what it says, whether it passes the rules, and whose it is."""
    found = queries.incoming_by_id(incoming_id=incoming)
    if found is None:
        raise Http404
    action = request.POST.get("action", "")
    unit = UnitForm(request.POST if action == "give" else None)
    aside = AsideForm(request.POST if action == "aside" else None)
    if request.method == "POST" and (said := _decided(request, found, unit, aside)):
        messages.success(request, said)
        return redirect("desk_incoming")
    context = {
        "document": found,
        "heading": found.supplier or _("Received document"),
        "badge": incoming_badge(found),
        "problem": problem_of(found),
        "pairs": facts(found),
        "findings": finding_table(found.findings) if found.findings else None,
        "unit_form": unit,
        "aside_form": aside,
        "may_decide": found.state in TO_DECIDE,
        "crumbs": [NavItem(_("Received"), reverse("desk_incoming"))],
        "xml_url": reverse("desk_incoming_xml", args=[found.pk]),
    }
    status = 422 if unit.errors or aside.errors else 200
    return render(request, "desk/einvoices/incoming.html", context, status=status)


def _decided(request: HttpRequest, found: Incoming, unit: UnitForm, aside: AsideForm) -> str:
    """Do what the pressed button says; empty when a form was refused."""
    given: dict[str, Any] = {"incoming_ids": [found.pk], "actor": request.user.pk, "now": timezone.now()}
    if unit.is_bound and unit.is_valid():
        number = unit.cleaned_data["unit"]
        if attempt(unit, lambda: assign_incoming(unit_id=number, **given)):
            return _("Unit %(unit)s finds it among its received invoices.") % {"unit": number}
    if aside.is_bound and aside.is_valid():
        reason = aside.cleaned_data["reason"]
        if attempt(aside, lambda: set_aside(reason=reason, **given)):
            return _("Set aside: nothing is booked.")
    return ""


@desk_page(*KEEPERS)
def incoming_xml(request: HttpRequest, *, incoming: uuid.UUID) -> HttpResponse:
    """The bytes that the supplier sent."""
    found = queries.incoming_by_id(incoming_id=incoming)
    if found is None:
        raise Http404
    return xml_response(queries.content_of(file_id=found.file_id), found.number)
