"""Takings with VAT in them: how much is VAT, and how much the unit earned without it. Pure, country-free."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.money import Cents, round_cents


@dataclass(frozen=True, slots=True)
class Takings:
    """What the public paid, in cents: without VAT, and the VAT in it. The two add to the whole."""

    net: Cents
    vat: Cents


def takings(*, gross: Cents, vat_rate: Decimal) -> Takings:
    """Take the VAT out of an amount that includes it, rounded half-up once; the rest is what was earned (X13)."""
    vat = round_cents(gross * vat_rate / (1 + vat_rate))
    return Takings(gross - vat, vat)
