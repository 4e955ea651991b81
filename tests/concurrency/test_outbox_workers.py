"""Several workers at once: each message is one worker's."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from tests.conftest import OwnDatabase
from tests.domain.outbox.scripted import ScriptedCarrier

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.enums import State
from marke.domain.outbox.models import Message, Step
from marke.domain.outbox.operations import MessageInput, put
from marke.kernel.ids import uuid7
from marke.kernel.ports import PORTS
from marke.usecases.carry_messages import carry_due


def test_four_workers_share_the_messages_and_none_is_carried_twice(
    own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch
):
    """Sixty messages, a third of them in one queue: each arrives once, those of the queue in their order."""
    carrier = ScriptedCarrier()
    monkeypatch.setitem(PORTS.carriers, "test", carrier)
    with acting_as_system():
        put(
            messages=[
                MessageInput("test", f"{number:02}", ("thing", uuid7()), None, queue="" if number % 3 else "q")
                for number in range(60)
            ],
            actor=SYSTEM,
        )

    def work(name: str) -> int:
        try:
            return len(list(carry_due(clock=lambda: dt.datetime.now(tz=dt.UTC), worker=name)))
        finally:
            connections.close_all()

    def until_done(name: str) -> int:
        done = work(name)
        while in_queue():
            done += work(name)
        return done

    def in_queue() -> bool:
        try:
            with acting_as_system():
                return Message.objects.exclude(state=State.SENT).exists()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(until_done, ["a", "b", "c", "d"]))
    assert sum(done) == 60
    assert set(Counter(carrier.deliveries).values()) == {1}
    with acting_as_system():
        queued = list(Step.objects.filter(message__queue="q").order_by("at").values_list("message__key", flat=True))
    assert queued == sorted(queued)
