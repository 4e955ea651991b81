"""The VAT of an invoice: per category and rate, on the summed base, rounded half-up once.

Two named steps round, and no other: each line (quantity × unit price) to whole cents, and each VAT total.
Worked by hand in docs/algorithms/vat.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.money import Cents, apply_rate, round_cents
from marke.rules.vat.law import Category, Ground, Treatment


@dataclass(frozen=True, slots=True)
class NetLine:
    """A line's amount without VAT and how VAT applies to it."""

    net: Cents
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class VatTotal:
    """The VAT of one category and rate: base and VAT in cents, and the grounds that its lines name, in their order."""

    category: Category
    rate: Decimal
    grid: str
    grounds: tuple[Ground, ...]
    base: Cents
    vat: Cents

    @property
    def reason_code(self) -> str:
        """The code of the reason (VATEX), when all grounds share one."""
        codes = {ground.reason_code for ground in self.grounds}
        return codes.pop() if len(codes) == 1 else ""

    def sentences(self, language: str) -> tuple[str, ...]:
        """The legal text of each ground."""
        return tuple(ground.sentences[language] for ground in self.grounds)


@dataclass(frozen=True, slots=True)
class Totals:
    """What an invoice amounts to, with one VAT total per category and rate in the order of the lines."""

    breakdown: tuple[VatTotal, ...]

    @property
    def net(self) -> Cents:
        return sum(total.base for total in self.breakdown)

    @property
    def vat(self) -> Cents:
        return sum(total.vat for total in self.breakdown)

    @property
    def gross(self) -> Cents:
        """What the client pays."""
        return self.net + self.vat


def line_net(*, quantity: Decimal, unit_price: Decimal) -> Cents:
    """Quantity × unit price (in euros), rounded half-up to whole cents."""
    return round_cents(quantity * unit_price * 100)


def totals(lines: Sequence[NetLine]) -> Totals:
    """Add the lines per category and rate, then take VAT once from each sum (no VAT rounding per line)."""
    groups: dict[tuple[Category, Decimal], list[NetLine]] = {}
    for line in lines:
        groups.setdefault((line.treatment.category, line.treatment.rate), []).append(line)
    return Totals(tuple(_total(group) for group in groups.values()))


def _total(lines: Sequence[NetLine]) -> VatTotal:
    first, base = lines[0].treatment, sum(line.net for line in lines)
    grounds = {line.treatment.code: line.treatment.ground for line in lines if line.treatment.ground}
    return VatTotal(first.category, first.rate, first.grid, tuple(grounds.values()), base, apply_rate(base, first.rate))
