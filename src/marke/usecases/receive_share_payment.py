"""Money for shares arrives: the payer is a member from that day, and a unit that waited for it opens."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from marke.domain.ledger.operations import Posting, post_many
from marke.domain.members.models import Subscription
from marke.domain.members.operations import SharePayment, receive_payments
from marke.rules.posting.recipes.shares import share_paid
from marke.usecases.join_enterprise import complete_applications
from marke.usecases.subscribe_share import SOURCE


def receive_share_payments(*, payments: Sequence[SharePayment], today: dt.date, actor: uuid.UUID) -> list[Subscription]:
    """Issue the shares that were paid and book the money (P31, second half; rule 4: effective when it arrives).

    Raises as `marke.domain.members.operations.receive_payments`.
    """
    paid = receive_payments(payments=payments, today=today, actor=actor)
    post_many(
        postings=[
            _posting(subscription.pk, replace(payment, amount=subscription.amount))
            for payment, subscription in zip(payments, paid, strict=True)
        ],
        actor=actor,
    )
    people = [subscription.member.person_id for subscription in paid if subscription.member.person_id]
    complete_applications(person_ids=people, today=today, actor=actor)
    return paid


def share_entry(*, subscription_id: uuid.UUID, payment: SharePayment, actor: uuid.UUID) -> int:
    """The ledger entry of a share that was paid with this payment."""
    return post_many(postings=[_posting(subscription_id, payment)], actor=actor)[0].entry_id


def _posting(subscription_id: uuid.UUID, payment: SharePayment) -> Posting:
    return Posting(share_paid(on=payment.paid_on, amount=payment.amount), (SOURCE, subscription_id), "pay")
