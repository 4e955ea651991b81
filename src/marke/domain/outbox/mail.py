"""Put mails into the outbox: which letter, to whom, about what, with which files."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from marke.domain.outbox import letters
from marke.domain.outbox.operations import MessageInput, put
from marke.domain.people.sealing import seal, unseal

CHANNEL = "mail"


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A file that is made when the mail leaves: by which maker, of which document, under which name."""

    maker: str
    id: uuid.UUID
    file_name: str


@dataclass(frozen=True, slots=True)
class MailInput:
    """One mail. ``context`` fills the fields of its letter: texts, cents, ISO days, and a path for the button.

    ``reply_to`` is whom an answer reaches; the house itself when it is empty.
    """

    key: str
    to: str
    language: str
    template: str
    context: Mapping[str, Any]
    subject: tuple[str, uuid.UUID]
    unit_id: int | None
    attachments: tuple[AttachmentRef, ...] = ()
    reply_to: str = ""
    not_before: dt.datetime | None = None
    queue: str = ""


def put_mail(*, mails: Sequence[MailInput], actor: uuid.UUID) -> None:
    """Mails leave when this transaction commits, each key once.

    Raises ``LookupError`` for a letter that does not exist, ``ValueError`` when its fields are not exactly those given.
    """
    messages = [
        MessageInput(
            channel=CHANNEL,
            key=mail.key,
            subject=mail.subject,
            unit_id=mail.unit_id,
            payload=_payload(mail),
            not_before=mail.not_before,
            queue=mail.queue,
        )
        for mail in mails
    ]
    put(messages=messages, actor=actor)


def _payload(mail: MailInput) -> dict[str, Any]:
    return {
        "to": mail.to,
        "reply_to": mail.reply_to,
        "language": mail.language,
        "template": mail.template,
        "context": _sealed(mail),
        "attachments": [{**asdict(each), "id": str(each.id)} for each in mail.attachments],
    }


def _sealed(mail: MailInput) -> dict[str, Any]:
    """The context as it is stored: whoever reads the database cannot open what a client's link opens."""
    kinds = letters.fields_of(mail.template)
    if kinds.keys() != mail.context.keys():
        raise ValueError(f"The letter «{mail.template}» needs {sorted(kinds)}, not {sorted(mail.context)}.")
    return {
        name: seal(value.encode()).decode() if kinds[name] == letters.LINK and value else value
        for name, value in mail.context.items()
    }


def opened(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The context of a stored mail with its links readable again."""
    kinds = letters.fields_of(payload["template"])
    return {
        name: unseal(value.encode()).decode() if kinds.get(name) == letters.LINK and value else value
        for name, value in payload["context"].items()
    }
