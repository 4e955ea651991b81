"""Remind members of takings they have not paid in: the day after the last day, then every week."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from marke.domain.outbox.mail import MailInput, put_mail
from marke.domain.parameters.queries import choice
from marke.domain.people.models import User
from marke.domain.receipts.models import Receipt
from marke.domain.receipts.queries import to_remind

MOST_REMINDERS = 12
"""After as many, a person of the desk is needed; the late receipt stays in the queue there."""


def remind_receipts(*, now: dt.datetime, actor: uuid.UUID) -> int:
    """Mail whoever declared receipts that are late and due for a reminder; answers how many. Repeating is harmless."""
    today = timezone.localdate(now)
    every = dt.timedelta(days=int(choice("receipt.reminder_days", as_of=today)))
    yesterday = today - dt.timedelta(days=1)
    late = list(to_remind(due_on=[yesterday - every * n for n in range(MOST_REMINDERS)]))
    users = User.objects.in_bulk({receipt.declared_by for receipt in late})
    mails = _mails([(receipt, users[receipt.declared_by]) for receipt in late if receipt.declared_by in users], today)
    put_mail(mails=mails, actor=actor)
    return len(mails)


def _mails(late: Sequence[tuple[Receipt, User]], today: dt.date) -> list[MailInput]:
    return [
        MailInput(
            key=f"receipt:{receipt.pk}:late:{today.isoformat()}",
            to=user.email,
            language=user.language,
            template="receipt_late",
            context={
                "number": receipt.number,
                "description": receipt.description,
                "unit": str(receipt.unit),
                "outstanding": receipt.outstanding,
                "budget": receipt.budget,
                "due_on": receipt.due_on.isoformat(),
                "link": reverse("taking", kwargs={"unit": receipt.unit_id, "taking": receipt.pk}),
            },
            subject=("receipts.receipt", receipt.pk),
            unit_id=receipt.unit_id,
        )
        for receipt, user in late
    ]
