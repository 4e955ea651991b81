"""How structured invoices leave and arrive, in plain types: the network's provider and the gate that judges documents.

Marke is no access point of Peppol. A certified provider stands between it and the network behind six calls: look up,
validate, send, status, inbox, fetch (formats.md, 2.5). Marke speaks to it in the types below, whatever its own API.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from marke.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody's address on the network: a list of numbers and a number, ``0208`` and ten digits for a Belgian."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @classmethod
    def read(cls, address: str) -> Participant:
        """The participant of «0208:0403019261». Raises ``ValueError`` for anything else."""
        scheme, colon, value = address.partition(":")
        if not (colon and scheme and value):
            raise ValueError(f"«{address}» is no address on the network")
        return cls(scheme, value)


class Reach(Enum):
    """Whether somebody receives on the network. «Not there» is an answer; «unknown» is the lack of one."""

    REACHABLE = "reachable"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the directory answered for one participant; ``problem`` says why nothing is known."""

    reach: Reach
    document_types: tuple[str, ...] = ()
    problem: str = ""
    raw: str = ""

    def takes(self, root: str) -> bool:
        """Whether the participant receives Peppol invoices (``Invoice``) or credit notes (``CreditNote``)."""
        wanted = f"::{root}##urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
        return any(wanted in each for each in self.document_types)


class Transport(Enum):
    """How far a document has come on the network, before anybody has looked into it."""

    HANDED_OVER = "handed_over"
    """The provider has it and is sending."""
    DELIVERED = "delivered"
    """It arrived at the access point of the receiver."""
    FAILED = "failed"
    """It will not arrive; the receiver has nothing."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A document to send. ``number`` is unique among the seller's: by it a doubtful attempt is found again."""

    number: str
    sender: Participant
    receiver: Participant
    content: bytes


@dataclass(frozen=True, slots=True)
class Handover:
    """The provider took a document: by which name it knows it, and what it said."""

    provider_id: str
    transport: Transport
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the receiver's side: a code of its list, when, why, and the provider's words for it."""

    code: str
    at: dt.datetime
    reason: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """The three statuses of a document that was sent; none stands for another, and the last two may never come."""

    transport: Transport
    transport_at: dt.datetime | None = None
    problem: str = ""
    message_level: tuple[Answered, ...] = ()
    business: tuple[Answered, ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document in the inbox at the provider, not fetched yet."""

    provider_id: str
    received_at: dt.datetime
    sender: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some documents of the inbox, oldest first, and where the next ones begin; None when these are the last."""

    documents: tuple[Waiting, ...]
    next_page: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a document. Findings are plain: layer, rule, severity, location, message, params, sentence."""

    valid: bool
    pack: str = ""
    layers: tuple[str, ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()
    could_judge: bool = True
    """False when what is missing are rules, not anything in the document."""

    @property
    def fatal(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(each for each in self.findings if each["severity"] == "fatal")


class ProviderUnavailable(Exception):
    """The provider gave no answer, or said «later»; ask again after ``wait``.

    ``nothing_done`` says that it certainly did nothing; else nobody knows what it did.
    """

    def __init__(self, problem: str, *, wait: dt.timedelta | None = None, nothing_done: bool = False) -> None:
        self.problem = problem
        self.wait = wait
        self.nothing_done = nothing_done
        super().__init__(problem)


class ProviderRefused(Refusal):
    """The provider will not take this document as it is; sending it again changes nothing."""


class EinvoiceProvider(Protocol):
    """The access point that sends and receives for the house. Every call may raise `ProviderUnavailable`.

    No call repeats itself: whoever asks decides when to ask again.
    """

    @property
    def name(self) -> str:
        """Who it is, for people."""
        ...

    def lookup(self, participant: Participant) -> Lookup:
        """Whether a participant receives on the network. Never raises: what went wrong is an unknown reach."""
        ...

    def validate(self, content: bytes) -> Judgement:
        """What the provider's own check says of a document."""
        ...

    def find(self, number: str) -> Handover | None:
        """The document of ours with this number if it was already sent, whatever we heard of it."""
        ...

    def send(self, document: Outgoing) -> Handover:
        """Send a document, once for ever: a second call for a number answers the first. Raises `ProviderRefused`."""
        ...

    def status(self, provider_id: str) -> Progress:
        """Where a document that was sent stands."""
        ...

    def inbox(self, *, since: dt.datetime, page: int = 1) -> Page:
        """What was received since a moment."""
        ...

    def fetch(self, provider_id: str) -> bytes:
        """The bytes of a received document, as they came."""
        ...


class EinvoiceGate(Protocol):
    """Judges documents by the rules in force on their day."""

    def judge(self, content: bytes, *, incoming: bool = False) -> Judgement:
        """The verdict; a document with a fatal finding never leaves."""
        ...

    def standing(self, *, today: dt.date) -> Standing:
        """Which rules this installation judges by."""
        ...


@dataclass(frozen=True, slots=True)
class RulePackInstalled:
    """One installed release of the rules and the day from which it holds."""

    name: str
    in_force_from: dt.date | None
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the gate can do: the packs, the one in force for invoices, and whether invoices may leave by it."""

    packs: Sequence[RulePackInstalled] = field(default=())
    in_force: str = ""
    judges_peppol: bool = False
    needs_peppol: bool = True
    is_old: bool = False
    problem: str = ""

    @property
    def lets_through(self) -> bool:
        """Whether a good invoice would pass today."""
        return not self.problem and (self.judges_peppol or not self.needs_peppol)
