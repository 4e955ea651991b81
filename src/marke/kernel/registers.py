"""What public registers say of organisations, in plain types: who has a number, and whether it counts for VAT."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation as a public register knows it; ``language`` is the one it registered its name in, if any."""

    country: str
    number: str
    name: str
    street: str = ""
    postcode: str = ""
    municipality: str = ""
    language: str = ""


class CompanyRegister(Protocol):
    """The register of organisations, as far as it is here."""

    def find(self, *, country: str, number: str) -> Company | None:
        """Who has this compact number; None when the register does not know it or is not here."""
        ...

    def find_many(self, *, country: str, numbers: Collection[str]) -> Mapping[str, Company]:
        """The same for many numbers at once; whoever is not known is not in the answer."""
        ...

    def as_of(self, *, country: str) -> dt.date | None:
        """The day of the extract that is here; None when none of this country was loaded."""
        ...


class VatOutcome(Enum):
    """What the register of VAT numbers answered. Silence is never a no."""

    VALID = "valid"
    INVALID = "invalid"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class VatAnswer:
    """One answer. ``consultation`` proves that the house asked; ``problem`` says why there was no answer."""

    outcome: VatOutcome
    consultation: str = ""
    name: str = ""
    address: str = ""
    problem: str = ""


class VatRegister(Protocol):
    """Answers whether a VAT number of the European Union counts today. Never raises for a number or a failure."""

    def ask(self, *, number: str, requester: str) -> VatAnswer:
        """Ask about a compact number with its country prefix, in the name of ``requester``, a VAT number as well."""
        ...
