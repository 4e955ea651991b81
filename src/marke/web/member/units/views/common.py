"""What the pages of a unit share: the way back, the head of the page, pagination."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from marke.domain.units import policies, queries
from marke.domain.units.enums import MANAGE
from marke.domain.units.models import Project, Transfer, Unit, UnitRole
from marke.web.components.shell import NavItem


def crumbs(unit: Unit, *more: NavItem) -> list[NavItem]:
    """The way back: the unit, and the pages between."""
    return [NavItem(unit.name, reverse("unit", kwargs={"unit": unit.pk})), *more]


def unit_url(name: str, unit: Unit, **kwargs: object) -> str:
    """The address of a page of this unit."""
    return reverse(name, kwargs={"unit": unit.pk, **kwargs})


def may(request: HttpRequest, unit: Unit, scope: str = MANAGE) -> bool:
    """Whether the visitor may do this in the unit, and may do anything at all: looking as somebody else may not."""
    if getattr(request, "viewing_as", None) is not None:
        return False
    return queries.may_act(unit_id=unit.pk, person_id=request.person.pk, scope=scope)


def blocks_of(request: HttpRequest, unit: Unit) -> list[policies.Block]:
    """What keeps new things out of the unit today."""
    return policies.blocks(unit=unit, as_of=timezone.localdate(), person_id=request.person.pk)


def role_of_unit(unit: Unit, role_id: uuid.UUID) -> UnitRole:
    """A role in this very unit, or 404."""
    return _or_404(queries.roles_of(unit_id=unit.pk).filter(pk=role_id).first())


def project_of_unit(unit: Unit, project_id: uuid.UUID) -> Project:
    """A project of this very unit, or 404."""
    return _or_404(queries.projects_of(unit_id=unit.pk).filter(pk=project_id).first())


def transfer_of_unit(unit: Unit, transfer_id: uuid.UUID) -> Transfer:
    """A transfer to or from this very unit, or 404."""
    return _or_404(queries.transfers_of(unit_id=unit.pk).filter(pk=transfer_id).first())


def _or_404(found):  # type: ignore[no-untyped-def]
    if found is None:
        raise Http404
    return found
