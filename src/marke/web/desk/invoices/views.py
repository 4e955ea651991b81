"""The invoices of the whole enterprise: find one, follow it."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marke.domain.einvoicing.queries import delivery_of
from marke.domain.portal.queries import looks_at
from marke.domain.sales.enums import InvoiceStatus
from marke.domain.sales.models import Invoice
from marke.domain.sales.queries import invoices as queries
from marke.domain.sales.queries.payments import allocations_of
from marke.web.access import desk_page, role_may_enter
from marke.web.components.filters import FilterBar, SavedView, chips_of
from marke.web.components.shell import Action, NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.desk.invoices.forms import InvoiceFilterForm
from marke.web.desk.invoices.together import bulk_of
from marke.web.einvoicing.tracker import milestones
from marke.web.lists.bulk import bar_of
from marke.web.lists.shelf import keeps_views
from marke.web.member.invoices.sheets import sheet_of
from marke.web.member.invoices.tables import desk_invoice_table, status_badge
from marke.web.member.invoices.views import explained, figures_of, pdf_response, settled_events
from marke.web.navigation import roles_of


@desk_page()
@keeps_views
def invoices(request: HttpRequest) -> HttpResponse:
    """Documents of all units, the newest first."""
    form, today = InvoiceFilterForm(request.GET), localdate()
    sort = request.GET.get("sort", "-issued_on")
    found = queries.find_invoices(wanted=form.wanted(), as_of=today, sort=sort)
    shown = window(found, page=request.GET.get("page"))
    context = {
        "bar": FilterBar(form=form, views=_saved_views(request), chips=chips_of(form=form, query=request.GET)),
        "window": shown,
        "table": desk_invoice_table(shown.rows, today=today, sort=sort, pick=True),
        "bulk": bar_of(bulk_of(request), request, unit=_("invoices picked")),
    }
    return render(request, "desk/invoices/invoices.html", context, status=200 if form.is_valid() else 422)


def _saved_views(request: HttpRequest) -> list[SavedView]:
    here, current = reverse("desk_invoices"), request.GET.get("status", "")
    wanted = [InvoiceStatus.OVERDUE, InvoiceStatus.PARTLY_PAID, InvoiceStatus.CREDITED]
    return [
        SavedView(_("All"), here, current=not current),
        *(SavedView(str(view.label), f"{here}?status={view.value}", current=view.value == current) for view in wanted),
    ]


@desk_page()
def invoice(request: HttpRequest, *, invoice: uuid.UUID) -> HttpResponse:
    """One document of any unit."""
    found = queries.invoice_by_id(invoice_id=invoice)
    if found is None or found.is_draft:
        raise Http404
    delivery = delivery_of(found.pk)
    context = {
        "invoice": found,
        "badge": status_badge(found, today=localdate()),
        "sheet": sheet_of(found).html(),
        "figures": figures_of(found),
        "explained": explained(found),
        "payments": settled_events(allocations_of(invoice_id=found.pk)),
        "events": timeline([found]),
        "looks": looks_at(object_id=found.pk, as_of=localdate()),
        "credit_note": getattr(found, "credit_note", None),
        "milestones": milestones(delivery),
        "lead": f"{found.client} · {found.unit}",
        "crumbs": [NavItem(_("Invoices"), reverse("desk_invoices"))],
        "actions": _actions(request, found, on_its_way=delivery is not None),
    }
    return render(request, "desk/invoices/invoice.html", context)


def _actions(request: HttpRequest, found: Invoice, *, on_its_way: bool) -> list[Action]:
    """What may be done with a document: record its payment, see its paper, its client, and its way on the network."""
    pay = f"{reverse('desk_payment_new')}?invoice={found.pk}"
    may_follow = on_its_way and role_may_enter(request.user.staff_role, roles_of("desk_einvoices"))
    return [
        *([Action(_("Record a payment"), pay, "primary", "banknote")] if found.outstanding else []),
        Action(_("PDF"), reverse("desk_invoice_pdf", args=[found.pk]), icon="download"),
        *([Action(_("Its way"), reverse("desk_einvoice", args=[found.pk]), icon="send")] if may_follow else []),
        Action(_("Client"), reverse("desk_client", args=[found.client_id]), icon="building-2"),
    ]


@desk_page()
def invoice_pdf(request: HttpRequest, *, invoice: uuid.UUID) -> HttpResponse:
    """The document on paper."""
    found = queries.invoice_by_id(invoice_id=invoice)
    if found is None or found.is_draft:
        raise Http404
    return pdf_response(found)
