"""How the start and end of work are declared to social security, in plain types: the office, and what it answers.

Whatever office a country has, Marke speaks to it in these types: a declaration is handed over and gets a number; under
that number the office rules on it, at once or a while later.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Protocol

from marke.kernel.refusal import Refusal


class Kind(Enum):
    """What a declaration says about a period of work."""

    IN = "in"
    """It begins."""
    OUT = "out"
    """It has ended."""
    UPDATE = "update"
    """It is otherwise than was declared."""
    CANCEL = "cancel"
    """It never was."""


@dataclass(frozen=True, slots=True)
class Said:
    """A period of work as a declaration says it. ``hours`` are planned hours, for kinds of worker that need them."""

    worker_type: str
    committee: str
    starts_on: dt.date
    ends_on: dt.date | None
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StartDeclaration:
    """A declaration to hand over. ``period_id`` is the office's name of a period that it knows, for all but IN."""

    reference: str
    kind: Kind
    employer: str
    national_number: str
    said: Said
    period_id: str = ""


class Verdict(Enum):
    """What the office says of a declaration."""

    ACCEPTED = "accepted"
    WARNED = "warned"
    """Accepted, with something to look at."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the office warns or refuses: its code and its words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer of the office. ``raw`` is the answer as it came, without national numbers."""

    verdict: Verdict
    period_id: str = ""
    reasons: tuple[Reason, ...] = ()
    raw: str = ""


class OfficeUnavailable(Exception):
    """The office gave no answer; ask again after ``wait``. ``nothing_done``: it certainly did nothing."""

    def __init__(self, problem: str, *, wait: dt.timedelta | None = None, nothing_done: bool = False) -> None:
        self.problem = problem
        self.wait = wait
        self.nothing_done = nothing_done
        super().__init__(problem)


class CannotBeAsked(Exception):
    """The office does not tell what became of an attempt: only a person can find out."""


class OfficeRefused(Refusal):
    """The office does not take the declaration as it is; handing it over again changes nothing."""


class StartOffice(Protocol):
    """The office to which work is declared. Every call may raise `OfficeUnavailable`; no call repeats itself."""

    @property
    def name(self) -> str:
        """Who it is, for people."""
        ...

    def declare(self, declaration: StartDeclaration) -> str:
        """Hand a declaration over; answers its number at the office. Raises `OfficeRefused`."""
        ...

    def find(self, declaration: StartDeclaration) -> str | None:
        """The number of this very declaration if the office has it, whatever we heard of it. Raises `CannotBeAsked`."""
        ...

    def ruling(self, number: str) -> Ruling | None:
        """What the office says of a declaration; None as long as it has not decided."""
        ...
