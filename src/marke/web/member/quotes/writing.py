"""Write a quote: the form at the left, the live document and what it pays you at the right, one button that sends."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.parameters.queries import cooperative
from marke.domain.quotes import queries
from marke.domain.quotes.content import QuoteInput, as_new, from_plain, input_of, line_of
from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.models import Client
from marke.domain.sales.pricing import Priced
from marke.domain.sales.queries import clients, invoices
from marke.domain.sales.queries.contacts import quote_recipients
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.domain.units.queries import may_act
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import terms_on
from marke.usecases.send_quote import send_quote
from marke.usecases.write_quote import keep_quote, price_quote
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.components.formatting import format_day
from marke.web.components.shell import NavItem
from marke.web.keys import read_key
from marke.web.member.clients.assurance import assurance
from marke.web.member.documents.lines import Lines, lines_begun, lines_typed, readable, with_one_more_line
from marke.web.member.quotes.forms import QuoteForm, initial_of
from marke.web.member.quotes.pay import Pay, pay_from
from marke.web.member.quotes.sheets import Draft, Sheet, sheet_of_draft
from marke.web.refusals import sentence, show_on

NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Live:
    """What stands beside the form: the sheet, what it means in words, or why it cannot be sent yet."""

    sheet: Sheet
    priced: Priced | None
    client: Client | None
    pay: Pay | None
    problem: str = ""
    assurance: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """What is being written: its form and lines, and the draft it continues."""

    unit: Unit
    form: QuoteForm
    lines: Lines
    draft: QuoteVersion | None = None


@unit_page(Scope.CREATE_QUOTE, methods=READ_AND_WRITE)
def quote_new(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """A new quote: empty, as last time (``?repeat``), like another one (``?like=``), or from a template."""
    if request.method == "POST":
        return _write(request, unit, draft=None)
    client_id = read_key(request.GET.get("client"))
    return _page(request, _begun(unit, _start(request, unit, client_id), client_id))


@unit_page(Scope.CREATE_QUOTE)
def quote_new_for(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """A new quote for a client, as last time: what «quote dupont» in the palette opens."""
    if clients.client_of_unit(unit_id=unit.pk, client_id=client) is None:
        raise Http404
    return _page(request, _begun(unit, _last_time(unit, client), client))


@unit_page(Scope.CREATE_QUOTE, methods=READ_AND_WRITE)
def quote_edit(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """Go on with a draft."""
    draft = _draft(unit, quote)
    if draft.state != QuoteState.DRAFT:
        return redirect("quote", unit=unit.pk, quote=quote)
    if request.method == "POST":
        return _write(request, unit, draft=draft)
    given = input_of(draft)
    form = QuoteForm(unit_id=unit.pk, only_client=_only_client(draft), initial=initial_of(given))
    return _page(request, Writing(unit, form, lines_begun(given.lines), draft))


@unit_page(Scope.CREATE_QUOTE)
def quote_preview(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The live document for what is typed so far; ``?quote=`` is the one being changed."""
    quote_id = read_key(request.GET.get("quote"))
    draft = _draft(unit, quote_id) if quote_id else None
    form = QuoteForm(request.GET, unit_id=unit.pk)
    lines = lines_typed(request.GET)
    return render(request, "member/quotes/live.html", {"live": _live(Writing(unit, form, lines, draft))})


def _draft(unit: Unit, quote_id: uuid.UUID) -> QuoteVersion:
    """The latest version of a quote of this unit, while nobody outside has seen it."""
    quote = queries.quote_of_unit(unit_id=unit.pk, quote_id=quote_id)
    versions = queries.versions_of(quote) if quote else []
    draft = next((version for version in versions if version.latest and version.is_unsent), None)
    if draft is None:
        raise Http404
    return draft


def _start(request: HttpRequest, unit: Unit, client_id: uuid.UUID | None) -> QuoteInput | None:
    """The content to begin with."""
    if template_id := read_key(request.GET.get("template")):
        template = queries.template_of_unit(unit_id=unit.pk, template_id=template_id)
        if template is None:
            raise Http404
        return from_plain(template.content, unit_id=unit.pk, client_id=client_id or NOBODY)
    if like := read_key(request.GET.get("like")):
        quote = queries.quote_of_unit(unit_id=unit.pk, quote_id=like)
        if quote is None:
            raise Http404
        return as_new(input_of(next(version for version in queries.versions_of(quote) if version.latest)))
    return _last_time(unit, client_id) if client_id or "repeat" in request.GET else None


def _last_time(unit: Unit, client_id: uuid.UUID | None) -> QuoteInput | None:
    """What was offered last, to this client if one is named; else what was last invoiced to them."""
    last = queries.last_version(unit_id=unit.pk, client_id=client_id)
    if last:
        return as_new(input_of(last))
    invoice = invoices.last_invoice(unit_id=unit.pk, client_id=client_id)
    if invoice is None:
        return None
    lines = tuple(line_of(line) for line in invoice.lines.all())
    return QuoteInput(unit.pk, invoice.client_id, lines, subject=invoice.subject)


def _begun(unit: Unit, given: QuoteInput | None, client_id: uuid.UUID | None) -> Writing:
    """The form as it opens, with the reader that the client's contacts name and the conditions of last time."""
    initial = initial_of(given) if given else {"terms": queries.last_terms(unit_id=unit.pk)}
    chosen = client_id or (given.client_id if given else None)
    link = clients.client_of_unit(unit_id=unit.pk, client_id=chosen) if chosen else None
    initial["client"] = str(link.client_id) if link else ""
    if link and not initial.get("to_email"):
        reader = next(iter(quote_recipients(unit_id=unit.pk, client=link.client)), None)
        initial |= {"to_email": reader.email, "to_name": reader.name} if reader else {}
    return Writing(unit, QuoteForm(unit_id=unit.pk, initial=initial), lines_begun(given.lines if given else ()))


