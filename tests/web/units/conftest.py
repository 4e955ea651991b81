"""A member logged in, with a unit that has money, in a year of today's books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from tests.support.enterprise import ACTOR, a_shareholder, a_unit, a_user, an_adviser, open_books, receive

from marke.domain.foundation.transactions import acting
from marke.domain.people.models import Person, StaffRole
from marke.domain.units.models import Unit


@pytest.fixture
def holder(db: None) -> Iterator[Person]:
    """Somebody with a share for this year."""
    today = timezone.localdate()
    with acting(actor=ACTOR, staff=True):
        open_books(today.year - 1, today.year)
        an_adviser()
        return a_shareholder("Nora", today.year)


@pytest.fixture
def unit(holder: Person) -> Unit:
    """The holder's unit, with EUR 1,000.00 received."""
    today = timezone.localdate()
    with acting(actor=ACTOR, staff=True):
        made = a_unit(holder, name="Atelier Nora", day=today)
        receive(made, 1000_00, day=today)
    return made


@pytest.fixture
def member(client: Client, holder: Person) -> Client:
    """The holder's browser."""
    client.force_login(holder.user)
    return client


def desk_of(role: StaffRole) -> Client:
    """The browser of a member of staff, who has a second factor."""
    with acting(actor=ACTOR, staff=True):
        user = a_user(staff_role=role)
        Person.objects.create(user=user, given_name="Ann", family_name="De Desk")
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    desk = Client()
    desk.force_login(user)
    return desk


@pytest.fixture
def adviser_desk(db: None) -> Client:
    """A senior adviser's browser at the desk."""
    return desk_of(StaffRole.SENIOR_ADVISER)
