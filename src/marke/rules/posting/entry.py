"""An entry that refuses to be wrong: balanced in each book, of one legal entity, with known accounts and real amounts.

The database refuses the same things again. Here the refusal names the business reason before anything is sent.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marke.kernel.money import LARGEST_AMOUNT, Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.posting.journals import Journal
from marke.rules.posting.roles import BY_CODE, Book, Role

MOST_LINES = 32_000
"""A line number is a small integer in the database."""


class MalformedEntry(Refusal):
    """The entry cannot stand in the books; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where an amount is kept: a role, of a unit where the role is per unit, of a project inside the unit if any.

    Raises `MalformedEntry` for an unknown role or for a unit where none belongs (or the reverse).
    """

    role: str
    unit_id: int | None = None
    project_id: uuid.UUID | None = None

    def __post_init__(self) -> None:
        role = BY_CODE.get(self.role)
        if role is None:
            raise MalformedEntry(
                "entry.known-role",
                gettext_noop("There is no account for «%(role)s» in the books."),
                params={"role": self.role},
            )
        if role.per_unit != (self.unit_id is not None) or (self.project_id and self.unit_id is None):
            raise MalformedEntry(
                "entry.right-dimension",
                gettext_noop("«%(role)s» is kept per unit or in common, not both: check the unit of this amount."),
                params={"role": self.role},
            )

    @property
    def kept_as(self) -> Role:
        return BY_CODE[self.role]


@dataclass(frozen=True, slots=True)
class Line:
    """An amount on an account: positive cents are debit, negative cents credit.

    Raises `MalformedEntry` for zero, for a float and for more than a trillion euro (ledger rule R1).
    """

    account: Account
    cents: Cents

    def __post_init__(self) -> None:
        if type(self.cents) is not int or not 0 < abs(self.cents) <= LARGEST_AMOUNT:
            raise MalformedEntry(
                "entry.real-amount",
                gettext_noop("An amount in the books is in whole cents, not zero and at most a trillion euro."),
            )


def debit(role: str, cents: Cents, *, unit: int | None = None, project: uuid.UUID | None = None) -> list[Line]:
    """The amount in debit of a role. Nothing at all when the amount is zero; a negative amount is a credit."""
    return [Line(Account(role, unit, project), cents)] if cents else []


def credit(role: str, cents: Cents, *, unit: int | None = None, project: uuid.UUID | None = None) -> list[Line]:
    """The amount in credit of a role. Nothing at all when the amount is zero; a negative amount is a debit."""
    return debit(role, -cents, unit=unit, project=project)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event does to the books, on one day.

    ``kind`` names the event (``"sales.invoice"``), ``journal`` the legal book it is numbered in, ``effective_on`` the
    day it counts. ``reverses`` is the number of the entry that this one undoes, and ``hold`` the reservation it spends.

    Raises `MalformedEntry` when it has fewer than two lines, does not balance in each book, or mixes legal entities.
    """

    kind: str
    journal: Journal
    effective_on: dt.date
    lines: tuple[Line, ...]
    reverses: int | None = None
    hold: uuid.UUID | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(self.lines))
        if not 2 <= len(self.lines) <= MOST_LINES:
            raise MalformedEntry(
                "entry.two-sides", gettext_noop("An entry has at least two lines: where value comes from and goes to.")
            )
        for book in Book:
            if difference := _difference(self.lines, book):
                raise MalformedEntry(
                    "entry.balances",
                    gettext_noop("Debit and credit differ by %(difference)s: an entry balances in each set of books."),
                    params={"difference": difference},
                )
        if len({line.account.kept_as.entity for line in self.lines}) != 1:
            raise MalformedEntry(
                "entry.one-entity", gettext_noop("An entry belongs to one legal entity; make one entry for each.")
            )

    @property
    def entity(self) -> int:
        """The legal entity whose books it stands in."""
        return self.lines[0].account.kept_as.entity

    def on(self, account: Account) -> Cents:
        """What the entry does to one account, debit positive."""
        return sum(line.cents for line in self.lines if line.account == account)


def entry(kind: str, journal: Journal, on: dt.date, *parts: Iterable[Line]) -> Entry:
    """An entry from the lines of its parts; amounts of zero have left no line."""
    return Entry(kind, journal, on, tuple(line for part in parts for line in part))


def mirrored(original: Entry, *, entry_id: int, on: dt.date) -> Entry:
    """The reversal of a posted entry: the same lines with the sign turned (ledger rule R12)."""
    lines = tuple(Line(line.account, -line.cents) for line in original.lines)
    return Entry(f"{original.kind}.reversal", original.journal, on, lines, reverses=entry_id)


def _difference(lines: Sequence[Line], book: Book) -> Cents:
    return sum(line.cents for line in lines if line.account.kept_as.book is book)
