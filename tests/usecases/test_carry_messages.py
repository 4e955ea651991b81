"""Messages leave the house once in effect; what cannot be known is decided by a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from tests.domain.outbox.scripted import ScriptedCarrier

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.enums import Outcome, State
from marke.domain.outbox.models import Message
from marke.domain.outbox.operations import MessageInput, Settlement, claim, give_up, mark_sent, put, send_again, settle
from marke.domain.outbox.patience import CLAIM, PAUSES
from marke.kernel.ids import uuid7
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal
from marke.usecases.carry_messages import Done, carry_due

NOW = dt.datetime(2026, 9, 11, 10, 0, tzinfo=dt.UTC)
CLERK = uuid7()


@dataclass
class House:
    """The outbox with one carrier and a clock that the test moves."""

    carrier: ScriptedCarrier
    now: dt.datetime = NOW
    done: list[Done] = field(default_factory=list)

    def put(self, *keys: str, queue: str = "") -> list[Message]:
        given = [MessageInput("test", key, ("thing", uuid7()), None, queue=queue) for key in keys]
        put(messages=given, actor=SYSTEM)
        return list(Message.objects.filter(key__in=keys).order_by("put_at", "pk"))

    def work(self, *, after: dt.timedelta = dt.timedelta()) -> list[Outcome]:
        self.now += after
        done = list(carry_due(clock=lambda: self.now, worker="w"))
        self.done += done
        return [each.outcome for each in done]

    def worker_dies(self) -> None:
        """A worker takes the next message, and is never heard of again."""
        assert claim(now=self.now, worker="dead")


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    carrier = ScriptedCarrier()
    monkeypatch.setitem(PORTS.carriers, "test", carrier)
    with acting_as_system():
        yield House(carrier)


def test_a_message_arrives_and_is_at_rest(house: House):
    """It is carried, its answer is kept, and nobody looks at it again."""
    (message,) = house.put("a")
    assert house.work() == [Outcome.ARRIVED]
    message.refresh_from_db()
    assert (message.state, message.provider_id, message.answer) == (State.SENT, "theirs:a", "thank you")
    assert house.work(after=dt.timedelta(days=9)) == []


def test_a_busy_receiver_is_tried_again_after_longer_and_longer(house: House):
    """One minute, five, thirty, two hours, twelve hours: then a person sees it among the refused."""
    (message,) = house.put("a")
    house.carrier.script = ["later"] * 9
    assert house.work() == [Outcome.LATER]
    for pause in PAUSES:
        assert house.work(after=pause - dt.timedelta(seconds=1)) == []
        assert house.work(after=dt.timedelta(seconds=1)) == [Outcome.LATER]
    message.refresh_from_db()
    assert (message.state, house.carrier.deliveries) == (State.REFUSED, {})


def test_a_final_no_is_not_repeated(house: House):
    """Sending an impossible thing again changes nothing, so it is not done."""
    (message,) = house.put("a")
    house.carrier.script = ["never"]
    house.work()
    message.refresh_from_db()
    assert (message.state, message.answer) == (State.REFUSED, "no such receiver")
    assert house.work(after=dt.timedelta(days=9)) == []


@pytest.mark.parametrize(("silence", "after"), [("lost", Outcome.FOUND), ("vanished", Outcome.ARRIVED)])
def test_a_lost_answer_is_asked_for_before_anything_is_sent(house: House, silence: str, after: Outcome):
    """What arrived is recorded and not sent again; what surely did not arrive is sent."""
    house.put("a")
    house.carrier.script = [silence]
    assert house.work() == [Outcome.UNANSWERED]
    assert house.work(after=PAUSES[0]) == [after]
    assert house.carrier.deliveries == {"a": 1}


def test_a_worker_that_died_is_followed_by_a_question(house: House):
    """Its claim ends by itself; the next worker asks first and sends only what did not arrive."""
    house.put("a")
    house.worker_dies()
    assert house.work(after=CLAIM - dt.timedelta(seconds=1)) == []
    assert house.work(after=dt.timedelta(seconds=1)) == [Outcome.ARRIVED]
    assert (house.carrier.asked, house.carrier.deliveries) == (1, {"a": 1})


def test_what_cannot_be_known_waits_for_a_person(house: House):
    """A mail server cannot say whether it took a mail: nothing is sent until somebody decides."""
    (message,) = house.put("a")
    house.carrier.findable, house.carrier.script = False, ["lost"]
    house.work()
    assert house.work(after=PAUSES[0]) == [Outcome.DOUBTFUL]
    assert house.work(after=dt.timedelta(days=9)) == []
    mark_sent(message_ids=[message.pk], reason="The client has it.", now=house.now, actor=CLERK)
    message.refresh_from_db()
    assert (message.state, house.carrier.deliveries) == (State.SENT, {"a": 1})


def test_somebody_at_the_desk_sends_a_refused_message_again(house: House):
    """Once the address is right, one button; all attempts are granted anew."""
    (message,) = house.put("a")
    house.carrier.script = ["never"]
    house.work()
    send_again(message_ids=[message.pk], now=house.now, actor=CLERK)
    assert house.work() == [Outcome.ARRIVED]
    steps = [(step.outcome, step.by) for step in message.steps.all()]
    assert steps == [(Outcome.REFUSED, SYSTEM), (Outcome.AGAIN, CLERK), (Outcome.ARRIVED, SYSTEM)]


def test_giving_up_needs_a_reason(house: House):
    """Whoever stops a message says why; it never leaves afterwards."""
    (message,) = house.put("a")
    with pytest.raises(Refusal, match="Say how you know or why"):
        give_up(message_ids=[message.pk], reason="  ", now=house.now, actor=CLERK)
    give_up(message_ids=[message.pk], reason="Sent by hand.", now=house.now, actor=CLERK)
    assert house.work() == []


@pytest.mark.parametrize("decide", [send_again, give_up, mark_sent])
def test_what_was_sent_is_not_decided_any_more(house: House, decide):
    """A second press of the button after the worker was faster sends nothing twice."""
    (message,) = house.put("a")
    house.work()
    said = {} if decide is send_again else {"reason": "Because."}
    with pytest.raises(Refusal, match="can no longer be decided"):
        decide(message_ids=[message.pk], now=house.now, actor=CLERK, **said)


def test_a_message_that_breaks_its_carrier_does_not_stop_the_others(house: House):
    """The loop goes on; whether the broken attempt arrived is asked later."""
    house.put("a", "b")
    house.carrier.script = ["broken"]
    assert house.work() == [Outcome.UNANSWERED, Outcome.ARRIVED]
    assert house.work(after=PAUSES[0]) == [Outcome.ARRIVED]
    assert house.carrier.deliveries == {"a": 1, "b": 1}


def test_a_receiver_that_cannot_be_asked_now_is_asked_later(house: House):
    """«I cannot look now» is no «it did not arrive»: nothing is sent."""
    house.put("a")
    house.carrier.script, house.carrier.reachable = ["lost"], False
    house.work()
    assert house.work(after=PAUSES[0]) == [Outcome.UNANSWERED]
    house.carrier.reachable = True
    assert house.work(after=PAUSES[1]) == [Outcome.FOUND]
    assert house.carrier.deliveries == {"a": 1}


def test_a_channel_without_carrier_waits_for_one(house: House):
    """An access point that was not contracted yet loses no invoice."""
    put(messages=[MessageInput("pigeon", "p", ("thing", uuid7()), None)], actor=SYSTEM)
    assert house.work() == [Outcome.LATER]


def test_the_next_of_a_queue_leaves_when_the_one_before_is_done_with(house: House):
    """Also when the one before has to wait for its second attempt."""
    house.put("first", "second", queue="q")
    house.carrier.script = ["later"]
    assert house.work() == [Outcome.LATER]
    assert house.work(after=PAUSES[0]) == [Outcome.ARRIVED, Outcome.ARRIVED]
    assert list(house.carrier.deliveries) == ["first", "second"]


def test_a_slow_worker_whose_message_was_taken_over_can_still_say_that_it_arrived(house: House):
    """The truth is kept, however late: a doubtful message that did arrive is sent."""
    house.put("a")
    house.carrier.findable = False
    (slow,) = claim(now=house.now, worker="slow")
    assert house.work(after=CLAIM) == [Outcome.DOUBTFUL]
    late = Settlement(Outcome.ARRIVED, NOW, "250 queued", "id-7")
    assert settle(claimed=slow, settlement=late, now=house.now, worker="slow") == State.SENT


def test_a_slow_worker_whose_message_was_taken_over_changes_nothing_else(house: House):
    """«Refused» from a worker that lost its claim does not stop what another one is doing."""
    (message,) = house.put("a")
    (slow,) = claim(now=house.now, worker="slow")
    house.now += CLAIM
    (fast,) = claim(now=house.now, worker="fast")
    assert fast.doubtful
    settle(claimed=slow, settlement=Settlement(Outcome.REFUSED, NOW), now=house.now, worker="slow")
    message.refresh_from_db()
    assert (message.state, message.claim) == (State.UNDER_WAY, fast.claim)
