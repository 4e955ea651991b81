"""Parts of an order in cents, so that the invoices together are the order, its VAT included.

A part is one amount per line of the order. VAT is taken once per rate on each invoice, so three thirds of an order
could carry a cent more VAT than the order. The one rounding here prevents it: an invoice that is not the last asks, per
VAT rate, a whole number of *VAT steps* (one euro at 21 %, 25 cents at 12 %, 50 cents at 6 %), on which VAT is exact;
what is cut off, always less than a step, comes with the last. Then the VAT of the parts is the VAT of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import TypeAlias

from marke.kernel.money import Cents, split_by_weight
from marke.rules.vat import Category, NetLine

Amounts: TypeAlias = tuple[Cents, ...]
"""One amount per line of the order, in its order."""

Rate: TypeAlias = tuple[Category, Decimal]
"""What VAT is taken on once: lines of one category and rate."""


def vat_step(rate: Decimal) -> Cents:
    """The smallest amount in cents of which VAT at this rate is a whole number of cents.

    >>> vat_step(Decimal("0.21")), vat_step(Decimal("0.12")), vat_step(Decimal("0.06")), vat_step(Decimal(0))
    (100, 25, 50, 1)
    """
    return rate.as_integer_ratio()[1]


def by_rate(lines: Sequence[NetLine]) -> dict[Rate, list[int]]:
    """The positions of the lines of each category and rate."""
    groups: dict[Rate, list[int]] = {}
    for position, line in enumerate(lines):
        groups.setdefault((line.treatment.category, line.treatment.rate), []).append(position)
    return groups


def total_of(lines: Sequence[NetLine]) -> Amounts:
    """The whole order as a part."""
    return tuple(line.net for line in lines)


def add_up(lines: Sequence[NetLine], parts: Sequence[Amounts]) -> Amounts:
    """What parts of an order are together."""
    return tuple(sum(part[position] for part in parts) for position in range(len(lines)))


def rest_of(lines: Sequence[NetLine], parts: Sequence[Amounts]) -> Amounts:
    """What is left of the order after these parts."""
    done = add_up(lines, parts)
    return tuple(line.net - amount for line, amount in zip(lines, done, strict=True))


def per_rate(lines: Sequence[NetLine], part: Amounts) -> dict[Rate, Cents]:
    """What a part asks at each rate."""
    return {rate: sum(part[position] for position in group) for rate, group in by_rate(lines).items()}


def down_to_step(exact: Decimal | Cents, rate: Rate) -> Cents:
    """Cut an amount down to the VAT step of its rate."""
    step = vat_step(rate[1])
    return int((Decimal(exact) / step).to_integral_value(rounding=ROUND_FLOOR)) * step


def spread(lines: Sequence[NetLine], amounts: dict[Rate, Cents]) -> Amounts:
    """Give each line its share of what is asked at its rate, by its own amount; a discount takes no share."""
    part = [0] * len(lines)
    for rate, group in by_rate(lines).items():
        weights = [max(lines[position].net, 0) for position in group]
        for position, share in zip(group, split_by_weight(amounts.get(rate, 0), weights), strict=True):
            part[position] = share
    return tuple(part)


def share_amounts(lines: Sequence[NetLine], share: Decimal) -> dict[Rate, Cents]:
    """A share of the order at each rate, cut down to its VAT step; the whole order for a share of one."""
    totals = per_rate(lines, total_of(lines))
    if share == 1:
        return totals
    return {rate: down_to_step(total * share, rate) for rate, total in totals.items()}


def split_amount(lines: Sequence[NetLine], amount: Cents) -> dict[Rate, Cents]:
    """Divide a fixed amount over the rates in proportion, each a whole number of VAT steps and never above its total.

    What proportion cuts off goes, a step at a time, to the rates it was cut from, as far as a step fits.
    """
    totals = {rate: max(total, 0) for rate, total in per_rate(lines, total_of(lines)).items()}
    whole = sum(totals.values())
    exact = {rate: Decimal(amount) * total / whole for rate, total in totals.items()}
    given = {rate: down_to_step(share, rate) for rate, share in exact.items()}
    for rate in sorted(given, key=lambda rate: (given[rate] - exact[rate], -vat_step(rate[1]))):
        step = vat_step(rate[1])
        if given[rate] + step <= totals[rate] and sum(given.values()) + step <= amount:
            given[rate] += step
    return given
