"""What an enterprise files about VAT: the documents of a period, the boxes they fill, and the lists of its clients."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from marke.kernel.dates import Month, Quarter
from marke.kernel.money import Cents
from marke.rules.vat.law import Category

Period = Month | Quarter


class Taxed(Enum):
    """What a document is to the VAT return."""

    SALE = "sale"
    SALE_CREDITED = "sale_credited"
    TAKINGS = "takings"
    TAKINGS_UNDONE = "takings_undone"
    PURCHASE = "purchase"
    LOST = "lost"
    """The client failed: the VAT that was owed on the sale comes back."""
    RECOVERED = "recovered"
    """Money of a lost sale came in after all, with its VAT."""


SALES = frozenset({Taxed.SALE, Taxed.TAKINGS})
UNDONE = frozenset({Taxed.SALE_CREDITED, Taxed.TAKINGS_UNDONE})
LOWERING = UNDONE | {Taxed.LOST}


@dataclass(frozen=True, slots=True)
class Party:
    """The client of a document as it was when it left: its VAT number starts with the country."""

    name: str
    country: str
    vat_number: str


@dataclass(frozen=True, slots=True)
class TaxedDocument:
    """One document, or its part under one rate and ground. ``base`` and ``vat`` are cents and never negative.

    ``vat`` is what is owed on a sale and what comes back on a purchase; VAT that does not come back is in ``base``.
    ``grid`` is the box of the base of a sale, ``cost`` the kind of a purchase, ``source`` the kind and key of the
    document.
    """

    what: Taxed
    source: tuple[str, str]
    number: str
    day: dt.date
    base: Cents
    vat: Cents
    grid: str = ""
    category: Category = Category.TAXED
    cost: str = ""
    party: Party | None = None

    @property
    def sign(self) -> int:
        """Minus one for what takes a sale, or the VAT on it, back."""
        return -1 if self.what in LOWERING else 1


@dataclass(frozen=True, slots=True)
class Entered:
    """An amount of a document in a box of the return, in cents."""

    grid: str
    document: TaxedDocument
    amount: Cents


@dataclass(frozen=True, slots=True)
class VatReturn:
    """The boxes of a period and the documents behind each. ``due`` and ``deductible`` are what the books must show."""

    period: Period
    grids: Mapping[str, Cents]
    entered: tuple[Entered, ...]
    due: Cents
    deductible: Cents

    @property
    def balance(self) -> Cents:
        """What is owed to the state; less than zero when the state owes."""
        return self.due - self.deductible

    def behind(self, grid: str) -> list[Entered]:
        """The documents that fill a box, the largest first."""
        return sorted((each for each in self.entered if each.grid == grid), key=lambda each: -each.amount)


@dataclass(frozen=True, slots=True)
class Listed:
    """A client in a list: what was sold to it, less what was credited, in cents. ``code`` says what kind of sale."""

    party: Party
    base: Cents
    vat: Cents
    code: str = ""


@dataclass(frozen=True, slots=True)
class Declarant:
    """Who files: the seller of record, as the tax office knows it."""

    vat_number: str
    name: str
    street: str
    postcode: str
    municipality: str
    country: str


def listed(documents: Iterable[TaxedDocument], *, codes: Mapping[str, str] | None = None) -> list[Listed]:
    """Add up sales by VAT number, less credit notes; with ``codes`` (grid to code) apart for each code.

    Clients in the order of their numbers. What is sold to somebody without a number is in no list.
    """
    totals: dict[tuple[str, str], tuple[Cents, Cents]] = defaultdict(lambda: (0, 0))
    parties: dict[str, Party] = {}
    for document in documents:
        if document.party is None or not document.party.vat_number:
            continue
        number, code = document.party.vat_number, codes.get(document.grid, "") if codes else ""
        base, vat = totals[number, code]
        totals[number, code] = base + document.sign * document.base, vat + document.sign * document.vat
        parties[number] = document.party
    return [Listed(parties[number], base, vat, code) for (number, code), (base, vat) in sorted(totals.items())]


def add_up(entered: Collection[Entered]) -> dict[str, Cents]:
    """The amount of each box, in the order of the boxes."""
    grids: dict[str, Cents] = defaultdict(int)
    for each in entered:
        grids[each.grid] += each.amount
    return {grid: amount for grid, amount in sorted(grids.items()) if amount}
