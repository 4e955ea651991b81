"""A mail is put with its document, made when it leaves, and fails alone when it cannot be made."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from tests.support.selling import open_house

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.outbox import attachments
from marke.domain.outbox.enums import Outcome, State
from marke.domain.outbox.mail import AttachmentRef, MailInput, put_mail
from marke.domain.outbox.models import Message
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal
from marke.usecases.carry_messages import carry_due

CONTEXT = {
    "number": "F2026-0001",
    "unit": "Reisbureau Noord",
    "gross": 12_100,
    "due_on": "2026-10-11",
    "iban": "BE71 0961 2345 6769",
    "communication": "+++090/9337/55493+++",
    "link": "/c/secret/",
}
Putter = Callable[..., Message]


@pytest.fixture
def put_one(house: None) -> Putter:
    """An invoice by mail to a client; answers it as it stands in the outbox."""
    open_house()

    def put_it(**changed: Any) -> Message:
        given: dict[str, Any] = {
            "key": f"mail:{uuid7()}",
            "to": "client@example.org",
            "language": "nl",
            "template": "invoice_sent",
            "context": CONTEXT,
            "subject": ("sales.invoice", uuid7()),
            "unit_id": 1001,
            **changed,
        }
        put_mail(mails=[MailInput(**given)], actor=SYSTEM)
        return Message.objects.get(key=given["key"])

    return put_it


def work() -> list[Outcome]:
    """The worker's round."""
    return [done.outcome for done in carry_due(clock=lambda: dt.datetime.now(tz=dt.UTC), worker="w")]


def test_an_invoice_by_mail_comes_from_the_house_with_its_button(put_one: Putter):
    """The client sees who writes, what to pay, and one address to press; a reply reaches the member."""
    message = put_one(reply_to="member@example.org")
    assert work() == [Outcome.ARRIVED]
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to, sent.subject) == (
        ["client@example.org"],
        ["member@example.org"],
        "Factuur F2026-0001 van De Marke Producties",
    )
    assert sent.from_email == "De Marke <no-reply@marke.example>"
    assert "http://127.0.0.1:8000/c/secret/" in sent.body
    message.refresh_from_db()
    assert message.provider_id == sent.extra_headers["Message-ID"]


def test_the_message_id_follows_from_the_key(put_one: Putter):
    """A mail that leaves twice after all is recognised as one by the reader's program."""
    put_one(key="one")
    work()
    first = mail.outbox[0].extra_headers["Message-ID"]
    assert first.endswith("@marke.example>")
    assert put_one(key="one").state == State.SENT


def test_files_are_made_when_the_mail_leaves(put_one: Putter, monkeypatch: pytest.MonkeyPatch):
    """The PDF is that of the document as it was fixed, under the name that was chosen."""
    asked: list[uuid.UUID] = []
    monkeypatch.setattr(
        "marke.domain.outbox.mail_carrier.makers", lambda: {"invoice.pdf": lambda made: asked.append(made) or b"%PDF"}
    )
    document = uuid7()
    put_one(attachments=(AttachmentRef("invoice.pdf", document, "F2026-0001.pdf"),))
    assert not asked
    work()
    assert mail.outbox[0].attachments == [("F2026-0001.pdf", b"%PDF", "application/pdf")]
    assert asked == [document]


def _refuses(document: uuid.UUID) -> bytes:
    raise Refusal("x", "This invoice has no number yet.")


def _breaks(document: uuid.UUID) -> bytes:
    raise OSError("disk full")


@pytest.mark.parametrize(
    ("maker", "outcome", "answer"),
    [
        (_refuses, Outcome.REFUSED, "This invoice has no number yet."),
        (_breaks, Outcome.LATER, "The mail cannot be made: OSError."),
        (None, Outcome.LATER, "The mail cannot be made: KeyError."),
    ],
)
def test_a_file_that_cannot_be_made_stops_its_own_mail_alone(
    put_one: Putter, monkeypatch: pytest.MonkeyPatch, maker: Any, outcome: Outcome, answer: str
):
    """The state says why; the mail without its file does not leave, and the next one does."""
    monkeypatch.setattr("marke.domain.outbox.mail_carrier.makers", lambda: {"invoice.pdf": maker} if maker else {})
    broken = put_one(attachments=(AttachmentRef("invoice.pdf", uuid7(), "F.pdf"),))
    put_one()
    assert work() == [outcome, Outcome.ARRIVED]
    broken.refresh_from_db()
    assert broken.answer == answer
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "x@example.org\nBcc: y@example.org", "a@example.org,b@c.be"])
def test_an_absurd_address_is_refused_in_words(put_one: Putter, address: str):
    """It waits at the desk for a better one; nothing leaves."""
    message = put_one(to=address)
    assert work() == [Outcome.REFUSED]
    message.refresh_from_db()
    assert "address" in message.answer
    assert not mail.outbox


def test_the_secret_of_a_link_is_not_readable_in_the_database(put_one: Putter):
    """Whoever sees the table cannot open the client's page."""
    assert "secret" not in str(put_one().payload)


def test_a_letter_with_a_missing_field_is_an_error_where_it_is_put(put_one: Putter):
    """The mistake appears in the act that made it, which is undone, and not at night."""
    with pytest.raises(ValueError, match="needs"):
        put_one(context={"number": "F2026-0001"})


def test_makers_are_found_in_the_apps():
    """An app that offers a file to mails lists it; whoever attaches it names it."""
    assert all(callable(make) for make in attachments.makers().values())
