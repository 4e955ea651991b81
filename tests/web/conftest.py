"""Visitors of the site: anybody, a member with a unit, staff with their second factor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.support.selling import open_house, open_unit

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import Person, StaffRole, User

PASSWORD = "three plain words together"


def make_user(email: str, *, staff_role: str = "", second_factor: bool = False) -> User:
    """A log-in whose e-mail address is confirmed."""
    user = User.objects.create_user(email, PASSWORD, staff_role=staff_role, language="en")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if second_factor:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "none"})
    return user


@pytest.fixture
def house(db: None) -> None:
    """The cooperative is open, with its choices and its books."""
    with acting_as_system():
        open_house()


@pytest.fixture
def nora(house: None) -> User:
    """A member who holds unit 1001."""
    with acting_as_system():
        user = make_user("nora@example.org")
        open_unit(1001, user=user)
    return user


@pytest.fixture
def karim(house: None) -> User:
    """A member who holds unit 1002 and has nothing to do with unit 1001."""
    with acting_as_system():
        user = make_user("karim@example.org")
        open_unit(1002, user=user)
    return user


@pytest.fixture
def fresh(house: None) -> User:
    """Somebody who is known and has no unit yet."""
    with acting_as_system():
        user = make_user("fresh@example.org")
        Person.objects.create(user=user, given_name="Fien", family_name="Maes")
    return user


@pytest.fixture
def staff(house: None) -> Callable[[StaffRole], User]:
    """Makes a member of staff with a second factor."""

    def make(role: StaffRole) -> User:
        with acting_as_system():
            return make_user(f"{role}@example.org", staff_role=role, second_factor=True)

    return make


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """Makes a browser in which somebody is signed in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
