"""What a unit waits for others to do: clients to pay, the desk to approve, people to answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Sum

from marke.domain.einvoicing.queries import incoming_count
from marke.domain.purchases import queries as purchases
from marke.domain.receipts import queries as receipts
from marke.domain.sales.queries import invoices as sales
from marke.domain.units import queries as units
from marke.domain.units.enums import UnitState
from marke.domain.units.models import Unit
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something the unit waits for: what, how many, how much in cents, and the page that shows it."""

    what: str
    url_name: str
    count: int = 1
    amount: Cents = 0


def waiting_for(*, unit_id: int, as_of: dt.date) -> list[Waiting]:
    """Everything the unit waits for today, money first."""
    owed = (
        sales.open_invoices(unit_id=unit_id).order_by().aggregate(count=Count("pk"), sum=Sum("outstanding", default=0))
    )
    costs = purchases.open_costs(unit_id=unit_id).order_by().aggregate(count=Count("pk"), sum=Sum("gross", default=0))
    takings = receipts.owed(unit_id=unit_id, as_of=as_of)
    incoming = incoming_count(unit_id=unit_id)
    invited = units.open_invitations(unit_id=unit_id, as_of=as_of).count()
    found = [
        Waiting("clients", "invoices", owed["count"], owed["sum"]) if owed["count"] else None,
        Waiting("costs", "costs", costs["count"], costs["sum"]) if costs["count"] else None,
        Waiting("incoming", "incoming_invoices", incoming) if incoming else None,
        Waiting("receipts", "takings", takings.count, takings.total) if takings.count else None,
        Waiting("invitations", "unit_people", invited) if invited else None,
        Waiting("adviser", "unit_settings") if units.open_adviser_request(unit_id=unit_id) else None,
        Waiting("screening", "unit_settings") if Unit.objects.filter(pk=unit_id, state=UnitState.REQUESTED) else None,
    ]
    return [waiting for waiting in found if waiting]
