"""Read saved views: those above a list, all own ones, and the one that opens a list."""

from __future__ import annotations

import uuid

from django.db.models import Q

from marke.domain.lists.models import SavedView
from marke.domain.lists.operations.views import Place


def views_of(*, place: Place, owner: uuid.UUID) -> list[SavedView]:
    """The views above a list: the own ones in their order, then what others share."""
    found = SavedView.objects.filter(Q(owner_id=owner) | Q(is_shared=True), page=place.page, unit_id=place.unit_id)
    return sorted(found, key=lambda view: (view.owner_id != owner, view.position, view.name))


def own_views(*, owner: uuid.UUID, unit_id: int | None) -> list[SavedView]:
    """Everything a person keeps in a unit, or at the desk, list by list."""
    return list(SavedView.objects.filter(owner_id=owner, unit_id=unit_id).order_by("page", "position", "pk"))


def own_view(*, view_id: uuid.UUID, owner: uuid.UUID, unit_id: int | None) -> SavedView | None:
    """One own view of a unit, or of the desk."""
    return SavedView.objects.filter(pk=view_id, owner_id=owner, unit_id=unit_id).first()


def default_of(*, place: Place, owner: uuid.UUID) -> SavedView | None:
    """The view with which a list opens for a person."""
    return SavedView.objects.filter(owner_id=owner, page=place.page, unit_id=place.unit_id, is_default=True).first()
