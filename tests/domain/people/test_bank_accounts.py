"""A new account pauses 48 hours, and the person hears of it."""

import datetime as dt

import pytest
from django.core import mail
from tests.support.cooperative import NOW, Facts, known_person

from marke.countries.be.identifiers import NotAnIdentifier, make_iban
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.people.bank_accounts import SameAccount, account_in_use
from marke.domain.people.models import User
from marke.usecases.change_bank_account import change_bank_account

OLD, NEW = make_iban(1001), make_iban(2002)


def test_a_new_account_is_used_after_48_hours(django_capture_on_commit_callbacks) -> None:
    """Until then money goes to the old one, and a mail tells its owner."""
    user = User.objects.create_user("nora@example.org")
    person = known_person(Facts(user_id=user.pk))
    with django_capture_on_commit_callbacks(execute=True):
        change_bank_account(person_id=person.pk, iban=NEW, now=NOW, actor=SYSTEM)
    almost, after = NOW + dt.timedelta(hours=47, minutes=59), NOW + dt.timedelta(hours=48)
    used = [account_in_use(now=moment, person_id=person.pk).iban for moment in (almost, after)]
    assert used == [OLD, NEW]
    assert mail.outbox[0].to == ["nora@example.org"]
    assert NEW not in mail.outbox[0].body


def test_the_same_account_is_no_change() -> None:
    person = known_person()
    with pytest.raises(SameAccount):
        change_bank_account(person_id=person.pk, iban=OLD, now=NOW, actor=SYSTEM)


@pytest.mark.parametrize("iban", ["", "BE68 5390 0754 7035", "1234", "BE68539007547034BE68539007547034BE68"])
def test_a_mistyped_account_is_refused(iban: str) -> None:
    with pytest.raises(NotAnIdentifier):
        change_bank_account(person_id=known_person().pk, iban=iban, now=NOW, actor=SYSTEM)
