"""Subscribe shares and book what is owed for them; let unpaid ones expire and undo it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from marke.domain.ledger.operations import Posting, post_many
from marke.domain.members.models import Subscription
from marke.domain.members.operations import NewSubscription
from marke.domain.members.operations import expire_subscriptions as expire
from marke.domain.members.operations import subscribe_shares as subscribe
from marke.rules.posting.recipes.shares import share_expired, share_subscribed

SOURCE = "members.subscription"


def subscribe_shares(
    *, subscriptions: Sequence[NewSubscription], today: dt.date, actor: uuid.UUID
) -> list[Subscription]:
    """Subscribe shares; each subscriber owes the price and gets a communication to pay it with (P31, first half).

    Raises as `marke.domain.members.operations.subscribe_shares`.
    """
    made = subscribe(subscriptions=subscriptions, today=today, actor=actor)
    post_many(
        postings=[
            Posting(
                share_subscribed(on=subscription.subscribed_on, amount=subscription.amount),
                (SOURCE, subscription.pk),
                "subscribe",
            )
            for subscription in made
        ],
        actor=actor,
    )
    return made


def expire_shares(*, today: dt.date, actor: uuid.UUID) -> list[Subscription]:
    """Let the subscriptions expire whose ten days have passed without money (rule 4); nothing is owed any more."""
    late = expire(today=today, actor=actor)
    post_many(
        postings=[
            Posting(share_expired(on=today, amount=subscription.amount), (SOURCE, subscription.pk), "expire")
            for subscription in late
        ],
        actor=actor,
    )
    return late
