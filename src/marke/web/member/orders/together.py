"""Many orders at once: invoice what comes next of each, after a look at what that would be."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.lists.operations.bulk import Chosen
from marke.domain.lists.operations.views import Place
from marke.domain.orders import queries
from marke.domain.orders.enums import OrderState
from marke.domain.orders.models import Order
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.usecases.invoice_order import Wanted, invoice_order
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.lists.bulk import Bulk, Deed, go_on, start
from marke.web.member.orders.forms import OrderFilterForm
from marke.web.member.orders.words import made_out


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def orders_together(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Begin with the orders that were picked."""
    return start(request, bulk_of(request, unit, OrderFilterForm(request.GET).wanted()))


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def orders_together_run(request: HttpRequest, *, unit: Unit, run: uuid.UUID) -> HttpResponse:
    """Look, confirm, and read what happened."""
    return go_on(request, bulk_of(request, unit, None), run)


def bulk_of(request: HttpRequest, unit: Unit, state: OrderState | None) -> Bulk:
    """What a member may do to many orders of a unit."""

    def invoice(order_id: uuid.UUID, note: str) -> str:
        return made_out(invoice_order(wanted=Wanted(order_id), now=timezone.now(), actor=request.user.pk))

    of_unit = queries.orders_of_unit(unit_id=unit.pk, state=state)
    return Bulk(
        place=Place("orders", unit.pk),
        heading=_("Orders"),
        deeds=[Deed("invoice", _("Invoice what comes next"), invoice, kind="primary")],
        choose=lambda keys: _chosen(of_unit.filter(pk__in=keys)),
        matching=lambda most: _chosen(of_unit[:most]),
        args=(unit.pk,),
    )


def _chosen(orders: Iterable[Order]) -> list[Chosen]:
    return [Chosen(order.pk, f"{order.number} · {order.client.name}", order.remaining) for order in orders]
