"""Keep, change, move and remove saved views. Only whoever keeps a view changes it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from marke.domain.lists.models import SavedView
from marke.kernel.refusal import Refusal, gettext_noop

MOST_VIEWS = 20
"""More tabs than this above one list find nothing faster."""


@dataclass(frozen=True, slots=True)
class Place:
    """A list: the name of its address, and the unit it lies in (None at the desk)."""

    page: str
    unit_id: int | None = None


def keep_view(
    *, place: Place, name: str, query: str, owner: uuid.UUID, shared: bool = False, default: bool = False
) -> SavedView:
    """Keep a filter under a name; a name kept before on this list gets the new filter.

    Raises `Refusal` without a name, or when twenty views are kept already.
    """
    if not name.strip():
        raise Refusal("view.name", gettext_noop("Give the view a name."), field="name")
    own = _own(owner).filter(page=place.page, unit_id=place.unit_id)
    view = own.filter(name=name.strip()).first()
    if view is None:
        view = SavedView(owner_id=owner, page=place.page, unit_id=place.unit_id, name=name.strip())
        view.position = (own.aggregate(last=Max("position"))["last"] or 0) + 1
        if own.count() >= MOST_VIEWS:
            raise Refusal(
                "view.too-many", gettext_noop("You keep twenty views of this list already. Remove one first.")
            )
    view.query, view.is_shared = query, shared
    _write(view, default=default)
    return view


def change_view(*, view_id: uuid.UUID, name: str, shared: bool, default: bool, owner: uuid.UUID) -> SavedView:
    """Give an own view another name, share it or not, let it open the list or not.

    Raises `Refusal` without a name, or for a name that another own view of the list has.
    """
    view = _own(owner).get(pk=view_id)
    if not name.strip():
        raise Refusal("view.name", gettext_noop("Give the view a name."), field="name")
    if _same_list(view).filter(name=name.strip()).exclude(pk=view.pk).exists():
        raise Refusal(
            "view.name-once",
            gettext_noop("You keep another view of this list under the name «%(name)s»."),
            field="name",
            params={"name": name.strip()},
        )
    view.name, view.is_shared = name.strip(), shared
    _write(view, default=default)
    return view


def move_view(*, view_id: uuid.UUID, up: bool, owner: uuid.UUID) -> None:
    """Let an own view change places with the one before it (``up``) or after it; at the end it stays."""
    view = _own(owner).get(pk=view_id)
    views = list(_same_list(view).order_by("position", "pk"))
    here = [other.pk for other in views].index(view.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(views):
        views[here], views[there] = views[there], views[here]
        for position, other in enumerate(views, 1):
            other.position = position
        SavedView.objects.bulk_update(views, ["position"])


def remove_views(*, view_ids: Collection[uuid.UUID], owner: uuid.UUID) -> int:
    """Remove own views; answers how many there were. Whoever had a shared one loses it too."""
    return _own(owner).filter(pk__in=view_ids).delete()[0]


def _write(view: SavedView, *, default: bool) -> None:
    """Write the view; one that opens the list takes the place of the one that did."""
    if default:
        _same_list(view).exclude(pk=view.pk).filter(is_default=True).update(is_default=False)
    view.is_default = default
    view.save()


def _own(owner: uuid.UUID) -> QuerySet[SavedView]:
    return SavedView.objects.filter(owner_id=owner)


def _same_list(view: SavedView) -> QuerySet[SavedView]:
    return _own(view.owner_id).filter(page=view.page, unit_id=view.unit_id)
