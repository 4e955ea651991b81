"""Write an invoice: the form at the left, the live document at the right, and one button that sends."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.parameters.queries import cooperative
from marke.domain.sales.drafts import typed_lines
from marke.domain.sales.models import Client, Invoice
from marke.domain.sales.operations import invoices as operations
from marke.domain.sales.pricing import Priced
from marke.domain.sales.queries import clients, invoices
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import issue_invoice, preview_invoice, terms_on
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.components.formatting import format_day, format_money
from marke.web.components.shell import NavItem
from marke.web.keys import read_key
from marke.web.member.clients.assurance import assurance
from marke.web.member.documents.lines import Lines, lines_begun, lines_typed, readable, with_one_more_line
from marke.web.member.invoices.forms import InvoiceForm, initial_of, initial_of_repeated
from marke.web.member.invoices.sheets import NOBODY, Sheet, sheet_of_draft
from marke.web.refusals import sentence, show_on


@dataclass(frozen=True, slots=True)
class Live:
    """What stands beside the form: the sheet, what it means in words, or why it cannot be sent yet."""

    sheet: Sheet
    priced: Priced | None
    client: Client | None
    due_on: dt.date
    problem: str = ""
    assurance: Sequence[str] = ()


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def invoice_new(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """A new invoice, empty or repeating the last one; ``?client=`` chooses the client."""
    if request.method == "POST":
        return _write(request, unit, draft=None)
    wanted = read_key(request.GET.get("client"))
    repeated = invoices.last_invoice(unit_id=unit.pk, client_id=wanted) if "repeat" in request.GET else None
    initial = initial_of_repeated(repeated) if repeated else {"client": str(wanted or "")}
    lines = lines_begun(typed_lines(repeated) if repeated else ())
    return _page(request, unit, InvoiceForm(unit_id=unit.pk, initial=initial), lines, draft=None)


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def invoice_edit(request: HttpRequest, *, unit: Unit, invoice: uuid.UUID) -> HttpResponse:
    """Go on with a draft."""
    draft = invoices.invoice_of_unit(unit_id=unit.pk, invoice_id=invoice)
    if draft is None or not draft.is_draft:
        raise Http404
    if request.method == "POST":
        return _write(request, unit, draft=draft)
    form = InvoiceForm(unit_id=unit.pk, initial=initial_of(draft))
    return _page(request, unit, form, lines_begun(typed_lines(draft)), draft)


@unit_page(Scope.CREATE_INVOICE)
def invoice_preview(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The live document for what is typed so far."""
    form = InvoiceForm(request.GET, unit_id=unit.pk)
    lines = lines_typed(request.GET)
    return render(request, "member/invoices/live.html", {"live": _live(unit, form, lines)})


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def invoice_discard(request: HttpRequest, *, unit: Unit, invoice: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    if invoices.invoice_of_unit(unit_id=unit.pk, invoice_id=invoice) is None:
        raise Http404
    try:
        with transaction.atomic():
            operations.discard_draft(invoice_id=invoice)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("The draft is gone."))
    return redirect("invoices", unit=unit.pk)


def _write(request: HttpRequest, unit: Unit, draft: Invoice | None) -> HttpResponse:
    """Send, keep as a draft, or show one more line; everything typed is kept when something is refused."""
    form = InvoiceForm(request.POST, unit_id=unit.pk)
    if request.POST.get("action") == "line":
        return _page(request, unit, form, with_one_more_line(request), draft)
    lines = lines_typed(request.POST)
    if form.is_valid() and lines.is_valid():
        try:
            with transaction.atomic():
                return _save(request, unit, form, lines, draft)
        except Refusal as refusal:
            show_on(form, refusal)
    return _page(request, unit, form, lines, draft, status=422)


def _save(request: HttpRequest, unit: Unit, form: InvoiceForm, lines: Lines, draft: Invoice | None) -> HttpResponse:
    given, draft_id = form.invoice(lines.lines()), draft.pk if draft else None
    if request.POST.get("action") == "draft":
        kept = operations.save_draft(invoice=given, actor=request.user.pk, invoice_id=draft_id)
        messages.success(request, _("Kept as a draft. Nothing is sent yet."))
        return redirect("invoice_edit", unit=unit.pk, invoice=kept)
    sent = issue_invoice(invoice=given, on=localdate(), actor=request.user.pk, draft_id=draft_id, now=now())
    messages.success(request, _sent(sent))
    return redirect("invoice", unit=unit.pk, invoice=sent.pk)


def _sent(invoice: Invoice) -> str:
    language = get_language() or "en"
    return _("Invoice %(number)s is made out: %(client)s pays %(amount)s by %(day)s.") % {
        "number": invoice.number,
        "client": invoice.client.name,
        "amount": format_money(invoice.gross, language=language),
        "day": format_day(invoice.due_on, language=language),
    }


def _page(
    request: HttpRequest,
    unit: Unit,
    form: InvoiceForm,
    lines: Lines,
    draft: Invoice | None,
    *,
    status: int = 200,
) -> HttpResponse:
    address = reverse("invoice_edit", args=[unit.pk, draft.pk]) if draft else reverse("invoice_new", args=[unit.pk])
    context = {
        "unit": unit,
        "form": form,
        "lines": lines,
        "draft": draft,
        "here": address,
        "live": _live(unit, form, lines),
        "can_repeat": not draft and not form.is_bound and "repeat" not in request.GET,
        "crumbs": [NavItem(_("Invoices"), reverse("invoices", args=[unit.pk]))],
        "has_clients": bool(form.fields["client"].choices),
    }
    return render(request, "member/invoices/invoice_new.html", context, status=status)


def _live(unit: Unit, form: InvoiceForm, lines: Lines) -> Live:
    """Price what can be read; an unfinished form shows what there is and says what is missing only in the form."""
    link = clients.client_of_unit(unit_id=unit.pk, client_id=read_key(form["client"].value()) or NOBODY)
    client, priced, problem = link.client if link else None, None, ""
    typed = readable(lines)
    given = form.so_far(typed, client.pk if client else NOBODY)
    if typed and client:
        try:
            priced = preview_invoice(invoice=given, client=client, on=localdate())
        except Refusal as refusal:
            problem = sentence(refusal)
    terms = terms_on(localdate(), house=cooperative())
    sheet = sheet_of_draft(given=given, unit=unit, client=client, priced=priced, terms=terms)
    told = assurance(client=client, priced=priced, as_of=localdate())
    return Live(sheet, priced, client, terms.due_on(given), problem, told)
