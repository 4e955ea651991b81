"""From an amount the reader wants to the gross pay that gives it, to the cent.

A payslip goes one way, from gross to net and cost. The way back is a search over whole cents:

* `least_gross_giving` climbs: a cent of pay, with the holiday pay it earns, never adds more than 1.25 cents of net, so
  a step of four fifths of what is still missing cannot jump over the first pay that reaches the target. It copes with
  nets that fall back a little at a bracket.
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
    """The smallest gross whose net is at least the target; its net equals the target whenever some gross reaches it.

    Raises `OutOfReach` when even ``largest`` does not give that net.
    """
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
