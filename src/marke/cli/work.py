"""The worker: carries what is due out of the house, and does the work that comes back."""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from marke.cli.periodic import TASKS, Task

logger = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]

PAUSE = 1
"""Seconds between two looks at the outbox."""

BEAT = dt.timedelta(seconds=10)
"""How often a worker says that it is alive."""

RECOVERY = 5
"""Seconds before the next try when the database does not answer."""

STOPPING = 30
"""Seconds that a worker gets to finish its message before it is ended; an unfinished one is asked for later."""


@click.command()
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when the program that started this one is gone.")
def work(with_parent: bool) -> None:
    """Send what waits in the outbox and do the daily work, until Ctrl-C or a stop signal.

    One line per message, without anything personal. Several may run, on one machine or on many.
    """
    from marke.cli.environment import ready

    with ready():
        worker = Worker(name=f"{socket.gethostname()}:{os.getpid()}", clock=lambda: dt.datetime.now(tz=dt.UTC))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stopping.set())
        parent = os.getppid()
        worker.run(is_alone=lambda: with_parent and os.getppid() != parent)


@dataclass
class Worker:
    """One process at work. ``stopping`` is set by whoever wants it to end after the message at hand."""

    name: str
    clock: Clock
    tasks: Sequence[Task] = TASKS
    stopping: threading.Event = field(default_factory=threading.Event)
    tell: Callable[[str], None] = click.echo

    def __post_init__(self) -> None:
        self._started_at = self._beat_at = self.clock()
        self._is_known = False

    def run(self, *, is_alone: Callable[[], bool] = lambda: False) -> None:
        """Work until asked to stop, or until ``is_alone`` says that nobody needs this process any more."""
        from django.db import Error

        while not self.stopping.is_set() and not is_alone():
            pause = PAUSE
            try:
                for line in self.round():
                    self.tell(line)
            except Error as error:
                self.tell(f"The database does not answer: {type(error).__name__}.")
                self._start_afresh()
                pause = RECOVERY
            self.stopping.wait(pause)
        self._leave()

    def round(self) -> Iterator[str]:
        """Everything that is due now, a line for each thing done; ends early when asked to stop."""
        from marke.usecases.carry_messages import carry_due

        self._give_sign_of_life()
        for done in carry_due(clock=self.clock, worker=self.name):
            yield f"{done.channel} {done.message_id} {done.outcome} → {done.state}"
            if self.stopping.is_set():
                return
            self._give_sign_of_life()
        for task in self.tasks:
            yield from self._do(task)

    def _do(self, task: Task) -> Iterator[str]:
        """The task, if it is due and nobody else has its turn. What fails is shown at the desk until the next turn."""
        from marke.domain.foundation.transactions import acting_as_system
        from marke.domain.outbox import clockwork

        with acting_as_system(reason=task.name):
            if not clockwork.take_turn(task=task.name, now=self.clock()):
                return
        problem = ""
        try:
            for sentence in task.do(self.clock()):
                yield f"{task.name}: {sentence}"
                self._give_sign_of_life()
        except Exception as error:
            logger.exception("The task %s failed", task.name)
            problem = f"{type(error).__name__}: {error}"
            yield f"{task.name} failed: {type(error).__name__}"
        with acting_as_system(reason=task.name):
            now = self.clock()
            clockwork.end_turn(task=task.name, next_at=task.when(now), now=now, problem=problem)

    def _give_sign_of_life(self) -> None:
        from marke.domain.foundation.transactions import acting_as_system
        from marke.domain.outbox import clockwork

        now = self.clock()
        if self._is_known and now - self._beat_at < BEAT:
            return
        with acting_as_system(reason="worker"):
            clockwork.beat(worker=self.name, started_at=self._started_at, now=now)
            clockwork.plan(first_times={task.name: task.when(now) for task in self.tasks})
        self._beat_at, self._is_known = now, True

    def _leave(self) -> None:
        """Say goodbye; a database that is gone already needs no goodbye."""
        from django.db import Error

        from marke.domain.foundation.transactions import acting_as_system
        from marke.domain.outbox import clockwork

        try:
            with acting_as_system(reason="worker"):
                clockwork.leave(worker=self.name)
        except Error:
            self.tell("The database was gone first.")

    def _start_afresh(self) -> None:
        from marke.cli.environment import close_connections

        self._is_known = False
        close_connections()


@contextmanager
def at_work(*, site: str) -> Iterator[None]:
    """A worker in a process of its own for the length of a block, which stops with it. ``site`` goes into its mails."""
    command = [sys.executable, "-m", "marke.cli.main", "work", "--with-parent"]
    environment = {"MARKE_SITE": site, **os.environ}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as worker:
        try:
            yield
        finally:
            worker.terminate()
            try:
                worker.wait(STOPPING)
            except subprocess.TimeoutExpired:
                worker.kill()
