"""A worker is killed between any two steps of the way of a message: nothing leaves twice, nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import OwnDatabase
from tests.crash.dying_worker import MOMENTS

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.enums import State
from marke.domain.outbox.models import Message
from marke.domain.outbox.operations import MessageInput, put
from marke.kernel.ids import uuid7
from marke.ops.installation import PROJECT

KEYS = ("a", "b", "c")
LATER = 11
"""Minutes after which a claim of ten has ended."""

Run = Callable[..., int]


@pytest.fixture
def other_side(tmp_path: Path) -> Path:
    """An honest receiver, which knows what it has."""
    return empty(tmp_path / "access point")


@pytest.fixture
def mail_server(tmp_path: Path) -> Path:
    """A receiver that cannot be asked."""
    return empty(tmp_path / "mail server")


def empty(ledger: Path) -> Path:
    ledger.touch()
    return ledger


@pytest.fixture
def run(own_database: OwnDatabase) -> Run:
    """Three messages wait; run a worker as a process of its own and answer how it ended."""
    with acting_as_system():
        put(messages=[MessageInput("test", key, ("thing", uuid7()), None) for key in KEYS], actor=SYSTEM)

    def child(ledger: Path, *, moment: str = "", minutes_later: int = 0) -> int:
        command = [sys.executable, "-m", "tests.crash.dying_worker", str(own_database.server.socket_folder)]
        return subprocess.run(
            [*command, own_database.name, str(ledger), str(minutes_later), moment],
            cwd=PROJECT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "marke.config.settings.test"},
            check=False,
        ).returncode

    return child


def states() -> dict[str, str]:
    with acting_as_system():
        return dict(Message.objects.order_by("key").values_list("key", "state"))


def delivered(ledger: Path) -> list[str]:
    return sorted(ledger.read_text().split())


def test_a_worker_that_lives_delivers_each_once(run: Run, other_side: Path):
    """The control: without a kill every message arrives."""
    assert run(other_side) == 0
    assert delivered(other_side) == list(KEYS)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_each_message_arrives_exactly_once(run: Run, other_side: Path, moment: str):
    """The next worker finds out what arrived, sends what did not, and touches nothing else."""
    assert run(other_side, moment=moment) == -signal.SIGKILL
    assert run(other_side, minutes_later=LATER) == 0
    assert delivered(other_side) == list(KEYS)
    assert set(states().values()) == {State.SENT}


def test_killed_while_asking_it_is_asked_again(run: Run, other_side: Path):
    """A second death during the recovery of the first changes nothing."""
    assert run(other_side, moment="left, no answer yet") == -signal.SIGKILL
    assert run(other_side, moment="asking", minutes_later=LATER) == -signal.SIGKILL
    assert run(other_side, minutes_later=2 * LATER) == 0
    assert delivered(other_side) == list(KEYS)


@pytest.mark.parametrize("seed", range(3))
def test_killed_again_and_again_each_message_arrives_exactly_once(run: Run, other_side: Path, seed: int):
    """Five workers in a row die at moments drawn by lot."""
    chance = random.Random(seed)
    for number in range(5):
        run(other_side, moment=chance.choice([*MOMENTS, "asking"]), minutes_later=number * LATER)
    assert run(other_side, minutes_later=6 * LATER) == 0
    assert delivered(other_side) == list(KEYS)
    assert set(states().values()) == {State.SENT}


@pytest.mark.parametrize("moment", ["claim committed", "left, no answer yet", "answered, not recorded"])
def test_a_mail_in_doubt_waits_for_a_person(run: Run, mail_server: Path, moment: str):
    """A mail server cannot say what it has, so a mail is never sent on a guess, and the others go on."""
    assert run(mail_server, moment=moment) == -signal.SIGKILL
    assert run(mail_server, minutes_later=LATER) == 0
    found = states()
    assert sorted(found.values()) == [State.DOUBTFUL, State.SENT, State.SENT]
    doubtful = next(key for key, state in found.items() if state == State.DOUBTFUL)
    assert delivered(mail_server).count(doubtful) <= 1
    assert {key for key, state in found.items() if state == State.SENT} <= set(delivered(mail_server))
