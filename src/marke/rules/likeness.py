"""Whether two clients are perhaps the same one, and why: reasons that a person can check, no score to believe.

Names are compared without their legal form and in any order of words: «Studio Zoë bv» and «BV Studio Zoe» are alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from marke.kernel.text import fold

Thing = TypeVar("Thing")

_FORMS = (
    "bv bvba nv cv cvba vof commv comm vzw ivzw sa srl sprl sc scrl snc asbl aisbl sarl sas eurl"
    " gmbh ag ug ev kg ohg ltd llc plc inc"
)
LEGAL_FORMS = frozenset(_FORMS.split())
"""Words that say how an organisation is built, not who it is."""

_MAIL = (
    "gmail.com hotmail.com hotmail.be outlook.com outlook.be live.be live.com icloud.com yahoo.com telenet.be skynet.be"
    " proximus.be scarlet.be proton.me protonmail.com me.com"
)
COMMON_MAIL = frozenset(_MAIL.split())
"""Mail addresses of everybody: sharing one says nothing."""

ALIKE_PERCENT = 80
"""From here on two names are said to be alike: four letters pairs in five are the same."""

RELATED_PERCENT = 50
"""Enough when the mail addresses also belong to the same organisation."""


class Reason(Enum):
    """Why two clients are perhaps the same, the strongest first."""

    NUMBER = "number"
    NAME = "name"
    ALIKE = "alike"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared: the compact numbers, the name and the e-mail address; anything may be empty."""

    name: str = ""
    numbers: frozenset[str] = frozenset()
    email: str = ""


def bare_name(name: str) -> str:
    """A name for comparison: folded, without signs and legal forms, its words in alphabetical order."""
    words = re.sub(r"[^\w\s]", "", fold(name).replace("-", " ").replace("&", " ")).split()
    return " ".join(sorted(word for word in words if word not in LEGAL_FORMS)) or " ".join(sorted(words))


def mail_domain(email: str) -> str:
    """The organisation behind an e-mail address; nothing for addresses that everybody can have."""
    domain = fold(email).rpartition("@")[2] if "@" in email else ""
    return "" if domain in COMMON_MAIL else domain


def name_likeness(one: str, other: str) -> int:
    """How much two bare names share, in percent: twice the common pairs of letters over all pairs (Dice)."""
    ours, theirs = _pairs(one), _pairs(other)
    whole = len(ours) + len(theirs)
    return 200 * len(ours & theirs) // whole if whole else 0


def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))


def likeness(one: Known, other: Known) -> Reason | None:
    """The strongest reason to think that two clients are the same one, or None.

    Two organisations with different numbers are never the same: the register says so.
    """
    if one.numbers & other.numbers:
        return Reason.NUMBER
    if one.numbers and other.numbers:
        return None
    ours, theirs = bare_name(one.name), bare_name(other.name)
    if not ours or not theirs:
        return None
    if ours == theirs:
        return Reason.NAME
    shared = name_likeness(ours, theirs)
    if shared >= ALIKE_PERCENT:
        return Reason.ALIKE
    domain = mail_domain(one.email)
    if domain and domain == mail_domain(other.email) and shared >= RELATED_PERCENT:
        return Reason.MAIL
    return None


def most_alike(one: Known, others: Iterable[tuple[Thing, Known]], *, most: int) -> list[tuple[Thing, Reason]]:
    """The others that are perhaps the same as one, the strongest reason first; at most so many."""
    order = list(Reason)
    found = [(key, reason) for key, known in others if (reason := likeness(one, known))]
    return sorted(found, key=lambda pair: order.index(pair[1]))[:most]