def _write(request: HttpRequest, unit: Unit, draft: QuoteVersion | None) -> HttpResponse:
    """Send, keep as a draft, or show one more line; everything typed is kept when something is refused."""
    form = QuoteForm(request.POST, unit_id=unit.pk, only_client=_only_client(draft))
    if request.POST.get("action") == "line":
        return _page(request, Writing(unit, form, with_one_more_line(request), draft))
    lines = lines_typed(request.POST)
    if form.is_valid() and lines.is_valid():
        try:
            with transaction.atomic():
                return _save(request, Writing(unit, form, lines, draft))
        except Refusal as refusal:
            show_on(form, refusal)
    return _page(request, Writing(unit, form, lines, draft), status=422)


def _save(request: HttpRequest, writing: Writing) -> HttpResponse:
    today, draft_id = localdate(), writing.draft.pk if writing.draft else None
    given = writing.form.quote(writing.lines.lines())
    kept = keep_quote(quote=given, today=today, actor=request.user.pk, version_id=draft_id)
    if request.POST.get("action") == "draft":
        messages.success(request, _("Kept as a draft. Nothing is sent yet."))
        return redirect("quote_edit", unit=writing.unit.pk, quote=kept.quote_id)
    if not may_send(request, writing.unit):
        raise PermissionDenied
    sent = send_quote(version_id=kept.pk, now=timezone.now(), actor=request.user.pk)
    messages.success(request, sent_in_words(sent))
    return redirect("quote", unit=writing.unit.pk, quote=sent.quote_id)


def may_send(request: HttpRequest, unit: Unit) -> bool:
    """Whether this person may send quotes of the unit, or only write them."""
    return may_act(unit_id=unit.pk, person_id=request.person.pk, scope=Scope.SEND_QUOTE)


def sent_in_words(version: QuoteVersion) -> str:
    """What happened to a quote that was sent."""
    if version.state == QuoteState.REVIEW:
        return _("Your adviser looks at this quote first; it leaves as soon as they agree.")
    values = {
        "number": version.quote.number,
        "client": version.quote.client.name,
        "email": version.to_email,
        "day": format_day(version.valid_until, language=get_language() or "en"),
    }
    if not version.to_email:
        return _("Quote %(number)s is ready: print it and hand it to %(client)s. It is valid until %(day)s.") % values
    return _("Quote %(number)s is on its way to %(email)s. It is valid until %(day)s.") % values


def _page(request: HttpRequest, writing: Writing, *, status: int = 200) -> HttpResponse:
    unit, draft, form = writing.unit, writing.draft, writing.form
    edit = reverse("quote_edit", args=[unit.pk, draft.quote_id]) if draft else ""
    context = {
        "unit": unit,
        "form": form,
        "lines": writing.lines,
        "draft": draft,
        "here": edit or reverse("quote_new", args=[unit.pk]),
        "preview_of": f"?quote={draft.quote_id}" if draft else "",
        "live": _live(writing),
        "templates": [] if draft or form.is_bound else queries.templates_of_unit(unit_id=unit.pk),
        "can_repeat": not draft and not form.is_bound and not writing.lines.initial,
        "may_send": may_send(request, unit),
        "crumbs": [NavItem(_("Quotes"), reverse("quotes", args=[unit.pk]))],
        "has_clients": bool(form.fields["client"].choices),
    }
    return render(request, "member/quotes/quote_new.html", context, status=status)


def _live(writing: Writing) -> Live:
    """Price what can be read; an unfinished form shows what there is and says what is missing only in the form."""
    today, quote = localdate(), _readable(writing)
    link = clients.client_of_unit(unit_id=writing.unit.pk, client_id=quote.client_id)
    client, priced, problem = link.client if link else None, None, ""
    if quote.lines and client:
        try:
            priced = price_quote(quote=quote, client=client, today=today)
        except Refusal as refusal:
            problem = sentence(refusal)
    draft = Draft(quote, writing.unit, client, priced, writing.draft)
    sheet = sheet_of_draft(draft, terms=terms_on(today, house=cooperative()))
    pay = pay_from(budget=priced.shared.budget, period=quote.period, today=today) if priced else None
    return Live(sheet, priced, client, pay, problem, assurance(client=client, priced=priced, as_of=today))


def _readable(writing: Writing) -> QuoteInput:
    """What can be read of the form so far, field by field."""
    form, lines = writing.form, writing.lines
    typed = form if form.is_bound else QuoteForm(_as_typed(form), unit_id=writing.unit.pk)
    typed.full_clean()
    known = {name: typed.cleaned_data.get(name) for name in typed.fields}
    empty = {name: known[name] or "" for name in ("subject", "client_reference", "terms", "to_email", "to_name")}
    period = typed.period()
    try:
        invoicing = typed.invoicing()
    except Refusal:
        invoicing = QuoteInput(writing.unit.pk, NOBODY, ()).invoicing
    return QuoteInput(
        unit_id=writing.unit.pk,
        client_id=read_key(known["client"]) or NOBODY,
        lines=readable(lines),
        period=period if period and period[0] <= period[1] else None,
        term_days=known["term_days"],
        invoicing=invoicing,
        valid_until=known["valid_until"],
        **empty,
    )


def _as_typed(form: QuoteForm) -> dict[str, str]:
    """An unbound form as if somebody had typed what it shows."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _only_client(draft: QuoteVersion | None) -> uuid.UUID | None:
    """The client of a quote that was sent before, which stays."""
    return draft.quote.client_id if draft and draft.quote.number else None
