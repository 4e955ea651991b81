"""The contribution to the common pot: what is taken from an invoice, and what to invoice to have enough left.

Rules 8 and 9 of the shared enterprise: the contribution is a part (6.5 % in practice) of what is invoiced without VAT;
so an invoice that must leave a budget is that budget divided by one minus the rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.money import Cents, Rounding, apply_rate, round_cents


@dataclass(frozen=True, slots=True)
class Shared:
    """An amount without VAT, divided between the common pot and the unit. The two parts add to the whole."""

    net: Cents
    contribution: Cents
    budget: Cents

    def __post_init__(self) -> None:
        if self.contribution + self.budget != self.net:
            raise ValueError("Contribution and budget must add to the amount without VAT.")


def share(net: Cents, *, rate: Decimal) -> Shared:
    """Divide what is invoiced without VAT: the contribution, rounded half-up once, and the unit's budget (rule 8)."""
    contribution = apply_rate(net, rate)
    return Shared(net, contribution, net - contribution)


def net_to_invoice(budget_needed: Cents, *, rate: Decimal) -> Cents:
    """What to invoice without VAT so that at least ``budget_needed`` is left for the unit (rule 9).

    Rounded up because it covers a cost, then checked by computing forward.
    """
    net = round_cents(budget_needed / (1 - rate), Rounding.CEILING)
    while share(net, rate=rate).budget < budget_needed:
        net += 1
    return net
