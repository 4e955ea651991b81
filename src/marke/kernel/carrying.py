"""How messages leave the house, in plain types: what is carried, who carries it, and what may go wrong on the way.

The outbox (`marke.domain.outbox`) hands every message to the carrier of its channel, at most once at a time, and
remembers the answer. What a carrier raises decides what happens next; the difference between «not yet», «never» and
«nobody knows» is the whole art of sending nothing twice and losing nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message as its carrier gets it. ``key`` is the idempotency key: the same at every attempt, for ever."""

    id: uuid.UUID
    channel: str
    key: str
    subject: tuple[str, uuid.UUID]
    unit_id: int | None
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """A message arrived where it was sent: by which name it is known there, and the answer as it came (no secrets)."""

    provider_id: str = ""
    answer: str = ""


class NotNow(Exception):
    """Nothing left the house; it may work later, not before ``wait`` has passed if a wait was asked for."""

    def __init__(self, problem: str, *, wait: dt.timedelta | None = None) -> None:
        self.problem = problem
        self.wait = wait
        super().__init__(problem)


class NotAtAll(Exception):
    """Nothing left the house, and trying again changes nothing: somebody has to put something right first."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


class NobodyKnows(Exception):
    """The message may have left. From `Carrier.carry`: find out later. From `Carrier.find`: it cannot be found out."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


class Carrier(Protocol):
    """Takes the messages of one channel out of the house.

    Both calls are made outside any transaction and must answer well within the ten minutes of a claim. Any exception
    that is none of the three above counts as `NobodyKnows`.
    """

    def carry(self, parcel: Parcel) -> Carried:
        """Send it, naming its key. Raises `NotNow`, `NotAtAll` or `NobodyKnows`."""
        ...

    def find(self, parcel: Parcel) -> Carried | None:
        """What became of an attempt whose answer was lost; None when it surely did not arrive.

        Raises `NotNow` when the other side cannot be asked at the moment, `NobodyKnows` when it can never be asked.
        """
        ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along with a mail."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A finished mail. ``message_id`` is the same at every attempt; ``reply_to`` may be empty."""

    message_id: str
    sender: str
    to: str
    reply_to: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


class PostOffice(Protocol):
    """Where mails leave the house. Raises as `Carrier` says."""

    def post(self, mail: Mail) -> Carried:
        """Hand a mail over."""
        ...

    def find(self, message_id: str) -> Carried | None:
        """What became of a mail; most post offices cannot say."""
        ...


@dataclass(frozen=True, slots=True)
class MailShown:
    """A mail in the mailbox of the demo. ``name`` is how it is asked for; the files are named, with their sizes."""

    name: str
    at: dt.datetime
    sender: str
    to: str
    subject: str
    text: str = ""
    attachments: tuple[tuple[str, int], ...] = ()


class Mailbox(Protocol):
    """Where the mails of the demo arrive instead of at people, to be read in the browser."""

    def newest(self, limit: int) -> list[MailShown]:
        """The latest mails, without their texts."""
        ...

    def mail(self, name: str) -> MailShown | None:
        """One mail with its text; None when there is none of that name."""
        ...

    def file(self, name: str, number: int) -> Attachment | None:
        """A file that came with a mail; None when there is none."""
        ...
