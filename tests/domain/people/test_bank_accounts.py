"""A new account pauses three working days, and the person hears of it wherever they read mail."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.support.cooperative import NOW, Facts, known_person

from marke.countries.be.identifiers import NotAnIdentifier, make_iban
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.outbox.models import Message
from marke.domain.people.bank_accounts import SameAccount, account_in_use, accounts_to_pay
from marke.domain.people.models import BankAccount, Person, User
from marke.usecases.change_bank_account import change_bank_account

OLD, NEW = make_iban(1001), make_iban(2002)
MINUTE = dt.timedelta(minutes=1)
LATER = NOW + MINUTE


@pytest.fixture
def nora() -> Person:
    """Somebody who is paid on the old account since a while, and reads mail."""
    user = User.objects.create_user("nora@example.org")
    return known_person(Facts(user_id=user.pk))


def change(person: Person, iban: str = NEW, *, now: dt.datetime = LATER, **wishes: bool) -> BankAccount:
    return change_bank_account(person_id=person.pk, iban=iban, now=now, actor=SYSTEM, **wishes)


def used_at(person: Person, moment: dt.datetime) -> str:
    return account_in_use(now=moment, person_id=person.pk).iban


def told() -> list[str]:
    """Who hears of a new account."""
    return sorted(message.payload["to"] for message in Message.objects.filter(subject_kind="people.bank_account"))


def test_a_new_account_is_used_after_three_working_days(nora: Person) -> None:
    """Registered on Tuesday, used from Friday at the same hour; a mail tells its owner, with the last digits only."""
    account = change(nora)
    assert account.usable_from == LATER + dt.timedelta(days=3)
    assert [used_at(nora, account.usable_from - MINUTE), used_at(nora, account.usable_from)] == [OLD, NEW]
    assert told() == ["nora@example.org"]
    assert NEW not in str(Message.objects.get().payload)


def test_weekends_do_not_shorten_the_pause(nora: Person) -> None:
    """Registered on Friday, used from Wednesday."""
    friday = LATER + dt.timedelta(days=3)
    assert change(nora, now=friday).usable_from == friday + dt.timedelta(days=5)


def test_the_address_before_hears_of_it_too(nora: Person) -> None:
    """A thief who first changes the e-mail address is seen all the same."""
    User.objects.filter(pk=nora.user_id).update(email="thief@example.org")
    change(nora, now=timezone.now() + MINUTE)
    assert told() == ["nora@example.org", "thief@example.org"]


def test_going_back_needs_no_pause_and_the_other_account_is_never_used(nora: Person) -> None:
    """«Did you not ask for this? Change it back»: the account of a thief gets no money, not even later."""
    change(nora)
    change(nora, OLD, now=LATER + MINUTE)
    moments = [LATER + 2 * MINUTE, LATER + dt.timedelta(days=3, minutes=1), LATER + dt.timedelta(days=30)]
    assert {used_at(nora, moment) for moment in moments} == {OLD}


def test_a_second_change_during_the_pause_starts_it_anew(nora: Person) -> None:
    """The first new account is given up; until the second one's pause is over, the old account counts."""
    change(nora)
    second = change(nora, make_iban(3003), now=LATER + dt.timedelta(days=1))
    moments = [LATER + dt.timedelta(days=3, minutes=1), second.usable_from]
    assert [used_at(nora, moment) for moment in moments] == [OLD, make_iban(3003)]


@pytest.mark.parametrize(("waits", "iban"), [(False, OLD), (True, NEW)])
def test_during_the_pause_people_choose_the_old_account_or_to_wait(nora: Person, waits: bool, iban: str) -> None:
    change(nora, waits=waits)
    assert accounts_to_pay(person_ids=[nora.pk], now=LATER + MINUTE)[nora.pk].iban == iban


def test_where_somebody_was_paid_stays_known(nora: Person) -> None:
    """An account ends, it never changes, whoever writes to the database."""
    for deed in (lambda: BankAccount.objects.update(iban=NEW), lambda: BankAccount.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            deed()


def test_the_same_account_is_no_change() -> None:
    person = known_person()
    with pytest.raises(SameAccount):
        change_bank_account(person_id=person.pk, iban=OLD, now=NOW, actor=SYSTEM)


@pytest.mark.parametrize("iban", ["", "BE68 5390 0754 7035", "1234", "BE68539007547034BE68539007547034BE68"])
def test_a_mistyped_account_is_refused(iban: str) -> None:
    with pytest.raises(NotAnIdentifier):
        change_bank_account(person_id=known_person().pk, iban=iban, now=NOW, actor=SYSTEM)
