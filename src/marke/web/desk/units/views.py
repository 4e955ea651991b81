"""Units at the desk: find them, look at one, screen regulated trades, freeze, assign an adviser."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import names_of
from marke.domain.ledger.queries import unit_budget
from marke.domain.people.models import StaffRole
from marke.domain.units import listing, operations, queries
from marke.domain.units.activities import activity, in_language
from marke.domain.units.enums import UnitState
from marke.domain.units.models import Unit
from marke.reporting.unit_figures import unit_months
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.components.filters import FilterBar, SavedView, chips_of
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.components.windows import KeyPaginator
from marke.web.desk.units.forms import AssignForm, ReasonForm, ScreeningForm, UnitFilterForm
from marke.web.lists.shelf import keeps_views
from marke.web.refusals import attempt
from marke.web.unit_figures import latest_movements, year_chart
from marke.web.unit_words import state_badge, state_events

PAGE = 50
ADVISING = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)
READING = (*ADVISING, StaffRole.ACCOUNTANT, StaffRole.PAYROLL, StaffRole.BOARD, StaffRole.AUDITOR)


@desk_page(*READING)
@keeps_views
def units(request: HttpRequest) -> HttpResponse:
    """Every unit: filters and order are in the address, so a view is a link."""
    form = UnitFilterForm(request.GET or None)
    sort = request.GET.get("sort", "number")
    found = listing.find_units(wanted=form.wanted(), as_of=timezone.localdate(), sort=sort)
    page = KeyPaginator(found, PAGE).get_page(request.GET.get("page"))
    bar = FilterBar(form, views=_saved_views(request), chips=chips_of(form=form, query=request.GET), target="units")
    rows = list(page)
    as_of = max((unit.figures.as_of for unit in rows if hasattr(unit, "figures")), default=None)
    context = {"bar": bar, "table": _units_table(rows, sort), "page": page, "as_of": as_of}
    return render(request, "desk/units/units.html", context)


@desk_page(*READING)
def screening(request: HttpRequest) -> HttpResponse:
    """Regulated trades that wait for an adviser, oldest first."""
    waiting = list(queries.units_to_screen()[:PAGE])
    holders = listing.holders_of(unit_ids=[unit.pk for unit in waiting])
    language = get_language() or "en"
    table = Table(
        caption=_("To be screened"),
        columns=[
            Column("name", _("Unit"), value=str, link=lambda row: reverse("desk_unit_screening", args=[row.pk])),
            Column("holder", _("Holder"), value=lambda row: holders.get(row.pk, "")),
            Column("activity", _("Activity"), value=lambda row: activity(row.activity).name(language)),
            Column("requested_on", _("Since"), kind="date"),
        ],
        rows=waiting,
    )
    return render(request, "desk/units/screening.html", {"table": table if waiting else None})


@desk_page(*READING)
def unit_page(request: HttpRequest, *, unit: int) -> HttpResponse:
    """One unit: people, adviser, budget, states, trail."""
    found = get_object_or_404(Unit.objects.select_related("organisation"), pk=unit)
    return _unit_page(request, found)


@desk_page(*ADVISING, methods=READ_AND_WRITE)
def screen(request: HttpRequest, *, unit: int) -> HttpResponse:
    """Decide on a regulated trade."""
    found = get_object_or_404(Unit, pk=unit)
    form = ScreeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: operations.screen(
                unit_id=found.pk,
                accepted=form.cleaned_data["accepted"] == "yes",
                reason=form.cleaned_data["reason"],
                day=timezone.localdate(),
                actor=request.user.pk,
            ),
        )
        if made is not None:
            opened = made.state == UnitState.OPEN
            sentence = _("%(unit)s is open.") if opened else _("%(unit)s was refused; the member reads why.")
            messages.success(request, sentence % {"unit": made})
            return redirect("desk_screening")
    language = get_language() or "en"
    what = activity(found.activity)
    context = {
        "unit": found,
        "crumbs": [NavItem(_("To be screened"), reverse("desk_screening"))],
        "activity": what.path(language),
        "why": in_language(what.trade.why, language) if what.trade else "",
        "needs": in_language(what.trade.needs, language) if what.trade else "",
        "reference": what.trade.reference if what.trade else "",
        "holders": listing.holders_of(unit_ids=[found.pk]).get(found.pk, ""),
        "form": form,
    }
    return render(request, "desk/units/screen.html", context, status=422 if form.errors else 200)


@desk_page(StaffRole.SENIOR_ADVISER, methods=READ_AND_WRITE)
def freeze(request: HttpRequest, *, unit: int) -> HttpResponse:
    """Stop a unit for compliance."""
    return _with_reason(
        request,
        unit,
        operations.freeze,
        heading=_("Freeze the unit"),
        lead=_("Nothing comes in or goes out until staff let it go on."),
        said=_("%(unit)s is frozen; the member reads why."),
    )


@desk_page(StaffRole.SENIOR_ADVISER, methods=READ_AND_WRITE)
def unfreeze(request: HttpRequest, *, unit: int) -> HttpResponse:
    """Let a frozen unit go on."""
    return _with_reason(
        request,
        unit,
        operations.unfreeze,
        heading=_("Let the unit go on"),
        lead=_("From now on it can invoice and spend again."),
        said=_("%(unit)s goes on."),
    )


@desk_page(*ADVISING, methods=WRITE)
def rest(request: HttpRequest, *, unit: int) -> HttpResponse:
    """Put a unit without movement to rest."""
    found = get_object_or_404(Unit, pk=unit)
    form = forms.Form({})
    form.full_clean()
    made = attempt(form, lambda: operations.rest(unit_id=found.pk, day=timezone.localdate(), actor=request.user.pk))
    if made is None:
        return _unit_page(request, found, form)
    messages.success(request, _("%(unit)s is at rest; anything that comes in wakes it.") % {"unit": made})
    return redirect("desk_unit", unit=found.pk)


@desk_page(StaffRole.SENIOR_ADVISER, methods=READ_AND_WRITE)
def assign(request: HttpRequest, *, unit: int) -> HttpResponse:
    """Give the unit another adviser from today."""
    found = get_object_or_404(Unit, pk=unit)
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: operations.assign_adviser(
                unit_id=found.pk,
                adviser_id=uuid.UUID(form.cleaned_data["adviser"]),
                reason=form.cleaned_data["reason"],
                day=timezone.localdate(),
            ),
        )
        if made is not None:
            name = names_of([made.adviser_id])[made.adviser_id]
            messages.success(request, _("%(name)s advises %(unit)s from today.") % {"name": name, "unit": found})
            return redirect("desk_unit", unit=found.pk)
    context = {"unit": found, "crumbs": _crumbs(found), "heading": _("Adviser"), "lead": str(found), "form": form}
    return render(request, "desk/units/form.html", context, status=422 if form.errors else 200)


def _with_reason(
    request: HttpRequest, unit: int, operation: Callable[..., Unit], *, heading: str, lead: str, said: str
) -> HttpResponse:
    """A change of state that says why."""
    found = get_object_or_404(Unit, pk=unit)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: operation(
                unit_id=found.pk,
                reason=form.cleaned_data["reason"],
                day=timezone.localdate(),
                actor=request.user.pk,
            ),
        )
        if made is not None:
            messages.success(request, said % {"unit": made})
            return redirect("desk_unit", unit=found.pk)
    context = {"unit": found, "crumbs": _crumbs(found), "heading": heading, "lead": lead, "form": form}
    return render(request, "desk/units/form.html", context, status=422 if form.errors else 200)


def _unit_page(request: HttpRequest, found: Unit, form: forms.Form | None = None) -> HttpResponse:
    today = timezone.localdate()
    budget = unit_budget(unit_id=found.pk)
    months = unit_months(unit_id=found.pk, as_of=today)
    roles = list(queries.roles_of(unit_id=found.pk))
    advisers = list(queries.advisers_of(unit_id=found.pk))
    names = names_of(row.adviser_id for row in advisers)
    context = {
        "unit": found,
        "crumbs": [NavItem(_("Units"), reverse("desk_units"))],
        "lead": activity(found.activity).path(get_language() or "en"),
        "badge": state_badge(found),
        "actions": _actions(request, found),
        "form": form,
        "figures": [
            Figure(_("Available"), amount=budget.available),
            Figure(_("Expected"), amount=budget.expected),
            Figure(_("Reserved"), amount=budget.committed),
        ],
        "chart": year_chart(months) if any(month.money_in or month.money_out for month in months) else None,
        "latest": latest_movements(found, today),
        "people": _people_table(roles),
        "advisers": _advisers_table(advisers, names),
        "states": state_events(found),
        "events": timeline([found, *roles, *advisers, *queries.projects_of(unit_id=found.pk)], limit=20),
    }
    return render(request, "desk/units/unit.html", context, status=422 if form and form.errors else 200)


def _actions(request: HttpRequest, unit: Unit) -> list[Action]:
    """What this member of staff can do with the unit in its state."""
    role = request.user.staff_role
    senior = role in (StaffRole.SENIOR_ADVISER, StaffRole.ADMINISTRATOR)
    adviser = senior or role == StaffRole.ADVISER
    possible = [
        (adviser and unit.state == UnitState.REQUESTED, _("Screen"), "desk_unit_screening", "list-checks", "get"),
        (senior, _("Adviser"), "desk_unit_adviser", "user", "get"),
        (senior and unit.state in (UnitState.OPEN, UnitState.DORMANT), _("Freeze"), "desk_unit_freeze", "lock", "get"),
        (senior and unit.state == UnitState.FROZEN, _("Let it go on"), "desk_unit_unfreeze", "check", "get"),
        (adviser and unit.state == UnitState.OPEN, _("Put to rest"), "desk_unit_rest", "moon", "post"),
    ]
    return [
        Action(label, reverse(name, kwargs={"unit": unit.pk}), icon=icon, method=method)
        for may, label, name, icon, method in possible
        if may
    ]


def _saved_views(request: HttpRequest) -> list[SavedView]:
    """The lists the desk comes back to."""
    views = [
        (_("All"), ""),
        (_("To be screened"), "state=requested"),
        (_("Largest"), "sort=-turnover"),
        (_("Without adviser"), "adviser=nobody"),
        (_("Quiet for a year"), "quiet=12"),
        (_("To put to rest"), "quiet=24"),
        (_("Frozen"), "state=frozen"),
    ]
    if request.user.staff_role in ADVISING:
        views.insert(1, (_("My portfolio"), f"adviser={request.user.pk}"))
    here = request.GET.urlencode()
    return [SavedView(label, f"{request.path}?{query}", current=query == here) for label, query in views]


def _units_table(rows: list[Unit], sort: str) -> Table | None:
    if not rows:
        return None
    numbers = [unit.pk for unit in rows]
    holders, advisers = listing.holders_of(unit_ids=numbers), listing.advisers_now(unit_ids=numbers)
    names = names_of(advisers.values())
    return Table(
        caption=_("Units"),
        columns=[
            Column(
                "name",
                _("Unit"),
                sortable=True,
                link=lambda row: reverse("desk_unit", args=[row.pk]),
                note=lambda row: holders.get(row.pk, ""),
            ),
            Column("number", _("Number"), kind="code", sortable=True, value=lambda row: row.pk),
            Column("state", _("State"), kind="badge", value=state_badge),
            Column("adviser", _("Adviser"), value=lambda row: names.get(advisers.get(row.pk), "")),
            Column("turnover", _("Turnover of a year"), kind="money", sortable=True, value=_figure("turnover")),
            Column("balance", _("Received"), kind="money", sortable=True, value=_figure("received")),
            Column("moved", _("Last movement"), kind="date", sortable=True, value=_figure("last_movement_on")),
        ],
        rows=rows,
        sort=sort,
        caption_hidden=True,
    )


def _figure(name: str) -> Callable[[Unit], object]:
    """A refreshed figure of a unit; nothing while it was never refreshed."""
    return lambda unit: getattr(getattr(unit, "figures", None), name, None)


def _people_table(roles: list) -> Table:  # type: ignore[type-arg]
    return Table(
        caption=_("People"),
        columns=[
            Column("person", _("Name")),
            Column("kind", _("Role"), kind="badge", value=lambda row: Badge(row.get_kind_display())),
            Column("valid_from", _("From"), kind="date"),
            Column("valid_to", _("Until"), kind="date"),
        ],
        rows=roles,
    )


def _advisers_table(rows: list, names: dict) -> Table | None:  # type: ignore[type-arg]
    columns = [
        Column("adviser", _("Adviser"), value=lambda row: names.get(row.adviser_id, "")),
        Column("reason", _("Why?"), value=lambda row: row.reason or None),
        Column("valid_from", _("From"), kind="date"),
        Column("valid_to", _("Until"), kind="date"),
    ]
    return Table(caption=_("Advisers"), columns=columns, rows=rows) if rows else None


def _crumbs(unit: Unit) -> list[NavItem]:
    return [
        NavItem(_("Units"), reverse("desk_units")),
        NavItem(str(unit), reverse("desk_unit", kwargs={"unit": unit.pk})),
    ]
