"""Whom a unit may sell to: everybody outside the enterprise whom the desk has not blocked.

Inside the enterprise budget moves by a transfer (rule 10).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from marke.domain.parameters.models import Cooperative
from marke.domain.sales.enums import ClientState
from marke.domain.sales.models import Client
from marke.domain.units.enums import LIVE_STATES
from marke.domain.units.models import Unit
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop


class SaleInsideTheEnterprise(Refusal):
    """The client belongs to the enterprise itself.

    ``unit_id`` is the unit that wanted to sell, ``buying_unit`` the unit that should transfer to it (None when the
    client is the cooperative), ``amount`` what was asked without VAT, in cents (0 when it is not known yet).
    """

    def __init__(self, sale: Sale, buying_unit: int | None) -> None:
        self.unit_id, self.buying_unit, self.amount = sale.unit_id, buying_unit, sale.amount
        whole = gettext_noop(
            "%(client)s is the enterprise itself. Inside it there is no quote, no invoice and no VAT (rule 10): the "
            "unit that owes you something transfers budget to unit %(unit)s."
        )
        part = gettext_noop(
            "%(client)s works inside the enterprise, as unit %(buyer)s. Between units there is no quote, no invoice "
            "and no VAT (rule 10): unit %(buyer)s transfers budget to unit %(unit)s."
        )
        super().__init__(
            "client.inside-the-enterprise",
            part if buying_unit else whole,
            field="client",
            params={"client": sale.client.name, "unit": sale.unit_id, "buyer": buying_unit},
        )


def require_clients_not_blocked(*, clients: Collection[Client]) -> None:
    """Raise `Refusal` when the desk blocked one of the clients: nothing new is sold to it. The reason stays there."""
    for client in clients:
        if client.state == ClientState.BLOCKED:
            raise Refusal(
                "client.blocked",
                gettext_noop(
                    "The desk has blocked %(client)s: no new quote, order or invoice is made for it. Ask your adviser "
                    "at the desk what can be done for work that is under way."
                ),
                field="client",
                params={"client": client.name},
            )


@dataclass(frozen=True, slots=True)
class Sale:
    """A unit wants to sell to a client, for ``amount`` cents without VAT."""

    unit_id: int
    client: Client
    amount: Cents = 0


def require_outside_clients(*, sales: Collection[Sale], house: Cooperative) -> None:
    """Raise `SaleInsideTheEnterprise` for a client that is the enterprise or an organisation that holds a unit in it.

    The caller sees all units (`enterprise_view`).
    """
    here = [sale for sale in sales if sale.client.enterprise_number and sale.client.country == house.country.upper()]
    own = {house.enterprise_number, house.seller_enterprise_number}
    units = _units_by_number({sale.client.enterprise_number for sale in here})
    for sale in here:
        number = sale.client.enterprise_number
        if number in own or number in units:
            raise SaleInsideTheEnterprise(sale, units.get(number))


def _units_by_number(numbers: set[str]) -> dict[str, int]:
    """The live unit that each organisation with one of these numbers holds; the lowest when it holds several."""
    rows = Unit.objects.filter(organisation__enterprise_number__in=numbers, state__in=LIVE_STATES).order_by("-pk")
    return dict(rows.values_list("organisation__enterprise_number", "pk")) if numbers else {}
