"""Money as integer cents, rates as exact decimals, and the named rounding steps between them.

An amount of money inside Marke is an ``int`` that counts euro cents (`Cents`). A rate, a number of hours or a unit
price is a ``Decimal``. They meet only in `round_cents`, so that each rounding is a visible, named step; a ``float``
is refused everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import Enum
from itertools import pairwise
from typing import TypeAlias

Cents: TypeAlias = int
"""An amount in euro cents; negative where money goes the other way."""

LARGEST_AMOUNT: Cents = 10**14
"""No single amount exceeds one trillion euro (ledger rule R1): larger is a typing error, not money."""


class Rounding(Enum):
    """How an exact amount becomes whole cents. The law or the contract decides which; the caller names it."""

    HALF_UP = ROUND_HALF_UP
    """Ordinary rounding: half a cent goes away from zero. The default of Belgian VAT and payroll."""
    HALF_EVEN = ROUND_HALF_EVEN
    DOWN = ROUND_DOWN
    """Cut off towards zero: withholding scales that drop the third decimal."""
    UP = ROUND_UP
    FLOOR = ROUND_FLOOR
    """Fit into a budget: never more than what is there."""
    CEILING = ROUND_CEILING
    """Cover a cost: never less than what is needed."""


def round_cents(cents: Decimal, mode: Rounding = Rounding.HALF_UP) -> Cents:
    """Round an exact number of *cents* (not euros) held in a ``Decimal`` to whole cents.

    >>> round_cents(Decimal("12.5"))
    13

    Raises ``TypeError`` for a float and ``ValueError`` for NaN or infinity: money is always exact.
    """
    if not isinstance(cents, Decimal):
        raise TypeError(f"Money is rounded from an exact Decimal, not from {type(cents).__name__}.")
    if not cents.is_finite():
        raise ValueError("An amount of money must be a finite number.")
    return int(cents.quantize(Decimal(1), rounding=mode.value))


def apply_rate(amount: Cents, rate: Decimal, mode: Rounding = Rounding.HALF_UP) -> Cents:
    """The rate's part of an amount, rounded once: 6.5 % of EUR 1,000.00 is EUR 65.00."""
    return round_cents(Decimal(amount) * rate, mode)


def split_by_weight(amount: Cents, weights: Sequence[int | Decimal]) -> list[Cents]:
    """Divide an amount by weights so that the parts add to the whole (largest remainder, earlier part first on a tie).

    Raises ``ValueError`` when there is no positive weight to carry a non-zero amount, or when a weight is negative.
    """
    exact = [Decimal(weight) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise ValueError("A weight cannot be negative.")
    total = sum(exact)
    if total == 0:
        if amount:
            raise ValueError("An amount cannot be divided over parts that all weigh nothing.")
        return [0] * len(exact)
    sign, rest = (1, amount) if amount >= 0 else (-1, -amount)
    shares = [Decimal(rest) * weight / total for weight in exact]
    parts = [int(share.to_integral_value(rounding=ROUND_FLOOR)) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for index in by_remainder[: rest - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def split_over_time(amount: Cents, parts: int) -> list[Cents]:
    """Spread an amount over equal periods by cumulative rounding; the parts always add to the total.

    Part n = round(total x n / N) - round(total x (n-1) / N), as in the depreciation and loan examples of the docs.
    """
    if parts < 1:
        raise ValueError("An amount is spread over at least one period.")
    marks = [round_cents(Decimal(amount * n) / parts) for n in range(parts + 1)]
    return [after - before for before, after in pairwise(marks)]
