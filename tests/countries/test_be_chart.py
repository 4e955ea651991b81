"""The Belgian chart has one account for every role, in the class the law gives it."""

from __future__ import annotations

import pytest

from marke.countries.be.chart import CLASSES, account_for, accounts
from marke.rules.posting.roles import ROLES, Book


def test_every_role_has_its_account():
    """No role without an account, no account without a role."""
    assert set(accounts()) == {role.code for role in ROLES}


def test_numbers_are_unique_and_of_six_digits():
    """Two roles never share a number."""
    numbers = [account.number for account in accounts().values()]
    assert len(set(numbers)) == len(numbers)
    assert all(number.isdigit() and len(number) == 6 for number in numbers)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_the_class_follows_the_book(role):
    """Costs are in class 6, income in class 7, budgets in class 9 and nothing else is."""
    expected = {"cost": "6", "revenue": "7"}.get(role.code.split(".")[0])
    account = account_for(role.code)
    assert account.account_class in CLASSES
    assert (account.account_class == "9") == (role.book is Book.BUDGET)
    assert expected is None or account.account_class == expected


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_every_account_has_a_name_in_each_language(language):
    """The chart reads in Dutch, French, English and German."""
    assert all(account.name(language) for account in accounts().values())


def test_an_unknown_role_is_refused():
    """The chart never guesses an account."""
    with pytest.raises(KeyError):
        account_for("nowhere")
