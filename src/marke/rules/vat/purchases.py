"""What a purchase costs a unit: the amount paid less the VAT that the enterprise gets back.

Fully deductible: the unit bears the amount without VAT. Half deductible (a car): plus half of the VAT. Not deductible
(a restaurant, a till receipt without the enterprise's name and VAT number): the whole amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.money import Cents, apply_rate, round_cents
from marke.kernel.refusal import Refusal, gettext_noop


@dataclass(frozen=True, slots=True)
class DeductionRule:
    """Which part of the VAT on a kind of cost comes back, when there is an invoice in the enterprise's name."""

    code: str
    share: Decimal
    reference: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase in cents: what is paid, the VAT in it, the part of that VAT that comes back, what the unit bears."""

    gross: Cents
    vat: Cents
    deductible: Cents

    @property
    def charge(self) -> Cents:
        """What the unit's budget bears."""
        return self.gross - self.deductible


def purchase(*, gross: Cents, vat_rate: Decimal, deductible_share: Decimal) -> Purchase:
    """Take the VAT out of an amount that includes it, and from that the part that comes back; each rounded half-up.

    Raises `Refusal` for an amount that is not above zero.
    """
    if gross <= 0:
        raise Refusal("cost.amount", gettext_noop("The amount paid must be more than zero."), field="gross")
    vat = round_cents(gross * vat_rate / (1 + vat_rate))
    return Purchase(gross, vat, apply_rate(vat, deductible_share))
