"""Received invoices of a unit: the list, and one invoice to book as a cost."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import IncomingState
from marke.domain.einvoicing.models import Incoming
from marke.domain.purchases.models import Cost
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.domain.units.queries import may_act
from marke.usecases.book_incoming import book_incoming
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.attempt import attempt, status_of
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.formatting import format_money
from marke.web.components.shell import NavItem
from marke.web.components.windows import window
from marke.web.einvoicing.files import xml_response
from marke.web.einvoicing.incoming import facts
from marke.web.einvoicing.tables import finding_table, incoming_table
from marke.web.einvoicing.words import incoming_badge
from marke.web.lists.shelf import keeps_views
from marke.web.member.incoming.forms import BookForm, IncomingFilter


@unit_page()
@keeps_views
def incoming_invoices(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """What suppliers sent, what is still to book first."""
    form = IncomingFilter(request.GET or {"state": IncomingState.OPEN})
    wanted = form.wanted()
    found = queries.incoming_of_unit(unit_id=unit.pk, state="" if wanted == "all" else wanted)
    shown = window(found, page=request.GET.get("page"))
    context = {
        "unit": unit,
        "bar": FilterBar(form=form, views=_saved_views(unit, wanted)),
        "window": shown,
        "table": incoming_table(shown.rows, link=lambda row: reverse("incoming_invoice", args=[unit.pk, row.pk])),
        "is_open": wanted == IncomingState.OPEN,
        "crumbs": [NavItem(_("Costs"), reverse("costs", args=[unit.pk]))],
    }
    return render(request, "member/incoming/incoming_invoices.html", context)


def _saved_views(unit: Unit, wanted: str) -> list[SavedView]:
    here = reverse("incoming_invoices", args=[unit.pk])
    named = [(state.value, str(state.label)) for state in (IncomingState.OPEN, IncomingState.BOOKED)]
    return [
        SavedView(label, f"{here}?state={state}", current=state == wanted)
        for state, label in (*named, ("all", _("All")))
    ]


@unit_page(methods=READ_AND_WRITE)
def incoming_invoice(request: HttpRequest, *, unit: Unit, incoming: uuid.UUID) -> HttpResponse:
    """One received invoice with everything filled in: one tap books it as a cost."""
    found = _found(unit, incoming)
    is_open = found.state == IncomingState.OPEN and not found.is_credit_note
    may_book = is_open and may_act(unit_id=unit.pk, person_id=request.person.pk, scope=Scope.ENTER_COST)
    form = BookForm(request.POST or None, document=found)
    if request.method == "POST" and may_book and form.is_valid():
        booked = attempt(form, lambda: book_incoming(booking=form.booking(), actor=request.user.pk, now=timezone.now()))
        if booked:
            messages.success(request, _booked(booked))
            return redirect("cost", unit=unit.pk, cost=booked[0].pk)
    fatal = [each for each in found.findings if each["severity"] == "fatal"]
    context = {
        "unit": unit,
        "document": found,
        "badge": incoming_badge(found),
        "pairs": facts(found),
        "form": form,
        "may_book": may_book,
        "costs": [reverse("cost", args=[unit.pk, cost_id]) for cost_id in found.cost_ids],
        "findings": finding_table(fatal) if fatal else None,
        "xml_url": reverse("incoming_xml", args=[unit.pk, found.pk]),
        "crumbs": [
            NavItem(_("Costs"), reverse("costs", args=[unit.pk])),
            NavItem(_("Received invoices"), reverse("incoming_invoices", args=[unit.pk])),
        ],
    }
    return render(request, "member/incoming/incoming_invoice.html", context, status=status_of(form))


def _booked(costs: list[Cost]) -> str:
    charge = format_money(sum(cost.charge for cost in costs), language=get_language() or "en")
    return _("Booked: %(charge)s is reserved in your budget until somebody at the desk decides.") % {"charge": charge}


@unit_page()
def incoming_xml(request: HttpRequest, *, unit: Unit, incoming: uuid.UUID) -> HttpResponse:
    """The file that the supplier sent."""
    found = _found(unit, incoming)
    return xml_response(queries.content_of(file_id=found.file_id), found.number)


def _found(unit: Unit, incoming_id: uuid.UUID) -> Incoming:
    found = queries.incoming_by_id(incoming_id=incoming_id, unit_id=unit.pk)
    if found is None:
        raise Http404
    return found
