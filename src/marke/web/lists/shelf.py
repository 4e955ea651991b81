"""What stands above a list: its own views, those people saved, and the form that saves what is shown now.

Every filter bar draws its shelf (`components/filters.html`); a list adds ``@keeps_views`` so that a default opens it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps

from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse

from marke.domain.lists import models
from marke.domain.lists.operations.views import Place
from marke.domain.lists.queries.views import default_of, views_of
from marke.web.components.filters import ALL, FilterBar, SavedView
from marke.web.lists.forms import KeepForm

SALT = "marke.saved_view"
SORT = "sort"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The tabs of a list, and what is needed to save one more; ``form`` is None when there is nothing new to save."""

    tabs: Sequence[SavedView] = ()
    form: KeepForm | None = None
    save_url: str = ""
    arrange_url: str = ""
    csrf_token: str = ""


def keeps_views(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A list that opens with the default of whoever asks for it without saying what they want to see."""

    @wraps(view)
    def opened(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if request.method == "GET" and not request.GET:
            default = default_of(place=place_of(request), owner=request.user.pk)
            if default is not None and default.query:
                return redirect(f"{request.path}?{default.query}")
        return view(request, **kwargs)

    return opened


def place_of(request: HttpRequest) -> Place:
    """The list that this page is: of a unit, or of the desk."""
    match = request.resolver_match
    area = getattr(match.func, "area", "")
    return Place(match.url_name or "", match.kwargs.get("unit") if area == "unit" else None)


def shelf_of(request: HttpRequest | None, bar: FilterBar) -> Shelf:
    """The shelf of a list for whoever looks at it. Pages that are no list of a unit or the desk keep nothing."""
    match = getattr(request, "resolver_match", None)
    if request is None or getattr(match and match.func, "area", "") not in {"unit", "desk"}:
        return Shelf(tabs=bar.views)
    if getattr(request, "viewing_as", None) is not None:
        return Shelf(tabs=bar.views)
    place, owner = place_of(request), request.user.pk
    kept = views_of(place=place, owner=owner)
    now = filter_of(bar.form, request.GET)
    tabs = [_tab(view, request.path, bar.form, now) for view in kept]
    has_default = any(view.is_default and view.owner_id == owner for view in kept)
    built_in = [_unless_default(view, request) if has_default else view for view in bar.views]
    is_new = now and not any(tab.current for tab in tabs)
    return Shelf(
        tabs=[*built_in, *tabs],
        form=KeepForm(initial={"token": sign(place, now)}, shares_with=place.unit_id) if is_new else None,
        save_url=_url("views_keep", place),
        arrange_url=_url("views", place) if kept else "",
        csrf_token=get_token(request),
    )


def filter_of(form: Form, query: QueryDict) -> str:
    """What an address asks of a list, in the order of its filter form; empty when it cannot be read."""
    names = [*form.fields, SORT]
    asked = QueryDict(mutable=True)
    for name in names:
        if values := [value for value in query.getlist(name) if value]:
            asked.setlist(name, values)
    written = asked.urlencode()
    return written if len(written) <= 500 and is_understood(form, written) else ""


def is_understood(form: Form, query: str) -> bool:
    """Whether a list still knows every part of a filter: its names, and its values."""
    asked = QueryDict(query)
    again = copy.deepcopy(form)
    again.data, again.is_bound = asked, True
    again.full_clean()
    return set(asked) <= {*form.fields, SORT} and not again.errors


def sign(place: Place, query: str) -> str:
    """A filter that the list itself understood, sealed on its way through the browser."""
    return signing.dumps([place.page, place.unit_id, query], salt=SALT)


def unsign(token: str) -> tuple[Place, str] | None:
    """The list and the filter in a seal; None when it was not made here or somebody changed it."""
    try:
        page, unit_id, query = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Place(page, unit_id), query


def _tab(view: models.SavedView, path: str, form: Form, now: str) -> SavedView:
    return SavedView(
        view.name,
        f"{path}?{view.query}",
        current=bool(now) and view.query == now,
        stale=not is_understood(form, view.query),
        shared=view.is_shared,
    )


def _unless_default(view: SavedView, request: HttpRequest) -> SavedView:
    """The tab that shows everything must say so, since the bare address opens the default."""
    if view.url != request.path:
        return view
    return replace(view, url=f"{request.path}{ALL}", current=view.current or request.GET.dict() == {"view": "all"})


def _url(name: str, place: Place) -> str:
    return reverse(name, args=[place.unit_id]) if place.unit_id else reverse(f"desk_{name}")
