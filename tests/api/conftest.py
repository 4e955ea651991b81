"""Two members with a unit, a client and a key each, on one day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import caches
from tests.support.asking import Program, holder_of, secret_of
from tests.support.selling import NOW, OTHER_NUMBER, client_of, open_house

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import User


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> Iterator[None]:
    caches["addresses"].clear()
    yield
    caches["addresses"].clear()


@pytest.fixture
def today() -> Iterator[None]:
    """The day of the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nora(db: None, today: None) -> User:
    """A member who holds unit 1001."""
    with acting_as_system():
        open_house()
    return holder_of(1001, email="nora@example.org")


@pytest.fixture
def program(nora: User) -> Program:
    """Nora's program, which may do everything in unit 1001."""
    return Program(secret_of(nora, 1001), 1001)


@pytest.fixture
def stranger(nora: User) -> Program:
    """The program of somebody else, which opens unit 1002 alone."""
    return Program(secret_of(holder_of(1002), 1002), 1002)


@pytest.fixture
def lumen(nora: User) -> uuid.UUID:
    """A client of unit 1001."""
    with acting_as_system():
        return client_of(1001, email="bookkeeping@festival.example")


@pytest.fixture
def theirs(stranger: Program) -> uuid.UUID:
    """A client of unit 1002 alone."""
    with acting_as_system():
        return client_of(1002, name="Opera", number=OTHER_NUMBER)
