"""Save what a list shows now, and arrange what was saved: rename, share, open the list with it, move, remove."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.lists.models import SavedView
from marke.domain.lists.operations import views as operations
from marke.domain.lists.queries import views as queries
from marke.domain.units.models import Unit
from marke.web import navigation
from marke.web.access import READ, WRITE, desk_page, unit_page
from marke.web.lists.forms import KeepForm, ViewForm
from marke.web.lists.shelf import unsign
from marke.web.refusals import attempt

LAYOUTS = {True: "layouts/member.html", False: "layouts/staff.html"}


@unit_page(methods=READ)
def views(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The views somebody keeps in a unit."""
    return _arrange(request, unit.pk)


@desk_page(methods=READ)
def desk_views(request: HttpRequest) -> HttpResponse:
    """The views a member of staff keeps at the desk."""
    return _arrange(request, None)


@unit_page(methods=WRITE)
def views_keep(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Keep the filter of a list of the unit."""
    return _keep(request, unit.pk)


@desk_page(methods=WRITE)
def desk_views_keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter of a list of the desk."""
    return _keep(request, None)


@unit_page(methods=WRITE)
def view_change(request: HttpRequest, *, unit: Unit, view: uuid.UUID) -> HttpResponse:
    """Change, move or remove an own view in a unit."""
    return _change(request, unit.pk, view)


@desk_page(methods=WRITE)
def desk_view_change(request: HttpRequest, *, view: uuid.UUID) -> HttpResponse:
    """Change, move or remove an own view at the desk."""
    return _change(request, None, view)


def _keep(request: HttpRequest, unit_id: int | None) -> HttpResponse:
    form = KeepForm(request.POST, shares_with=unit_id)
    sealed = unsign(request.POST.get("token", ""))
    if sealed is None or sealed[0].unit_id != unit_id:
        raise Http404
    place, query = sealed
    given = form.cleaned_data if form.is_valid() else None
    kept = given and attempt(
        form,
        lambda: operations.keep_view(
            place=place,
            name=given["name"],
            query=query,
            owner=request.user.pk,
            shared=given["shared"],
            default=given["default"],
        ),
    )
    if kept:
        messages.success(request, _("«%(name)s» is saved above the list.") % {"name": kept.name})
        return redirect(f"{_list_url(kept)}?{query}")
    context = {"form": form, "layout": LAYOUTS[unit_id is not None], "here": request.path}
    return render(request, "lists/keep.html", context, status=422)


@dataclass(frozen=True, slots=True)
class Card:
    """One view with the form that changes it."""

    view: SavedView
    form: ViewForm
    change_url: str
    open_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The views of one list under its name."""

    label: str
    cards: Sequence[Card]


def _arrange(
    request: HttpRequest, unit_id: int | None, refused: tuple[uuid.UUID, ViewForm] | None = None
) -> HttpResponse:
    kept = queries.own_views(owner=request.user.pk, unit_id=unit_id)
    forms = dict([refused] if refused else [])
    groups = [
        Group(_label(page), [_card(view, forms.get(view.pk)) for view in kept_here])
        for page, kept_here in groupby(kept, key=lambda view: view.page)
    ]
    context = {"groups": groups, "layout": LAYOUTS[unit_id is not None]}
    return render(request, "lists/arrange.html", context, status=422 if refused else 200)


def _card(view: SavedView, form: ViewForm | None) -> Card:
    initial = {"name": view.name, "shared": view.is_shared, "default": view.is_default}
    form = form or ViewForm(initial=initial, shares_with=view.unit_id)
    form.auto_id = f"view_{view.pk}_%s"
    args = [view.unit_id, view.pk] if view.unit_id else [view.pk]
    name = "view_change" if view.unit_id else "desk_view_change"
    return Card(view, form, reverse(name, args=args), f"{_list_url(view)}?{view.query}")


def _change(request: HttpRequest, unit_id: int | None, view_id: uuid.UUID) -> HttpResponse:
    view = queries.own_view(view_id=view_id, owner=request.user.pk, unit_id=unit_id)
    if view is None:
        raise Http404
    owner, here = request.user.pk, reverse("views", args=[unit_id]) if unit_id else reverse("desk_views")
    moves: dict[str, Callable[[], object]] = {
        "up": lambda: operations.move_view(view_id=view_id, up=True, owner=owner),
        "down": lambda: operations.move_view(view_id=view_id, up=False, owner=owner),
        "remove": lambda: operations.remove_views(view_ids=[view_id], owner=owner),
    }
    if move := moves.get(request.POST.get("action", "")):
        move()
        return redirect(here)
    form = ViewForm(request.POST, shares_with=unit_id)
    given = form.cleaned_data if form.is_valid() else None
    if given and attempt(form, lambda: operations.change_view(view_id=view_id, owner=owner, **given)):
        messages.success(request, _("«%(name)s» is changed.") % {"name": given["name"]})
        return redirect(here)
    return _arrange(request, unit_id, refused=(view_id, form))


def _list_url(view: SavedView) -> str:
    return reverse(view.page, args=[view.unit_id] if view.unit_id else [])


def _label(page: str) -> str:
    """The list in the words of the menu."""
    places: Iterable[navigation.Place] = [*navigation.UNIT, *navigation.DESK]
    return next((str(place.label) for place in places if place.url_name == page), _("Other lists"))
