"""The unit itself: its name, its adviser, its life; asking for another adviser; winding it up."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import names_of
from marke.domain.units import operations, queries
from marke.domain.units.activities import activity, in_language
from marke.domain.units.enums import MANAGE, UnitState
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.usecases.close_unit import Settlement, checklist, close_unit
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.components.records import Step
from marke.web.components.shell import NavItem
from marke.web.components.tables import Column, Table
from marke.web.member.units.forms import AdviserRequestForm, RenameForm
from marke.web.member.units.views.common import crumbs, may, unit_url
from marke.web.refusals import attempt, sentence
from marke.web.unit_words import state_badge, state_events

OPEN_PAGES = {"invoices", "costs", "unit_budget", "unit_projects", "unit_people", "transfer_new"}
"""Pages of the unit to which a line of the closing checklist can lead."""


@unit_page(methods=READ_AND_WRITE, blockable=False)
def settings_page(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """What the unit is called, what it does, who advises it, what states it went through."""
    form = RenameForm(request.POST or None, initial={"name": unit.name}) if may(request, unit) else None
    if request.method == "POST" and form and form.is_valid():
        made = attempt(form, lambda: operations.rename(unit_id=unit.pk, name=form.cleaned_data["name"]))
        if made is not None:
            messages.success(request, _("Your unit is called «%(name)s» now.") % {"name": made.name})
            return redirect("unit_settings", unit=unit.pk)
    language = get_language() or "en"
    what = activity(unit.activity)
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "badge": state_badge(unit),
        "activity": what.path(language),
        "trade": {"why": in_language(what.trade.why, language), "needs": in_language(what.trade.needs, language)}
        if what.trade
        else None,
        "advisers": advisers_table(unit),
        "request_open": queries.open_adviser_request(unit_id=unit.pk),
        "may_manage": may(request, unit),
        "form": form,
        "events": state_events(unit),
    }
    return render(request, "member/units/settings.html", context, status=422 if form and form.errors else 200)


@unit_page(MANAGE, methods=READ_AND_WRITE)
def another_adviser(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Ask for another adviser."""
    form = AdviserRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: operations.ask_for_another_adviser(
                unit_id=unit.pk,
                reason=form.cleaned_data["reason"],
                day=timezone.localdate(),
                actor=request.user.pk,
            ),
        )
        if made is not None:
            messages.success(request, _("Your request is with the desk. You hear from us."))
            return redirect("unit_settings", unit=unit.pk)
    context = {"unit": unit, "crumbs": _crumbs(unit), "form": form}
    return render(request, "member/units/another_adviser.html", context, status=422 if form.errors else 200)


@unit_page(MANAGE, methods=READ_AND_WRITE, blockable=False)
def closing(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Wind the unit up: start, see what is still open, change one's mind, close for good."""
    form = forms.Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        steps = {"start": operations.start_closing, "continue": operations.continue_unit, "close": close_unit}
        step = steps.get(request.POST.get("step", ""))
        made = (
            attempt(form, lambda: step(unit_id=unit.pk, day=timezone.localdate(), actor=request.user.pk))
            if step
            else None
        )
        if made is not None:
            messages.success(request, _said(made))
            return redirect("unit_settings" if made.state == UnitState.CLOSED else "unit_closing", unit=unit.pk)
        unit.refresh_from_db()
    lines = checklist(unit_id=unit.pk)
    context = {
        "unit": unit,
        "crumbs": _crumbs(unit),
        "badge": state_badge(unit),
        "steps": [_step(unit, line) for line in lines],
        "settled": all(line.settled for line in lines if line.rule != "closing.people"),
        "form": form,
    }
    return render(request, "member/units/closing.html", context, status=422 if form.errors else 200)


def advisers_table(unit: Unit) -> Table | None:
    """Who advises and advised the unit."""
    rows = list(queries.advisers_of(unit_id=unit.pk))
    names = names_of(row.adviser_id for row in rows)
    columns = [
        Column("adviser", _("Adviser"), value=lambda row: names.get(row.adviser_id, "")),
        Column("valid_from", _("From"), kind="date"),
        Column("valid_to", _("Until"), kind="date"),
    ]
    return Table(caption=_("Advisers"), columns=columns, rows=rows, caption_hidden=True) if rows else None


def _said(unit: Unit) -> str:
    return {
        UnitState.CLOSING: _("The closing has begun. Nothing new starts; settle what is open."),
        UnitState.OPEN: _("Your unit goes on."),
        UnitState.CLOSED: _("The unit is closed. Its number stays yours; its documents stay readable."),
    }[UnitState(unit.state)]


def _step(unit: Unit, line: Settlement) -> Step:
    note = "" if line.settled else sentence(Refusal(line.rule, line.to_do, params=line.params))
    url = unit_url(line.url_name, unit) if line.url_name in OPEN_PAGES else ""
    return Step(gettext(line.label), url, line.settled, note)


def _crumbs(unit: Unit) -> list[NavItem]:
    return crumbs(unit, NavItem(_("About the unit"), unit_url("unit_settings", unit)))
