"""The stress scene of the public model: a platform for which hundreds of couriers ride fails, and all of them are paid.

One of the largest clients stops paying and then is no more. Its last invoices never bring any money; the wages that
were promised on them rest on the wage guarantee and arrive as every other (shared-enterprise.md, 10.3 and 10.4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from marke.demo.plan import ClientPlan, InvoicePlan, Plan, UnitPlan

NAME = "Platform Fietsvlucht nv"
ITEM = "Koeriersdiensten"
FEWEST = 6
ONE_IN = 50
"""About 400 couriers in a cooperative of 20,000 units."""
ROUNDS = 10
EVERY = dt.timedelta(days=14)
PAID_ROUNDS = 6
"""Each courier invoices every two weeks; the client pays the first rounds and none of the last."""
FAILS_AFTER = 0.62
"""The part of the year that has passed when the platform fails."""


def failure_day(plan: Plan) -> dt.date:
    """The day on which the platform fails."""
    return plan.start + (plan.end - plan.start) * FAILS_AFTER


def add_platform(plan: Plan, *, seed: int) -> None:
    """Give the plan its platform, the units that ride for it, and their invoices."""
    random = Random(f"platform/{seed}")
    serial = len(plan.clients)
    plan.clients.append(ClientPlan(serial, NAME, "company", "be", "BE", "nl", "1000", "Brussel"))
    count = min(len(plan.units), max(FEWEST, len(plan.units) // ONE_IN))
    for index in random.sample(range(len(plan.units)), count):
        invoices = list(_invoices(index, serial, plan, random))
        if invoices:
            plan.units[index] = _with_platform(plan.units[index], serial, sum(each.net for each in invoices))
            plan.couriers.add(index)
            plan.invoices.extend(invoices)
    plan.invoices.sort(key=lambda invoice: (invoice.day, invoice.unit))


def _with_platform(unit: UnitPlan, serial: int, net: int) -> UnitPlan:
    return replace(unit, clients=(*unit.clients, serial), turnover=unit.turnover + net)


def _invoices(index: int, serial: int, plan: Plan, random: Random) -> Iterator[InvoicePlan]:
    """The invoices of a courier, up to the week before the failure."""
    last, may_sell_from = failure_day(plan), plan.people[plan.units[index].holder].share_on
    for number in range(ROUNDS):
        day = last - EVERY * (ROUNDS - number) + dt.timedelta(days=random.randrange(7))
        paid = day + dt.timedelta(days=random.randrange(18, 40))
        is_paid = number < PAID_ROUNDS and paid <= plan.end
        if day >= max(may_sell_from, plan.start):
            net = random.randrange(450_00, 1_100_00, 100)
            yield InvoicePlan(index, serial, day, ITEM, net, ((paid, 1.0),) if is_paid else (), False, False)
