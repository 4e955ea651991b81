"""Projects: parts of a unit with their own budget line."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.ledger import queries as ledger
from marke.domain.units.enums import UnitState
from marke.domain.units.models import Project, Unit
from marke.domain.units.policies import require_state
from marke.kernel.refusal import Amount, Refusal, gettext_noop


class UnableToChangeProject(Refusal):
    """The project cannot be opened, renamed or closed like this."""


def open_project(*, unit_id: int, name: str, day: dt.date) -> Project:
    """Open a project in a unit. Raises `UnableToChangeProject` for a name that an open project of the unit has."""
    require_state(Unit.objects.select_for_update(no_key=True).get(pk=unit_id), UnitState.OPEN, UnitState.DORMANT)
    return Project.objects.create(unit_id=unit_id, name=_free_name(unit_id, name), opened_on=day)


def rename_project(*, project: Project, name: str) -> Project:
    """Give a project another name. Raises `UnableToChangeProject` when another one has it."""
    project.name = _free_name(project.unit_id, name, besides=project.pk)
    project.save()
    return project


def close_project(*, project: Project, day: dt.date) -> Project:
    """Close a project that has no budget and nothing committed. Raises `UnableToChangeProject` otherwise."""
    budget = ledger.unit_budget(unit_id=project.unit_id, project_id=project.pk)
    if budget.total or budget.committed:
        raise UnableToChangeProject(
            "project.has-budget",
            gettext_noop("There is %(amount)s on this project. Transfer it to the unit or another project first."),
            params={"amount": Amount(budget.total or budget.committed)},
        )
    project.closed_on = max(day, project.opened_on)
    project.save()
    return project


def _free_name(unit_id: int, name: str, *, besides: uuid.UUID | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise UnableToChangeProject("project.name", gettext_noop("Give the project a name."), field="name")
    same = Project.objects.filter(unit_id=unit_id, name__iexact=name, closed_on__isnull=True)
    if any(project.pk != besides for project in same):
        raise UnableToChangeProject(
            "project.name-taken",
            gettext_noop("Another open project of this unit has that name."),
            field="name",
        )
    return name
