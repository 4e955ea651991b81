"""A message leaves exactly when the transaction that wanted it commits, and once per key."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from marke.domain.foundation.transactions import acting
from marke.domain.outbox.enums import State
from marke.domain.outbox.models import Message
from marke.domain.outbox.operations import claim
from marke.domain.outbox.queries import messages_of
from marke.kernel.ids import uuid7

NOW = dt.datetime(2026, 9, 11, 10, 0, tzinfo=dt.UTC)


def test_a_message_waits_and_is_due_at_once(post):
    """What is put leaves as soon as a worker looks."""
    message = post()
    assert message.state == State.WAITING
    assert [each.parcel.key for each in claim(now=NOW, worker="w")] == [message.key]


def test_a_message_with_a_day_waits_for_it(post):
    """«Not before» is kept to the second."""
    post(not_before=NOW)
    assert claim(now=NOW - dt.timedelta(seconds=1), worker="w") == []
    assert len(claim(now=NOW, worker="w")) == 1


def test_the_same_key_is_one_message(post):
    """Whoever puts a key a second time changes nothing: what was decided first leaves."""
    post("invoice:1", payload={"first": True})
    post("invoice:1", payload={"first": False})
    assert Message.objects.get().payload == {"first": True}


def test_a_message_dies_with_the_transaction_that_wanted_it(post):
    """An invoice that was not issued sends no mail."""

    def decide() -> None:
        with transaction.atomic():
            post("never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        decide()
    assert not Message.objects.exists()


def test_the_longest_due_leaves_first(post):
    """Nobody is overtaken for ever: what has been due longest goes first."""
    late = post(not_before=NOW)
    early = post(not_before=NOW - dt.timedelta(hours=1))
    assert [each.parcel.id for each in claim(now=NOW, worker="w", limit=2)] == [early.pk, late.pk]


def test_messages_of_a_queue_leave_one_after_the_other(post):
    """The credit note does not overtake the invoice it credits."""
    first, second = post(queue="client"), post(queue="client")
    other = post()
    assert {each.parcel.id for each in claim(now=NOW, worker="w", limit=9)} == {first.pk, other.pk}
    assert claim(now=NOW, worker="w", limit=9) == []
    assert second.state == State.WAITING


def test_a_unit_sees_the_messages_of_its_own_documents_alone(post):
    """Another unit's messages do not exist; those of the enterprise are no member's business."""
    for unit in (1001, 1002, None):
        post(unit_id=unit)
    with acting(actor=uuid7(), units=[1001]):
        assert [message.unit_id for message in Message.objects.all()] == [1001]


def test_what_is_in_a_message_never_changes(post):
    """The database itself keeps the content of a message that was put."""
    message = post()
    with pytest.raises(DatabaseError, match="a message is put once"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(payload={"other": 1})
    with pytest.raises(DatabaseError, match="a message is put once"), transaction.atomic():
        message.delete()


def test_a_document_knows_its_messages(post):
    """The page of an invoice shows where its mail stands."""
    subject = ("sales.invoice", uuid7())
    first, second = post(subject=subject), post(subject=subject)
    post()
    assert messages_of(subject) == [first, second]
