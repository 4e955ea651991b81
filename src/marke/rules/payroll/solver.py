"""From an amount the reader wants to the gross pay that gives it, to the cent.

A payslip goes one way, from gross to net and cost. The way back is a search over whole cents. It rests on one fact: a
cent of pay, with the holiday pay it earns, never adds more than 1.25 cents of net. Net may fall back, at a bracket.

* `least_gross_giving` climbs in steps of four fifths of what is still missing, which cannot jump over the first pay
  that reaches the target. When rounding skips it there, `_exact_gross` searches every stretch that could hold it.
* `largest_gross_within` halves: cost and invoice amount only rise with gross.
"""

from __future__ import annotations

from collections.abc import Callable

from marke.kernel.money import LARGEST_AMOUNT, Cents
from marke.kernel.refusal import Refusal, gettext_noop

CLOSE: Cents = 8
"""Near the target the climb looks at every cent, since rounding may move net by two or three cents at once."""


class OutOfReach(Refusal):
    """No gross pay gives the amount asked."""


def least_gross_giving(target: Cents, net_of: Callable[[Cents], Cents], *, largest: Cents = LARGEST_AMOUNT) -> Cents:
    """A gross whose net is the target when any gross near gives it, else the first gross whose net covers it.

    Raises `OutOfReach` when even ``largest`` does not give that net.
    """
    covering = _climb(target, net_of, largest)
    if net_of(covering) == target:
        return covering
    exact = _exact_gross(target, net_of, min(largest, 2 * (covering + target) + CLOSE))
    return covering if exact is None else exact


def _climb(target: Cents, net_of: Callable[[Cents], Cents], largest: Cents) -> Cents:
    gross = 0
    missing = target - net_of(gross)
    while missing > 0:
        gross += max(1, missing * 4 // 5 - CLOSE)
        if gross > largest:
            raise OutOfReach(
                "payroll.net-out-of-reach",
                gettext_noop("No gross pay gives this net amount."),
                field="amount",
                params={"amount": target},
            )
        missing = target - net_of(gross)
    return gross


def _exact_gross(target: Cents, net_of: Callable[[Cents], Cents], largest: Cents) -> Cents | None:
    """The smallest gross up to a limit whose net is exactly the target, or None.

    A stretch cannot hold it when even the steepest rise from its start stays below, or when the steepest rise to its
    end would have to begin above; every other stretch is halved.
    """
    stretches = [(0, net_of(0) - target, largest, net_of(largest) - target)]
    while stretches:
        low, above_low, high, above_high = stretches.pop()
        if above_low == 0:
            return low
        reach = (high - low) * 5 // 4 + CLOSE
        if above_low + reach < 0 or above_high - reach > 0:
            continue
        if high - low == 1:
            if above_high == 0:
                return high
            continue
        middle = (low + high) // 2
        above_middle = net_of(middle) - target
        stretches += [(middle, above_middle, high, above_high), (low, above_low, middle, above_middle)]
    return None


def largest_gross_within(limit: Cents, cost_of: Callable[[Cents], Cents]) -> Cents:
    """The largest gross whose cost does not exceed the limit, for a cost that never falls when gross rises.

    Raises `OutOfReach` when the cost at a gross of nothing already exceeds the limit.
    """
    if cost_of(0) > limit:
        raise OutOfReach(
            "payroll.budget-too-small",
            gettext_noop("The amount does not even cover the costs that come with a contract without pay."),
            field="amount",
            params={"amount": limit},
        )
    low, high = 0, max(limit, 1)
    while cost_of(high) <= limit:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if cost_of(middle) <= limit else (low, middle)
    return low
