"""The orders of the whole enterprise: find one, follow it, see why one could not be invoiced."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marke.domain.orders import queries
from marke.domain.orders.enums import OrderState
from marke.domain.orders.files import needed_files
from marke.domain.orders.models import Order
from marke.domain.orders.standing import standing
from marke.web.access import desk_page
from marke.web.components.filters import FilterBar, SavedView, chips_of
from marke.web.components.shell import Action, NavItem
from marke.web.components.windows import window
from marke.web.desk.orders.forms import PARKED, DeskOrderFilterForm
from marke.web.lists.shelf import keeps_views
from marke.web.member.orders.files import file_response
from marke.web.member.orders.tables import desk_order_table, state_badge
from marke.web.member.orders.views import Urls, followed, lead_of


@desk_page()
@keeps_views
def orders(request: HttpRequest) -> HttpResponse:
    """Orders of all units, the newest first."""
    form = DeskOrderFilterForm(request.GET)
    shown = window(queries.find_orders(wanted=form.wanted()), page=request.GET.get("page"))
    context = {
        "bar": FilterBar(form=form, views=_saved_views(request), chips=chips_of(form=form, query=request.GET)),
        "window": shown,
        "table": desk_order_table(shown.rows, today=localdate()),
    }
    return render(request, "desk/orders/orders.html", context, status=200 if form.is_valid() else 422)


def _saved_views(request: HttpRequest) -> list[SavedView]:
    here, current = reverse("desk_orders"), request.GET.get("state", "")
    views = [("", _("All")), (OrderState.RUNNING.value, _("Running")), (PARKED, _("Could not be invoiced"))]
    return [
        SavedView(str(label), f"{here}?state={state}" if state else here, current=state == current)
        for state, label in views
    ]


@desk_page()
def order(request: HttpRequest, *, order: uuid.UUID) -> HttpResponse:
    """One order of any unit."""
    found = queries.order_by_id(order_id=order)
    if found is None:
        raise Http404
    stands, files = standing(order_id=found.pk), queries.files_of(order_id=found.pk)
    needed = needed_files(order=found, lines=stands.lines, files=files)
    context = {
        "order": found,
        "badge": state_badge(found, today=localdate()),
        "lead": f"{lead_of(found)} · {found.unit}",
        "crumbs": [NavItem(_("Orders"), reverse("desk_orders"))],
        "actions": _actions(found),
        **followed(stands, needed, files, urls=_urls()),
    }
    return render(request, "desk/orders/order.html", context)


def _actions(order: Order) -> list[Action]:
    client = Action(_("Client"), reverse("desk_client", args=[order.client_id]), icon="building-2")
    if not order.quote_id:
        return [client]
    return [Action(_("The signed quote"), reverse("desk_quote", args=[order.quote_id]), icon="file-signature"), client]


def _urls() -> Urls:
    return Urls(*(_of(name) for name in ("desk_invoice", "desk_order_file")))


def _of(name: str) -> Callable[[uuid.UUID], str]:
    return lambda key: reverse(name, args=[key])


@desk_page()
def order_file(request: HttpRequest, *, order_file: uuid.UUID) -> FileResponse:
    """A file of an order."""
    found = queries.file_by_id(file_id=order_file)
    if found is None:
        raise Http404
    return file_response(found)
