"""A contract of work as it is put into words: the parties, what is agreed, and the law under which it falls."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from marke.rules.social.records import Address, Employer
from marke.rules.work.engagement import Engagement


@dataclass(frozen=True, slots=True)
class Worker:
    """Whoever works, as a contract names them."""

    name: str
    address: Address
    born: dt.date | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything that the words of a contract say."""

    employer: Employer
    worker: Worker
    engagement: Engagement
    committee: str
    language: str
    number: str
    """How the contract is named in letters."""
    offered_on: dt.date
    unit: str
    description: str = ""
    place: str = ""
