"""Where the money of a wage stands: guaranteed, advanced, settled, or borne by the guarantee for good.

A wage is paid at most seven working days after the work, whether or not the client has paid (rule 13). What clients
still owe then is advanced, and comes back when they pay (shared-enterprise.md, 4.5). All amounts are cents of the
employment budget. The worked example is in docs/algorithms/wage-guarantee.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from marke.kernel.money import Cents


class Standing(Enum):
    """The one word for the money of a wage."""

    GUARANTEED = "guaranteed"
    """Promised on money that clients still owe; the worker is not paid yet."""
    ADVANCED = "advanced"
    """The worker was paid before the client."""
    SETTLED = "settled"
    """The client's money has come in."""
    BORNE = "borne"
    """The unit had no budget left for it: the guarantee paid and nobody gives it back."""


@dataclass(frozen=True, slots=True)
class WageMoney:
    """What pays a wage, by where it stands; the four parts make the budget that the wage takes."""

    guaranteed: Cents = 0
    advanced: Cents = 0
    settled: Cents = 0
    borne: Cents = 0

    def __add__(self, other: WageMoney) -> WageMoney:
        return WageMoney(
            self.guaranteed + other.guaranteed,
            self.advanced + other.advanced,
            self.settled + other.settled,
            self.borne + other.borne,
        )

    @property
    def parts(self) -> list[tuple[Standing, Cents]]:
        """What there is of each, the least certain first."""
        found = zip(Standing, (self.guaranteed, self.advanced, self.settled, self.borne), strict=True)
        return [(standing, amount) for standing, amount in found if amount]

    @property
    def standing(self) -> Standing | None:
        """A wage is settled when nothing of it waits for a client; None while no budget is taken for it."""
        return next((standing for standing, _ in self.parts), None)


def total(moneys: Iterable[WageMoney]) -> WageMoney:
    """The money of several wages together."""
    return sum(moneys, WageMoney())


def not_returned(*, uncollected: Cents, expected: Cents) -> Cents:
    """What a budget was advanced and clients have not returned yet.

    Clients still owe the unit ``uncollected``; had nothing been advanced, the books would expect just as much.
    """
    return max(uncollected - max(expected, 0), 0)


def part_not_returned(*, taken: Cents, since: Cents, outstanding: Cents) -> Cents:
    """The part of one advance (``taken``) that is not returned of all that is ``outstanding``.

    Money that comes in settles the oldest advance first, so what is outstanding lies on those made ``since``, and only
    then on this one.
    """
    return min(taken, max(outstanding - since, 0))


def booked(*, received: Cents, advance: Cents, waiting: Cents, borne: Cents, is_paid: bool) -> WageMoney:
    """A wage in the books, of whose advance the part ``waiting`` is not returned; advanced once the worker is paid."""
    settled = received + advance - waiting
    if is_paid:
        return WageMoney(advanced=waiting, settled=settled, borne=borne)
    return WageMoney(guaranteed=waiting, settled=settled, borne=borne)
