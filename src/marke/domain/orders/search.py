"""What of orders the palette finds: by the number («1001-3») by which people name them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from marke.domain.foundation.search import BEST, Question, SearchHit
from marke.domain.orders.models import Order

NUMBER = re.compile(r"(\d{1,9})-(\d{1,6})")


def in_own_units(question: Question) -> list[SearchHit]:
    """The orders of the units that the transaction may see."""
    return _found(question, "order", with_unit=True)


def at_desk(question: Question) -> list[SearchHit]:
    """Every order; addresses of the desk's pages."""
    return _found(question, "desk_order", with_unit=False)


def _found(question: Question, url_name: str, *, with_unit: bool) -> list[SearchHit]:
    number = NUMBER.fullmatch(question.text.strip())
    if number is None:
        return []
    wanted = Order.objects.filter(unit_id=int(number[1]), sequence=int(number[2])).select_related("client")
    return [
        SearchHit(
            kind="order",
            title=order.number,
            url_name=url_name,
            url_kwargs={**({"unit": order.unit_id} if with_unit else {}), "order": order.pk},
            detail=order.client.name,
            why=_("number of an order"),
            rank=BEST,
        )
        for order in wanted
    ]
