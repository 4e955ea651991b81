"""What the wage guarantee has at stake, per client and per unit: wages advanced, and pay promised, on unpaid invoices.

For staff: the figures of a client are over all units (docs/decisions/0014).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import F, Sum

from marke.domain.directory.queries.limits import standings
from marke.domain.sales.models import Client, Invoice
from marke.domain.units.models import Unit
from marke.domain.wages.models import Payslip
from marke.domain.wages.records import BOOKED
from marke.domain.work.models import ContractMonth
from marke.domain.work.operations.reserve_pay import Budget, promised_on_guarantee
from marke.kernel.money import Cents, split_by_weight
from marke.reporting.wage_money import advances_waiting
from marke.rules.credit import Standing

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class AtStake:
    """What the guarantee has at stake, in cents: wages in the books that clients have not returned, and promises."""

    advanced: Cents = 0
    promised: Cents = 0

    def __add__(self, other: AtStake) -> AtStake:
        return AtStake(self.advanced + other.advanced, self.promised + other.promised)

    @property
    def total(self) -> Cents:
        return self.advanced + self.promised


@dataclass(frozen=True, slots=True)
class ClientAtStake:
    """One client, what wages rest on its invoices, and where it stands against its limit."""

    client: Client
    at_stake: AtStake
    standing: Standing


@dataclass(frozen=True, slots=True)
class UnitAtStake:
    """One unit, and what the guarantee has at stake for its wages."""

    unit: Unit
    at_stake: AtStake


@dataclass(frozen=True, slots=True)
class GuaranteeExposure:
    """All that the guarantee has at stake. ``alone`` is what no open invoice stands behind any more."""

    total: AtStake
    alone: AtStake
    by_client: Mapping[uuid.UUID, AtStake] = field(default_factory=dict)
    by_unit: Mapping[int, AtStake] = field(default_factory=dict)

    def largest_clients(self, *, as_of: dt.date, most: int) -> list[ClientAtStake]:
        """The clients on whom most rests, with their limit; a constant number of queries."""
        keys = _largest(self.by_client, most)
        clients = Client.objects.in_bulk(keys)
        standing = standings(clients=list(clients.values()), as_of=as_of)
        return [ClientAtStake(clients[key], self.by_client[key], standing[key]) for key in keys]

    def largest_units(self, *, most: int) -> list[UnitAtStake]:
        """The units whose wages rest most on what clients owe; one query."""
        keys = _largest(self.by_unit, most)
        units = Unit.objects.in_bulk(keys)
        return [UnitAtStake(units[key], self.by_unit[key]) for key in keys]


def guarantee_exposure() -> GuaranteeExposure:
    """What the guarantee has at stake today, over all units; a constant number of queries.

    What a budget was advanced rests on its open invoices in proportion to what is not collected of each.
    """
    found = _by_budget()
    by_client: defaultdict[uuid.UUID, AtStake] = defaultdict(AtStake)
    by_unit: defaultdict[int, AtStake] = defaultdict(AtStake)
    alone = AtStake()
    behind = _owed_by_client(found)
    for budget, at_stake in found.items():
        by_unit[budget.unit_id] += at_stake
        owed = behind.get(budget)
        if not owed:
            alone += at_stake
            continue
        weights = list(owed.values())
        parts = zip(
            split_by_weight(at_stake.advanced, weights), split_by_weight(at_stake.promised, weights), strict=True
        )
        for client_id, part in zip(owed, parts, strict=True):
            by_client[client_id] += AtStake(*part)
    return GuaranteeExposure(sum(found.values(), AtStake()), alone, by_client, by_unit)


def _by_budget() -> dict[Budget, AtStake]:
    """Every budget of which the guarantee advanced or promised something."""
    advanced = Payslip.objects.filter(state__in=BOOKED, from_expected__gt=0).order_by()
    budgets = {Budget(*row) for row in advanced.values_list("unit_id", "project_id").distinct()}
    waiting = advances_waiting(budgets=budgets)
    units = set(ContractMonth.objects.filter(on_guarantee__gt=0).values_list("unit_id", flat=True))
    promised = promised_on_guarantee(unit_ids=units)
    found = {key: AtStake(waiting.get(key, 0), promised.get(key, 0)) for key in waiting.keys() | promised.keys()}
    return {key: at_stake for key, at_stake in found.items() if at_stake.total}


def _owed_by_client(budgets: Iterable[Budget]) -> dict[Budget, dict[uuid.UUID, Cents]]:
    """What each client still owes of each budget."""
    rows = Invoice.objects.filter(unit_id__in={budget.unit_id for budget in budgets}, outstanding__gt=0)
    sums = rows.order_by("client_id").values_list("unit_id", "project_id", "client_id")
    found: defaultdict[Budget, dict[uuid.UUID, Cents]] = defaultdict(dict)
    for unit, project, client, owed in sums.annotate(owed=Sum(F("budget") - F("available"))):
        if owed:
            found[Budget(unit, project)][client] = owed
    return found


def _largest(found: Mapping[Key, AtStake], most: int) -> list[Key]:
    at_stake = [key for key in found if found[key].total]
    return sorted(at_stake, key=lambda key: found[key].total, reverse=True)[:most]
