"""A member who holds unit 1001 with a client, another who holds 1002, and an adviser; each in their own browser."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client as Browser
from tests.support.quoting import Offer, offering
from tests.support.selling import client_of

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole, User


@pytest.fixture
def on_the_day(db: None) -> Iterator[None]:
    """Pages show the eleventh of September 2026."""
    with time_machine.travel(dt.datetime(2026, 9, 11, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def festival(on_the_day: None, nora: User) -> uuid.UUID:
    """A client of unit 1001."""
    with acting_as_system():
        return client_of(1001, postcode="9000", municipality="Gent", email="office@festival.example")


@pytest.fixture
def offer(festival: uuid.UUID) -> Offer:
    """Makes drafts of unit 1001 for the festival."""

    def draft(*prices: str, **more: object):
        with acting_as_system():
            return offering(1001, festival)(*prices, **more)

    return draft


@pytest.fixture
def member(on_the_day: None, nora: User, as_user: Callable[[User], Browser]) -> Browser:
    return as_user(nora)


@pytest.fixture
def desk(on_the_day: None, staff: Callable[[StaffRole], User], as_user: Callable[[User], Browser]) -> Browser:
    return as_user(staff(StaffRole.ADVISER))
