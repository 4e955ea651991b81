"""Change where somebody is paid: the new account pauses, and the old contact hears of it."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from marke.domain.people.bank_accounts import NewBankAccount, register_bank_account
from marke.domain.people.models import BankAccount, Person


def change_bank_account(*, person_id: uuid.UUID, iban: str, now: dt.datetime, actor: uuid.UUID) -> BankAccount:
    """Register a person's new account and tell them by mail, so that a change they did not make is seen in time.

    Raises as `marke.domain.people.bank_accounts.register_bank_account`.
    """
    account = register_bank_account(new=NewBankAccount(iban, person_id=person_id), now=now, actor=actor)
    person = Person.objects.select_related("user").get(pk=person_id)
    if person.user is not None:
        with translation.override(person.language):
            subject, body = _notice(person, account)
        transaction.on_commit(partial(send_mail, subject, body, None, [person.user.email]))
    return account


def _notice(person: Person, account: BankAccount) -> tuple[str, str]:
    """The mail, in the person's language; it shows the last digits only."""
    body = gettext(
        "Hello %(name)s,\n\n"
        "From %(day)s we pay you on the account that ends in %(digits)s. Until then the account before it counts.\n\n"
        "Did you not ask for this? Log in and change it back, or call the desk today.\n"
    )
    moment = timezone.localtime(account.usable_from)
    values = {
        "name": person.given_name,
        "day": f"{date_format(moment, 'DATE_FORMAT')} {moment:%H:%M}",
        "digits": account.iban[-4:],
    }
    return gettext("Your bank account changes"), body % values
