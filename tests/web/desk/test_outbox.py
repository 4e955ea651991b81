"""The outbox at the desk: what waits is seen, what nobody can know is decided, and nothing is decided twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox import clockwork, letters
from marke.domain.outbox.enums import Outcome, State
from marke.domain.outbox.mail import MailInput, put_mail
from marke.domain.outbox.models import Message
from marke.domain.outbox.operations import Settlement, claim, settle
from marke.domain.people.models import StaffRole
from marke.kernel.ids import uuid7
from marke.web.components.delivery import LETTERS, deliveries_of

Putter = Callable[..., Message]
CONTEXT = {"number": "C2026-0001", "credits": "F2026-0001", "unit": "Noord", "gross": 12_100, "link": "/c/secret/"}


@pytest.fixture
def put_one(house: None) -> Putter:
    """A credit note by mail; with an outcome it was tried."""

    def put_it(outcome: Outcome | None = None, **changed: Any) -> Message:
        given: dict[str, Any] = {
            "key": f"mail:{uuid7()}",
            "to": "client@example.org",
            "language": "nl",
            "template": "credit_note_sent",
            "context": CONTEXT,
            "subject": ("sales.invoice", uuid7()),
            "unit_id": None,
            **changed,
        }
        with acting_as_system():
            put_mail(mails=[MailInput(**given)], actor=SYSTEM)
            if outcome:
                (taken,) = claim(now=timezone.now(), worker="w")
                answer = Settlement(outcome, timezone.now(), "550 no such user")
                settle(claimed=taken, settlement=answer, now=timezone.now(), worker="w")
            return Message.objects.get(key=given["key"])

    return put_it


@pytest.fixture
def accountant(staff, as_user) -> Client:
    return as_user(staff(StaffRole.ACCOUNTANT))


def page(client: Client, query: str = "") -> str:
    answer = client.get(reverse("desk_outbox") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def state_of(message: Message) -> State:
    with acting_as_system():
        return State(Message.objects.get(pk=message.pk).state)


def decide(client: Client, message: Message, action: str, reason: str = "") -> Any:
    return client.post(reverse("desk_message", args=[message.pk]), {"action": action, "reason": reason})


def test_an_empty_outbox_says_what_will_appear_here(accountant: Client):
    """Nothing waits, and the page says why one would come back."""
    assert "Nothing waits for a decision." in page(accountant)


def test_what_needs_a_decision_is_shown_first(accountant: Client, put_one: Putter):
    """Refused messages stand on the first page with their receiver; waiting ones are one click away."""
    put_one(Outcome.REFUSED, to="wrong@example.org")
    put_one(to="right@example.org")
    assert "wrong@example.org" in page(accountant)
    assert "right@example.org" not in page(accountant)
    assert "right@example.org" in page(accountant, "?state=waiting")


def test_nobody_at_work_is_said_aloud(accountant: Client):
    """Messages that wait because no worker runs are no mystery."""
    assert "Nobody is at work" in page(accountant)
    with acting_as_system():
        clockwork.beat(worker="w", started_at=timezone.now(), now=timezone.now())
    assert "Nobody is at work" not in page(accountant)
    with acting_as_system():
        long_ago = timezone.now() - dt.timedelta(minutes=5)
        clockwork.beat(worker="w", started_at=long_ago, now=long_ago)
    assert "Nobody is at work" in page(accountant)


def test_a_doubtful_message_is_marked_as_sent_with_a_reason(accountant: Client, put_one: Putter):
    """Who called the client writes so; without a reason nothing happens, and the page keeps what was typed."""
    message = put_one(Outcome.DOUBTFUL)
    refused = decide(accountant, message, "sent")
    assert refused.status_code == 422
    assert "Say how you know or why" in refused.content.decode()
    assert state_of(message) == State.DOUBTFUL
    decide(accountant, message, "sent", "The client has it.")
    assert state_of(message) == State.SENT
    assert "The client has it." in accountant.get(reverse("desk_message", args=[message.pk])).content.decode()


def test_a_refused_message_is_sent_again(accountant: Client, put_one: Putter):
    """One button; the message waits for the worker, with all its attempts before it."""
    message = put_one(Outcome.REFUSED)
    decide(accountant, message, "again")
    assert state_of(message) == State.WAITING


def test_picked_messages_are_decided_together(accountant: Client, put_one: Putter):
    """An hour without mail server is one decision, not a hundred."""
    picked = [put_one(Outcome.REFUSED) for _ in range(3)]
    answer = accountant.post(
        reverse("desk_outbox"), {"picked": [str(each.pk) for each in picked], "action": "again"}, follow=True
    )
    assert "3 messages leave again." in answer.content.decode()
    assert {state_of(each) for each in picked} == {State.WAITING}


@pytest.mark.parametrize("action", ["again", "sent", "give_up"])
def test_a_message_that_was_sent_meanwhile_is_not_decided(accountant: Client, put_one: Putter, action: str):
    """An old page whose button is pressed late changes nothing and says so."""
    message = put_one(Outcome.ARRIVED)
    answer = decide(accountant, message, action, "Because.")
    assert answer.status_code == 422
    assert "can no longer be decided" in answer.content.decode()


@pytest.mark.parametrize("picked", [["nonsense"], [str(uuid7())], []])
def test_picking_what_does_not_exist_changes_nothing(accountant: Client, put_one: Putter, picked: list[str]):
    """A forged or stale form is harmless."""
    message = put_one(Outcome.REFUSED)
    answer = accountant.post(reverse("desk_outbox"), {"picked": picked, "action": "again"})
    assert answer.status_code == 302
    assert state_of(message) == State.REFUSED


@pytest.mark.parametrize("role", [StaffRole.ADVISER, StaffRole.PAYROLL, StaffRole.AUDITOR])
def test_others_of_the_staff_do_not_decide(staff, as_user, put_one: Putter, role: StaffRole):
    """Mails name clients and amounts: only who keeps the outbox opens it."""
    message = put_one(Outcome.REFUSED)
    client = as_user(staff(role))
    assert client.get(reverse("desk_outbox")).status_code == 403
    assert decide(client, message, "again").status_code == 403
    assert state_of(message) == State.REFUSED


def test_the_secret_of_a_link_is_shown_to_nobody(accountant: Client, put_one: Putter):
    """The staff sees where a message stands, not what opens the client's page."""
    message = put_one(Outcome.REFUSED)
    assert "secret" not in accountant.get(reverse("desk_message", args=[message.pk])).content.decode()


