"""Follow invoices: the list, one document until it is paid, its paper, its credit, and «what must I invoice?»."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.einvoicing.queries import delivery_of
from marke.domain.parameters.queries import choice
from marke.domain.portal.queries import looks_at
from marke.domain.sales.enums import InvoiceStatus
from marke.domain.sales.models import Allocation, Invoice
from marke.domain.sales.printing import invoice_pdf as print_invoice
from marke.domain.sales.queries import invoices as queries
from marke.domain.sales.queries.payments import allocations_of
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.rules.contribution import net_to_invoice, share
from marke.usecases.credit_invoice import credit_invoice
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.formatting import format_money
from marke.web.components.records import Event, ExplainedLine, Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.einvoicing.tracker import milestones
from marke.web.lists.bulk import bar_of
from marke.web.lists.shelf import keeps_views
from marke.web.member.invoices.forms import CreditForm, NeededForm, StatusFilter
from marke.web.member.invoices.sheets import sheet_of
from marke.web.member.invoices.tables import invoice_table, status_badge
from marke.web.member.invoices.together import bulk_of
from marke.web.refusals import show_on


@unit_page()
@keeps_views
def invoices(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The unit's invoices with what is open, narrowed by state."""
    today, form = localdate(), StatusFilter(request.GET)
    status = form.wanted()
    shown = window(queries.invoices_of_unit(unit_id=unit.pk, as_of=today, status=status), page=request.GET.get("page"))
    new = reverse("invoice_new", args=[unit.pk])
    context = {
        "unit": unit,
        "figures": _figures(unit, today),
        "bar": FilterBar(form=form, views=_saved_views(unit, status)),
        "window": shown,
        "table": invoice_table(unit, shown.rows, today=today, pick=True),
        "bulk": bar_of(bulk_of(request, unit), request, unit=_("invoices picked")),
        "narrowed": status is not None,
        "actions": [Action(_("What must I invoice?"), reverse("invoice_needed", args=[unit.pk]), icon="calculator")],
        "empty_action": Action(_("Make the first invoice"), new, icon="file-plus"),
    }
    return render(request, "member/invoices/invoices.html", context)


def _figures(unit: Unit, today: dt.date) -> list[Figure]:
    owed = queries.receivables(as_of=today, unit_id=unit.pk)
    soon = queries.expected(unit_ids=[unit.pk], as_of=today)
    here = reverse("invoices", args=[unit.pk])
    return [
        Figure(_("Clients owe"), amount=owed.total, note=_("%(count)s invoices") % {"count": owed.count}),
        Figure(_("Overdue"), amount=owed.overdue, url=f"{here}?status=overdue"),
        Figure(_("Your budget in 30 days"), amount=soon.budget, note=_("when clients pay in time")),
    ]


def _saved_views(unit: Unit, status: InvoiceStatus | None) -> list[SavedView]:
    here = reverse("invoices", args=[unit.pk])
    wanted = [InvoiceStatus.DRAFT, InvoiceStatus.OVERDUE, InvoiceStatus.PAID]
    return [
        SavedView(_("All"), here, current=status is None),
        *(SavedView(str(view.label), f"{here}?status={view.value}", current=view is status) for view in wanted),
    ]


@unit_page()
def invoice(request: HttpRequest, *, unit: Unit, invoice: uuid.UUID) -> HttpResponse:
    """One document: the sheet, what was paid, how the budget comes out of it, what happened."""
    found = _found(unit, invoice)
    if found.is_draft:
        return redirect("invoice_edit", unit=unit.pk, invoice=invoice)
    today = localdate()
    context = {
        "unit": unit,
        "invoice": found,
        "badge": status_badge(found, today=today),
        "sheet": sheet_of(found).html(),
        "figures": figures_of(found),
        "explained": explained(found),
        "payments": settled_events(allocations_of(invoice_id=found.pk)),
        "events": timeline([found]),
        "looks": looks_at(object_id=found.pk, as_of=today),
        "credit_note": getattr(found, "credit_note", None),
        "milestones": milestones(delivery_of(found.pk)),
        "crumbs": [NavItem(_("Invoices"), reverse("invoices", args=[unit.pk]))],
        "actions": _actions(unit, found),
    }
    return render(request, "member/invoices/invoice.html", context)


