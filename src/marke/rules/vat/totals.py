"""The VAT of an invoice: per rate and ground, on the summed base, rounded half-up once.

Two named steps round, and no other: each line (quantity × unit price) to whole cents, and each VAT total.
Worked by hand in docs/algorithms/vat.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.money import Cents, apply_rate, round_cents
from marke.rules.vat.law import Treatment


@dataclass(frozen=True, slots=True)
class NetLine:
    """A line's amount without VAT and how VAT applies to it."""

    net: Cents
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class VatTotal:
    """The VAT of one rate and ground: base and VAT in cents."""

    treatment: Treatment
    base: Cents
    vat: Cents


@dataclass(frozen=True, slots=True)
class Totals:
    """What an invoice amounts to, with one VAT total per rate and ground in the order of the lines."""

    per_treatment: tuple[VatTotal, ...]

    @property
    def net(self) -> Cents:
        return sum(total.base for total in self.per_treatment)

    @property
    def vat(self) -> Cents:
        return sum(total.vat for total in self.per_treatment)

    @property
    def gross(self) -> Cents:
        """What the client pays."""
        return self.net + self.vat


def line_net(*, quantity: Decimal, unit_price: Decimal) -> Cents:
    """Quantity × unit price (in euros), rounded half-up to whole cents."""
    return round_cents(quantity * unit_price * 100)


def totals(lines: Sequence[NetLine]) -> Totals:
    """Add the lines per rate and ground, then take VAT once from each sum."""
    bases: dict[tuple[Decimal, str], Cents] = {}
    treatments: dict[tuple[Decimal, str], Treatment] = {}
    for line in lines:
        key = (line.treatment.rate, line.treatment.code)
        treatments[key] = line.treatment
        bases[key] = bases.get(key, 0) + line.net
    return Totals(tuple(VatTotal(treatments[key], base, apply_rate(base, key[0])) for key, base in bases.items()))
