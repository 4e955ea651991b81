"""Under which VAT the demo sells: the usual case mostly, and now and then each other ground that the law opens."""

from __future__ import annotations

import datetime as dt
from random import Random

from marke.demo.foreign_numbers import MAKERS
from marke.demo.plan import ClientPlan
from marke.rules.vat import Buyer, Treatment, VatLaw

USUAL = 0.85
"""The part of the invoices that stand under the usual case of the sector and the client's country."""

NOT_SOLD = frozenset({"funding"})
"""A subsidy is claimed, not sold."""


def treatment_of(law: VatLaw, client: ClientPlan, sector: str, *, on: dt.date, random: Random) -> Treatment:
    """6 % on stage for arts, none across the border between businesses, else the standard rate; or another ground."""
    open_to = {each.code: each for each in law.treatments(buyer=buyer_of(client), on=on) if each.code not in NOT_SOLD}
    across = next((code for code in ("eu_services", "outside_eu_services") if code in open_to), None)
    if across is None and random.random() > USUAL:
        return open_to[random.choice(sorted(open_to))]
    if across is not None:
        goods = [each for each in open_to.values() if each.ground and each.ground.is_goods]
        return random.choice(goods) if random.random() > USUAL else open_to[across]
    return open_to["culture_performance"] if sector == "arts" else open_to[""]


def buyer_of(client: ClientPlan) -> Buyer:
    """What VAT needs to know of an invented client: organisations have a number where the demo can make one."""
    is_private = client.kind == "person"
    has_number = not is_private and (client.zone == "be" or client.country in MAKERS)
    return Buyer(client.country, client.country if has_number else "", is_private=is_private)
