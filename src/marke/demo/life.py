"""The year under way: what the parts of the demo remember for each other from week to week."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Protocol

from marke.countries.registry import country
from marke.demo.founding import HOUSE, Founded
from marke.demo.plan import InvoicePlan, Plan
from marke.domain.sales.models import Client
from marke.domain.sales.pricing import buyer_of
from marke.kernel.money import Cents
from marke.rules.vat import VatLaw


class Tell(Protocol):
    """Where progress goes: a stage, how many pieces are done, how many there are."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Issued:
    """What the year has to remember of an invoice until it is paid."""

    id: uuid.UUID
    gross: Cents
    communication: str
    planned: InvoicePlan


@dataclass
class Life:
    """The year under way: keys of units and clients, invoices that wait for money."""

    plan: Plan
    founded: Founded
    units: Sequence[int]
    random: Random
    clients: list[uuid.UUID] = field(default_factory=list)
    due: defaultdict[dt.date, list[tuple[Issued, float]]] = field(default_factory=lambda: defaultdict(list))
    bank_lines: int = 0
    costs: int = 0
    contracts: int = 0
    payslips: int = 0

    @property
    def law(self) -> VatLaw:
        """The VAT law of the house."""
        return country(HOUSE).vat_law()

    def vat(self, client: Client, on: dt.date) -> tuple[Decimal, str]:
        """The usual rate for a client of the enterprise, with its ground."""
        found = self.law.treatments(buyer=buyer_of(client), on=on)
        across = next((each for each in found if each.code in ("eu_services", "outside_eu_services")), found[0])
        return across.rate, across.code
