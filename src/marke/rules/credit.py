"""How much the enterprise trusts a client: the credit limit, what is at stake, and what the guarantee covers.

Every unit works under one guarantee, so a client has one limit for the whole enterprise and not one per unit. The
figures of the policy are the cooperative's dated choices (shared-enterprise.md, 7.2). The worked example is in
docs/algorithms/client-credit.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from marke.kernel.money import Cents


class Buyer(Enum):
    """What kind of buyer the limit is for."""

    BUSINESS = "business"
    PUBLIC = "public"
    CONSUMER = "consumer"


class Ground(Enum):
    """Why a limit is what it is; the interface says it in a sentence."""

    STARTING = "starting"
    """The limit of a client that has paid nothing in time yet."""
    HISTORY = "history"
    """A multiple of the highest amount paid in time."""
    CAP = "cap"
    """The history would give more than the policy allows."""
    WATCH = "watch"
    """The client is watched: its history does not count, the starting limit does."""
    GRANTED = "granted"
    """Somebody at the desk decided the amount."""
    BLOCKED = "blocked"
    """The client is blocked: nothing more on credit."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The cooperative's choices on a day, in cents; ``factor`` multiplies the highest amount paid in time."""

    business: Cents
    public: Cents
    consumer: Cents
    factor: int
    cap: Cents

    def starting(self, buyer: Buyer) -> Cents:
        """The limit of a client nobody knows yet."""
        return {Buyer.BUSINESS: self.business, Buyer.PUBLIC: self.public, Buyer.CONSUMER: self.consumer}[buyer]


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a client: the highest invoice it paid in time (cents, 0 for none), and its state."""

    highest_paid_in_time: Cents = 0
    is_watched: bool = False
    is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A credit limit in cents, and its ground."""

    amount: Cents
    ground: Ground


def limit_of(buyer: Buyer, history: History, *, policy: Policy, granted: Cents | None = None) -> Limit:
    """The credit limit of a client.

    A blocked client gets nothing on credit, whatever was granted. What the desk granted comes before any computation.
    A client starts with the limit of its kind; every amount paid in time can only raise it, up to the cap. While a
    client is watched its history does not count.
    """
    if history.is_blocked:
        return Limit(0, Ground.BLOCKED)
    if granted is not None:
        return Limit(granted, Ground.GRANTED)
    starting = policy.starting(buyer)
    if history.is_watched:
        return Limit(starting, Ground.WATCH)
    earned = policy.factor * history.highest_paid_in_time
    if earned <= starting:
        return Limit(starting, Ground.STARTING)
    if earned <= policy.cap:
        return Limit(earned, Ground.HISTORY)
    return Limit(max(policy.cap, starting), Ground.CAP)


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the enterprise has at stake with a client, in cents: invoices not paid, and signed orders not invoiced."""

    invoiced: Cents = 0
    ordered: Cents = 0

    @property
    def total(self) -> Cents:
        return self.invoiced + self.ordered


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a client stands against its limit."""

    limit: Limit
    exposure: Exposure

    @property
    def free(self) -> Cents:
        """What may still be added under the guarantee."""
        return max(self.limit.amount - self.exposure.total, 0)

    @property
    def over(self) -> Cents:
        """By how much the limit is passed."""
        return max(self.exposure.total - self.limit.amount, 0)

    def uncovered(self, amount: Cents) -> Cents:
        """The part of a new amount that the guarantee does not cover, because it goes above the limit."""
        return max(amount - self.free, 0)
