"""A unit with a client on the network, an access point, a member and an accountant in their browsers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client as Browser
from tests.support.network import network
from tests.support.selling import open_house, open_unit
from tests.support.visitors import log_in

from marke.domain.accounts.models import DemoPersona
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole, User
from marke.ops.einvoice.simulator import Simulator


@pytest.fixture
def on_the_day(db: None) -> Iterator[None]:
    """Pages show the eleventh of September 2026."""
    with time_machine.travel(dt.datetime(2026, 9, 11, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Simulator]:
    with network(tmp_path) as simulator:
        simulator.book.register("0208:0403019261")
        yield simulator


@pytest.fixture
def selling(on_the_day: None, net: Simulator) -> None:
    """The enterprise with units 1001 and 1002."""
    with acting_as_system():
        open_house()
        open_unit(1001, user=User.objects.create_user("ann@example.org", language="en"))
        open_unit(1002, user=User.objects.create_user("bob@example.org", language="en"))
        clerk = User.objects.create_user("clerk@example.org", language="en", staff_role=StaffRole.ACCOUNTANT)
        DemoPersona.objects.create(user=clerk, name="Kim", title="Clerk", story="Keeps the books", order=1)


@pytest.fixture
def ann(selling: None) -> Browser:
    return log_in(User.objects.get(email="ann@example.org"))


@pytest.fixture
def bob(selling: None) -> Browser:
    return log_in(User.objects.get(email="bob@example.org"))


@pytest.fixture
def clerk(selling: None) -> Browser:
    return log_in(User.objects.get(email="clerk@example.org"))
