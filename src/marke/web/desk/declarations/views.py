"""Declarations of work at the desk: the queue by time left, and one declaration with its receipts."""

from __future__ import annotations

import datetime as dt
import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marke.domain.accounts.queries import names_of
from marke.domain.declarations import operations, queries
from marke.domain.declarations.enums import STUCK, DeclarationState
from marke.domain.declarations.models import Declaration
from marke.domain.people.models import StaffRole
from marke.kernel.ports import PORTS
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.attempt import attempt, status_of
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.moments import local_moment
from marke.web.components.records import BulkAction, Figure
from marke.web.components.shell import NavItem
from marke.web.components.windows import window
from marke.web.desk.declarations.forms import QUEUES, EntryForm, QueueFilter
from marke.web.desk.declarations.tables import declaration_table, reasons_of, receipt_table, state_badge
from marke.web.keys import read_keys

KEEPERS = (StaffRole.PAYROLL, StaffRole.ADMINISTRATOR)
"""Who puts right what the office refused, and enters what was declared by hand."""


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def declarations(request: HttpRequest) -> HttpResponse:
    """What is stuck, by the time that is left; picked ones are declared again together."""
    form, again = QueueFilter(request.GET), forms.Form(request.POST or None)
    name = (form.cleaned_data["queue"] if form.is_valid() else "") or "stuck"
    if request.method == "POST" and again.is_valid() and _declared_again(request, again):
        return redirect(request.get_full_path())
    counts, here = queries.counts(), reverse("desk_declarations")
    shown = window(queries.queue(name=name), page=request.GET.get("page"))
    context = {
        "figures": [
            Figure(_("To put right"), str(counts.stuck), tone="bad" if counts.stuck else "good", url=here),
            Figure(_("Under way"), str(counts.under_way), url=f"{here}?queue=under_way"),
            _next_begins(counts.first_begins_at),
        ],
        "bar": FilterBar(
            form=form,
            views=[SavedView(title, f"{here}?queue={key}", current=key == name) for key, title in QUEUES],
        ),
        "window": shown,
        "table": declaration_table(shown.rows, now=timezone.now(), pick=name == "stuck"),
        "form": again,
        "actions": [BulkAction(_("Declare again"), "again", "primary")],
        "is_stuck": name == "stuck",
        "no_office": PORTS.start_office is None,
        "here": request.get_full_path(),
    }
    return render(request, "desk/declarations/declarations.html", context, status=status_of(again))


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def declaration(request: HttpRequest, *, declaration: uuid.UUID) -> HttpResponse:
    """One declaration: what it says, what came back, and what a person can do about it."""
    found = queries.by_id(declaration_id=declaration)
    if found is None:
        raise Http404
    action = request.POST.get("action")
    entry, decision = EntryForm(request.POST if action == "enter" else None), forms.Form(request.POST or None)
    if request.method == "POST" and _done(request, found, action, entry, decision):
        return redirect("desk_declaration", declaration=found.pk)
    receipts = list(found.receipts.order_by("at"))
    context = {
        "heading": f"{found.contract.person} · {found.get_kind_display()}",
        "badge": state_badge(found),
        "crumbs": [NavItem(_("Declarations of work"), reverse("desk_declarations"))],
        "pairs": _facts(found),
        "reason": reasons_of(found),
        "receipts": receipt_table(receipts) if receipts else None,
        "entry": entry,
        "decision": decision,
        "may_enter": found.state in (*STUCK, DeclarationState.WAITING),
        "is_stuck": found.state in STUCK,
        "to_confirm": found.entered_by is not None and found.state == DeclarationState.SENT,
        "is_mine": found.entered_by == request.user.pk,
        "is_late": found.state == DeclarationState.LATE,
        "here": request.path,
    }
    bad = status_of(entry) == 422 or status_of(decision) == 422
    return render(request, "desk/declarations/declaration.html", context, status=422 if bad else 200)


def _next_begins(moment: dt.datetime | None) -> Figure:
    """The day on which the next work begins that is not accepted yet, with its hour below."""
    if moment is None:
        return Figure(_("The next work begins"), "–")
    return Figure(_("The next work begins"), f"{timezone.localtime(moment):%d/%m}", note=local_moment(moment))


def _declared_again(request: HttpRequest, form: forms.Form) -> bool:
    picked = read_keys(request.POST.getlist("picked"))
    rows = attempt(
        form,
        lambda: operations.declare_again(declaration_ids=picked, now=timezone.now(), actor=request.user.pk),
    )
    if rows is None:
        return False
    leaving = sum(row.state == DeclarationState.WAITING for row in rows)
    text = ngettext("%(count)s declaration leaves again.", "%(count)s declarations leave again.", leaving)
    messages.success(request, text % {"count": leaving})
    return True


def _done(request: HttpRequest, found: Declaration, action: str | None, entry: EntryForm, decision: forms.Form) -> bool:
    """Do what the pressed button says; a refusal stands on its form."""
    given = {"declaration_id": found.pk, "now": timezone.now(), "actor": request.user.pk}
    match action:
        case "enter":
            if not entry.is_valid():
                return False
            done = attempt(entry, lambda: operations.enter_by_hand(**entry.cleaned_data, **given))
            said = _("Entered. A second person looks at the receipt and confirms it.")
        case "confirm":
            done = attempt(decision, lambda: operations.confirm_entry(**given))
            said = _("Confirmed: the work is declared.")
        case "again":
            done = attempt(
                decision,
                lambda: operations.declare_again(declaration_ids=[found.pk], now=timezone.now(), actor=request.user.pk),
            )
            said = _("It is declared again, as the contract stands now.")
        case _:
            return False
    if done is None:
        return False
    messages.success(request, said)
    return True


def _facts(found: Declaration) -> list[tuple[str, object]]:
    names = names_of({key for key in (found.put_by, found.entered_by, found.confirmed_by) if key})
    facts: list[tuple[str, object]] = [
        (_("Unit"), f"{found.unit_id} · {found.contract.unit.name}"),
        (_("Work begins"), local_moment(found.begins_at)),
        (_("Last day"), found.ends_on or _("open-ended")),
        (_("Kind of worker"), found.worker_type),
        (_("Joint committee"), found.committee or "–"),
        (_("Number of the declaration"), found.number or "–"),
        (_("Number of the period"), found.period_id or "–"),
        (_("Asked by"), names.get(found.put_by, "")),
    ]
    if found.hours is not None:
        facts.append((_("Planned hours"), found.hours))
    if found.entered_by:
        facts.append((_("Entered by hand by"), names.get(found.entered_by, "")))
    if found.confirmed_by:
        facts.append((_("Confirmed by"), names.get(found.confirmed_by, "")))
    return facts
