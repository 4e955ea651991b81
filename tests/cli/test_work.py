"""The worker sends what is due, does the work that comes back once per turn, and survives what fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest
from tests.conftest import OwnDatabase
from tests.domain.outbox.scripted import ScriptedCarrier

from marke.cli.periodic import TASKS, Task, daily, every
from marke.cli.work import Worker
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox import queries
from marke.domain.outbox.clockwork import TURN
from marke.domain.outbox.operations import MessageInput, put
from marke.kernel.ids import uuid7
from marke.kernel.ports import PORTS

NOW = dt.datetime(2026, 9, 11, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@dataclass
class Clock:
    """Stands still until the test moves it."""

    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@dataclass
class Chore:
    """Work that comes back every hour, and counts how often it was done."""

    name: str = "chore"
    fails: bool = False
    done: list[dt.datetime] = field(default_factory=list)

    def task(self) -> Task:
        return Task(self.name, every(HOUR), self._do)

    def _do(self, now: dt.datetime) -> Iterable[str]:
        self.done.append(now)
        if self.fails:
            raise ZeroDivisionError("a secret")
        yield "Done."


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hire(own_database: OwnDatabase, clock: Clock) -> Callable[..., Worker]:
    """A worker with the chores of the test."""
    return lambda *chores, name="w1": Worker(name=name, clock=clock, tasks=[chore.task() for chore in chores])


def put_messages(*keys: str) -> None:
    with acting_as_system():
        put(messages=[MessageInput("test", key, ("thing", uuid7()), None) for key in keys], actor=SYSTEM)


def test_a_round_sends_everything_that_is_due(hire, monkeypatch: pytest.MonkeyPatch):
    """One line per message, which names nobody."""
    carrier = ScriptedCarrier()
    monkeypatch.setitem(PORTS.carriers, "test", carrier)
    put_messages("an.na@example.org", "b")
    lines = list(hire().round())
    assert carrier.deliveries == {"an.na@example.org": 1, "b": 1}
    assert [line.endswith("arrived → sent") for line in lines] == [True, True]
    assert not any("example.org" in line for line in lines)


def test_a_worker_asked_to_stop_finishes_its_message_and_no_other(hire, monkeypatch: pytest.MonkeyPatch):
    """A graceful stop leaves nothing in doubt."""
    carrier = ScriptedCarrier()
    monkeypatch.setitem(PORTS.carriers, "test", carrier)
    put_messages("a", "b")
    worker = hire()
    lines = []
    for line in worker.round():
        lines.append(line)
        worker.stopping.set()
    assert (len(lines), sum(carrier.deliveries.values())) == (1, 1)


def test_work_that_comes_back_waits_for_its_first_time(hire, clock: Clock):
    """A worker that starts at noon does not do the night's work at noon."""
    chore = Chore()
    worker = hire(chore)
    assert list(worker.round()) == []
    clock.now += HOUR
    assert list(worker.round()) == ["chore: Done."]
    assert list(worker.round()) == []
    assert chore.done == [NOW + HOUR]


def test_of_two_workers_one_does_the_work(hire, clock: Clock):
    """Whoever comes first has the turn."""
    chore = Chore()
    first, second = hire(chore, name="w1"), hire(chore, name="w2")
    list(first.round())
    clock.now += HOUR
    list(first.round())
    list(second.round())
    assert len(chore.done) == 1


def test_a_turn_that_died_comes_back(hire, clock: Clock):
    """A worker that was killed in the middle has not done it; an hour later somebody does."""
    from marke.domain.outbox import clockwork

    chore = Chore()
    worker = hire(chore)
    list(worker.round())
    clock.now += HOUR
    with acting_as_system():
        assert clockwork.take_turn(task="chore", now=clock.now)
    assert list(worker.round()) == []
    clock.now += TURN
    assert list(worker.round()) == ["chore: Done."]


def test_work_that_fails_stops_nothing_and_is_shown(hire, clock: Clock):
    """The next task is done, the desk sees what went wrong, and the log says nothing it should not."""
    broken, whole = Chore("broken", fails=True), Chore("whole")
    worker = hire(broken, whole)
    list(worker.round())
    clock.now += HOUR
    assert list(worker.round()) == ["broken failed: ZeroDivisionError", "whole: Done."]
    with acting_as_system():
        problems = {turn.task: turn.problem for turn in queries.turns()}
    assert problems == {"broken": "ZeroDivisionError: a secret", "whole": ""}


def test_a_worker_gives_signs_of_life_until_it_leaves(hire, clock: Clock):
    """The desk sees who is at work; a worker that stops in order is not missed."""
    worker = hire()
    list(worker.round())
    clock.now += dt.timedelta(seconds=11)
    list(worker.round())
    with acting_as_system():
        (seen,) = queries.workers()
    assert (seen.worker, seen.at) == ("w1", clock.now)
    worker.stopping.set()
    worker.run()
    with acting_as_system():
        assert queries.workers() == []


def test_a_worker_whose_parent_is_gone_stops(hire):
    """No worker is left behind by a site that was killed."""
    hire().run(is_alone=lambda: True)
    with acting_as_system():
        assert queries.workers() == []


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-09-10T23:29:59+00:00", "2026-09-11T01:30:00+02:00"),
        ("2026-09-10T23:30:00+00:00", "2026-09-12T01:30:00+02:00"),
        ("2026-10-24T12:00:00+00:00", "2026-10-25T01:30:00+02:00"),
        ("2026-10-25T12:00:00+00:00", "2026-10-26T01:30:00+01:00"),
    ],
)
def test_a_daily_time_is_on_the_clock_of_the_house(moment: str, due: str):
    """Half past one in Brussels, in summer and in winter."""
    assert daily(dt.time(1, 30))(dt.datetime.fromisoformat(moment)) == dt.datetime.fromisoformat(due)


def test_no_two_tasks_share_a_name():
    """Turns are kept by name."""
    assert len({task.name for task in TASKS}) == len(TASKS)
