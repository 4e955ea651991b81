"""Where the palette looks: what each domain offers. Each part adds its own."""

from __future__ import annotations

from functools import partial

from marke.domain.foundation.search import Source
from marke.domain.funding import search as funding
from marke.domain.orders import search as orders
from marke.domain.people import queries as people
from marke.domain.quotes import search as quotes
from marke.domain.receipts import search as receipts
from marke.domain.sales.queries import search as sales
from marke.domain.units import queries as units

MEMBER: list[Source] = [
    units.search,
    sales.in_own_units,
    quotes.in_own_units,
    orders.in_own_units,
    receipts.in_own_units,
    funding.in_own_units,
]
"""Asked inside a member's transaction: row-level security leaves only the own units."""

DESK: list[Source] = [
    people.search,
    partial(units.search, url_name="desk_unit"),
    sales.at_desk,
    quotes.at_desk,
    orders.at_desk,
    receipts.at_desk,
    funding.at_desk,
]
"""Asked inside the staff's transaction: everything."""
