"""Projects of a unit: open, rename, close; each with its own budget line."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.ledger.queries import UnitBudget, unit_budget
from marke.domain.units import operations, queries
from marke.domain.units.enums import MANAGE
from marke.domain.units.models import Unit
from marke.reporting.unit_figures import project_budgets
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.components.records import Figure
from marke.web.components.shell import NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.member.units.forms import ProjectForm
from marke.web.member.units.views.common import crumbs, may, project_of_unit, unit_url
from marke.web.refusals import attempt


@unit_page(methods=READ_AND_WRITE, blockable=False)
def projects(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The projects with their budgets; holders open a new one here."""
    form = ProjectForm(request.POST or None) if may(request, unit) else None
    if request.method == "POST" and form and form.is_valid():
        made = attempt(
            form,
            lambda: operations.open_project(unit_id=unit.pk, name=form.cleaned_data["name"], day=timezone.localdate()),
        )
        if made is not None:
            messages.success(request, _("«%(name)s» is open. Move budget to it by a transfer.") % {"name": made.name})
            return redirect("unit_projects", unit=unit.pk)
    found, budgets = list(queries.projects_of(unit_id=unit.pk)), project_budgets(unit_id=unit.pk)
    nothing = UnitBudget()
    table = Table(
        caption=_("Projects"),
        columns=[
            Column("name", _("Project"), link=lambda row: unit_url("unit_project", unit, project=row.pk)),
            Column("state", _("State"), kind="badge", value=lambda row: _state(row.closed_on)),
            Column("available", _("Available"), kind="money", value=lambda r: budgets.get(r.pk, nothing).available),
            Column("total", _("Budget"), kind="money", value=lambda r: budgets.get(r.pk, nothing).total),
        ],
        rows=found,
    )
    context = {"unit": unit, "crumbs": crumbs(unit), "table": table if found else None, "form": form}
    return render(request, "member/units/projects.html", context, status=_status(form))


@unit_page(methods=READ_AND_WRITE, blockable=False)
def project(request: HttpRequest, *, unit: Unit, project: uuid.UUID) -> HttpResponse:
    """One project: its budget and its name."""
    found = project_of_unit(unit, project)
    initial = {"name": found.name}
    form = ProjectForm(request.POST or None, initial=initial) if may(request, unit) and not found.closed_on else None
    if request.method == "POST" and form and form.is_valid():
        made = attempt(form, lambda: operations.rename_project(project=found, name=form.cleaned_data["name"]))
        if made is not None:
            messages.success(request, _("The project is called «%(name)s» now.") % {"name": made.name})
            return redirect("unit_project", unit=unit.pk, project=found.pk)
        found.refresh_from_db()
    return _project_page(request, unit, found, form)


@unit_page(MANAGE, methods=WRITE)
def close(request: HttpRequest, *, unit: Unit, project: uuid.UUID) -> HttpResponse:
    """Close a project whose budget is empty."""
    found = project_of_unit(unit, project)
    form = ProjectForm({"name": found.name})
    form.full_clean()
    made = attempt(form, lambda: operations.close_project(project=found, day=timezone.localdate()))
    if made is not None:
        messages.success(request, _("«%(name)s» is closed.") % {"name": made.name})
        return redirect("unit_projects", unit=unit.pk)
    return _project_page(request, unit, found, form)


def _project_page(request: HttpRequest, unit: Unit, found, form: forms.Form | None) -> HttpResponse:  # type: ignore[no-untyped-def]
    budget = unit_budget(unit_id=unit.pk, project_id=found.pk)
    context = {
        "unit": unit,
        "crumbs": crumbs(unit, NavItem(_("Projects"), unit_url("unit_projects", unit))),
        "project": found,
        "badge": _state(found.closed_on),
        "figures": [
            Figure(_("Available"), amount=budget.available),
            Figure(_("Expected"), amount=budget.expected),
            Figure(_("Reserved"), amount=budget.committed),
        ],
        "form": form,
        "close_url": unit_url("unit_project_close", unit, project=found.pk),
        "events": timeline([found]),
    }
    return render(request, "member/units/project.html", context, status=_status(form))


def _state(closed_on: object) -> Badge:
    return Badge(_("Closed")) if closed_on else Badge(_("Open"), "good")


def _status(form: forms.Form | None) -> int:
    return 422 if form is not None and form.errors else 200
