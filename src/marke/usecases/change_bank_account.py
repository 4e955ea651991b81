"""Change where somebody is paid: the new account pauses, the old contact hears of it, and odd changes open a case."""

from __future__ import annotations

import datetime as dt
import uuid

from django.urls import reverse
from django.utils import timezone

from marke.domain.foundation.queries import trail
from marke.domain.outbox.mail import MailInput, put_mail
from marke.domain.payouts.cases import watch
from marke.domain.people.bank_accounts import NewBankAccount, register_bank_account
from marke.domain.people.models import BankAccount, Person, User

SUBJECT = "people.bank_account"
REMEMBERED = dt.timedelta(days=60)
"""So long an address that was changed still hears of a new account: a thief changes the address first."""


def change_bank_account(
    *, person_id: uuid.UUID, iban: str, now: dt.datetime, actor: uuid.UUID, waits: bool = False
) -> BankAccount:
    """Register a person's new account and tell them by mail, so that a change they did not make is seen in time.

    ``waits`` keeps their pay back during the pause. Raises as
    `marke.domain.people.bank_accounts.register_bank_account`.
    """
    account = register_bank_account(new=NewBankAccount(iban, person_id=person_id, waits=waits), now=now, actor=actor)
    watch(account=account, now=now)
    person = Person.objects.select_related("user").get(pk=person_id)
    put_mail(mails=[_mail(person, account, address) for address in _addresses(person, now)], actor=actor)
    return account


def _addresses(person: Person, now: dt.datetime) -> list[str]:
    """Where the person reads mail, and where they read it until lately."""
    user = person.user
    if user is None:
        return []
    changes = trail(table_name=User._meta.db_table, object_id=str(user.pk), since=now - REMEMBERED)
    before = [event.before["email"] for event in changes if event.before and "email" in event.before]
    return list(dict.fromkeys([user.email, *before]))


def _mail(person: Person, account: BankAccount, address: str) -> MailInput:
    moment = timezone.localtime(account.usable_from)
    return MailInput(
        key=f"account-changed:{account.pk}:{address}",
        to=address,
        language=person.language,
        template="account_changed",
        context={
            "name": person.given_name,
            "digits": account.iban[-4:],
            "day": moment.date().isoformat(),
            "hour": f"{moment:%H:%M}",
            "link": reverse("my_bank_account"),
        },
        subject=(SUBJECT, account.pk),
        unit_id=None,
    )
