"""What is known of a number that somebody types: by the enterprise, by the register, or by nobody yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from marke.domain.sales.home import home
from marke.domain.sales.queries.clients import ClientIdentity, look_up
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal
from marke.kernel.registers import Company


class Found(Enum):
    """What a number led to."""

    NOTHING = "nothing"
    """Nothing to say: no number, or not yet a whole one, or one of another country."""
    MISTYPED = "mistyped"
    """Long enough to be a number of the home country, but its check digits are wrong."""
    CLIENT = "client"
    COMPANY = "company"
    UNKNOWN = "unknown"
    """The register that is here does not know it: newer than the extract, or ended."""
    NO_REGISTER = "no_register"


@dataclass(frozen=True, slots=True)
class Looked:
    """The answer to a number: the client the enterprise knows, or the company in the register and its day."""

    found: Found
    client: ClientIdentity | None = None
    company: Company | None = None
    as_of: dt.date | None = None


WHOLE = 10
"""So many digits a number of the home country has at least."""


def look_number_up(*, number: str) -> Looked:
    """Who has this number. The client comes with its public identity only, whoever works for it."""
    client = look_up(number=number) if number.strip() else None
    if client is not None:
        return Looked(Found.CLIENT, client=client)
    here = home()
    letters = "".join(sign for sign in number.upper() if sign.isalpha())
    digits = sum(sign.isdecimal() for sign in number)
    if letters not in {"", here.code.upper()} or digits < WHOLE:
        return Looked(Found.NOTHING)
    try:
        compact = here.identifiers.read_enterprise_number(number)
    except Refusal:
        return Looked(Found.MISTYPED)
    return _in_register(here.code.upper(), compact)


def _in_register(country: str, number: str) -> Looked:
    register = PORTS.company_register
    as_of = register.as_of(country=country) if register else None
    if register is None or as_of is None:
        return Looked(Found.NO_REGISTER)
    company = register.find(country=country, number=number)
    return Looked(Found.COMPANY if company else Found.UNKNOWN, company=company, as_of=as_of)