@pytest.mark.parametrize("query", ["?state=nonsense", "?channel=pigeon", "?page=x", "?state=sent&page=9999"])
def test_an_absurd_filter_shows_a_page(accountant: Client, query: str):
    """Whatever stands in the address, the page answers."""
    assert accountant.get(reverse("desk_outbox") + query).status_code == 200


def test_the_page_asks_the_same_however_long_the_list(accountant: Client, put_one: Putter):
    """Five messages cost what one costs."""
    put_one(Outcome.REFUSED)
    page(accountant)
    with CaptureQueriesContext(connection) as few:
        page(accountant)
    for _ in range(4):
        put_one(Outcome.REFUSED)
    with CaptureQueriesContext(connection) as many:
        page(accountant)
    assert len(many) == len(few)


def test_a_document_shows_where_its_mail_stands(put_one: Putter):
    """The member sees on the invoice whether its mail left, and what was answered when it did not."""
    message = put_one(Outcome.REFUSED)
    with acting_as_system():
        (shown,) = deliveries_of((message.subject_kind, message.subject_id))
    assert (shown.title, shown.to, shown.badge.label) == ("Credit note C2026-0001", "client@example.org", "Refused")
    assert shown.problem == "550 no such user"


def test_every_letter_has_a_name_for_people():
    """A new letter is named where documents and desk show it."""
    assert sorted(LETTERS) == letters.names()
