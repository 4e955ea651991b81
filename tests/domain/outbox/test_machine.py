"""Whatever happens in whatever order: an honest receiver gets each message at most once, and none is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.outbox.scripted import ScriptedCarrier

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.enums import NEEDS_A_PERSON, UNFINISHED, State
from marke.domain.outbox.models import Message
from marke.domain.outbox.operations import MessageInput, claim, put
from marke.domain.outbox.patience import PAUSES
from marke.kernel.ids import uuid7
from marke.kernel.ports import PORTS
from marke.usecases.carry_messages import carry_due

START = dt.datetime(2026, 9, 11, tzinfo=dt.UTC)
LONG = sum(PAUSES, start=dt.timedelta(days=2))

events = st.one_of(
    st.just("put"),
    st.just("a worker dies"),
    st.sampled_from(["later", "never", "lost", "vanished", "broken", "arrives"]).map(lambda what: f"work:{what}"),
    st.sampled_from([1, 6, 35, 130, 750]).map(lambda minutes: f"wait:{minutes}"),
    st.sampled_from(["unreachable", "reachable"]),
)


@pytest.fixture(autouse=True)
def _as_system(db: None):
    with acting_as_system():
        yield


def play(story: list[str], carrier: ScriptedCarrier) -> None:
    """Live through a story of events, then let calm weather last longer than every pause."""
    now = START
    for number, event in enumerate(story):
        what, _, how = event.partition(":")
        if what == "put":
            put(messages=[MessageInput("test", f"{number}:{uuid7()}", ("thing", uuid7()), None)], actor=SYSTEM)
        elif what == "a worker dies":
            claim(now=now, worker="dead")
        elif what == "work":
            carrier.script = [how]
            list(carry_due(clock=lambda moment=now: moment, worker="w"))
        elif what == "wait":
            now += dt.timedelta(minutes=int(how))
        else:
            carrier.reachable = what == "reachable"
    carrier.reachable, carrier.script = True, []
    for _ in range(len(PAUSES) + 1):
        now += LONG
        list(carry_due(clock=lambda moment=now: moment, worker="w"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(events, max_size=25), findable=st.booleans())
def test_no_story_sends_twice_or_forgets(story: list[str], findable: bool):
    """Sent means delivered once; every message ends sent or before a person; one that cannot be asked for is never
    sent a second time on a guess."""
    before = set(Message.objects.values_list("pk", flat=True))
    carrier = ScriptedCarrier(findable=findable)
    PORTS.carriers["test"] = carrier
    try:
        play(["put", *story], carrier)
    finally:
        del PORTS.carriers["test"]
    for message in Message.objects.exclude(pk__in=before):
        deliveries = carrier.deliveries[message.key]
        assert message.state not in UNFINISHED
        assert deliveries <= 1
        assert deliveries == 1 if message.state == State.SENT else message.state in NEEDS_A_PERSON
        if findable and "unreachable" not in story:
            assert message.state != State.DOUBTFUL, "a receiver that can be asked leaves no doubt"
