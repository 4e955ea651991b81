"""A member who holds unit 1001, another who holds 1002, and an accountant; each in their own browser."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client as Browser
from tests.support.selling import open_house, open_unit

from marke.domain.accounts.models import DemoPersona
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole, User


@pytest.fixture(autouse=True)
def on_the_day(db: None):
    """Pages show the eleventh of September 2026."""
    with time_machine.travel(dt.datetime(2026, 9, 11, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def selling(on_the_day: None) -> None:
    """The enterprise with units 1001 and 1002."""
    with acting_as_system():
        open_house()
        for number, name in ((1001, "ann"), (1002, "bob")):
            open_unit(number, user=User.objects.create_user(f"{name}@example.org", language="en"))
        clerk = User.objects.create_user("clerk@example.org", language="en", staff_role=StaffRole.ACCOUNTANT)
        DemoPersona.objects.create(user=clerk, name="Kim", title="Clerk", story="Keeps the books", order=1)


def browser(email: str) -> Browser:
    found = Browser()
    found.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


@pytest.fixture
def ann(selling: None) -> Browser:
    return browser("ann@example.org")


@pytest.fixture
def bob(selling: None) -> Browser:
    return browser("bob@example.org")


@pytest.fixture
def clerk(selling: None) -> Browser:
    return browser("clerk@example.org")