def figures_of(invoice: Invoice) -> list[Figure]:
    """To pay, paid, and what of it the unit may use."""
    return [
        Figure(_("To pay"), amount=invoice.gross),
        Figure(_("Paid"), amount=invoice.paid, tone="good" if invoice.paid and not invoice.outstanding else ""),
        Figure(_("Available in the unit"), amount=invoice.available, note=_of_budget(invoice)),
    ]


def _of_budget(invoice: Invoice) -> str:
    budget = format_money(invoice.budget, language=get_language() or "en")
    return _("of %(budget)s when all is paid") % {"budget": budget}


def explained(invoice: Invoice) -> list[ExplainedLine]:
    """How the unit's budget comes out of the invoice (rule 8)."""
    return [
        ExplainedLine(_("Invoice without VAT"), invoice.net),
        ExplainedLine(
            _("Contribution to the common pot"),
            -invoice.contribution,
            base=invoice.net,
            rate=invoice.contribution_rate,
            reference=_("Rule 8: tools, services, funds and people we share"),
        ),
    ]


def settled_events(allocations: Sequence[Allocation]) -> list[Event]:
    """What was paid and given back, as a timeline."""
    return [Event(_paid(row.amount), row.made_on) for row in allocations]


def _paid(cents: Cents) -> str:
    amount = format_money(abs(cents), language=get_language() or "en")
    return (_("%(amount)s paid") if cents > 0 else _("%(amount)s given back")) % {"amount": amount}


def _actions(unit: Unit, invoice: Invoice) -> list[Action]:
    at = [unit.pk, invoice.pk]
    repeat = f"{reverse('invoice_new', args=[unit.pk])}?repeat=1&client={invoice.client_id}"
    actions = [Action(_("PDF"), reverse("invoice_pdf", args=at), icon="download")]
    if not invoice.is_credit_note:
        actions.append(Action(_("Repeat"), repeat, icon="file-plus"))
    if not invoice.is_credit_note and not invoice.credited:
        actions.append(Action(_("Take back"), reverse("invoice_credit", args=at), "quiet", "undo-2"))
    return actions


@unit_page()
def invoice_pdf(request: HttpRequest, *, unit: Unit, invoice: uuid.UUID) -> HttpResponse:
    """The document on paper."""
    found = _found(unit, invoice)
    if found.is_draft:
        raise Http404
    return pdf_response(found)


def pdf_response(invoice: Invoice) -> HttpResponse:
    """The paper as a download named after its number."""
    name = f"{invoice.number.replace('/', '-')}.pdf"
    return HttpResponse(
        print_invoice(invoice=invoice),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def invoice_credit(request: HttpRequest, *, unit: Unit, invoice: uuid.UUID) -> HttpResponse:
    """Take an invoice back: what will happen in words, a reason, and one button."""
    found = _found(unit, invoice)
    if found.is_draft:
        raise Http404
    form = CreditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                note = credit_invoice(
                    invoice_id=found.pk,
                    on=localdate(),
                    reason=form.cleaned_data["reason"],
                    actor=request.user.pk,
                    now=now(),
                )
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Credit note %(number)s takes the invoice back.") % {"number": note.number})
            return redirect("invoice", unit=unit.pk, invoice=note.pk)
    crumbs = [NavItem(_("Invoices"), reverse("invoices", args=[unit.pk])), NavItem(str(found), _url(unit, found))]
    context = {"unit": unit, "invoice": found, "form": form, "crumbs": crumbs}
    return render(request, "member/invoices/invoice_credit.html", context, status=422 if form.errors else 200)


@unit_page()
def invoice_needed(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Quote backwards (rule 9): what must I invoice to have this much in my unit?"""
    form = NeededForm(request.GET or None)
    context = {
        "unit": unit,
        "form": form,
        "answer": None,
        "crumbs": [NavItem(_("Invoices"), reverse("invoices", args=[unit.pk]))],
    }
    if form.is_bound and form.is_valid():
        rate = choice("contribution.rate", as_of=localdate())
        answer = share(net_to_invoice(form.cleaned_data["budget"], rate=rate), rate=rate)
        context |= {"answer": answer, "rate": rate}
    return render(
        request, "member/invoices/invoice_needed.html", context, status=422 if form.is_bound and form.errors else 200
    )


def _found(unit: Unit, invoice_id: uuid.UUID) -> Invoice:
    found = queries.invoice_of_unit(unit_id=unit.pk, invoice_id=invoice_id)
    if found is None:
        raise Http404
    return found


def _url(unit: Unit, invoice: Invoice) -> str:
    return reverse("invoice", args=[unit.pk, invoice.pk])
