"""The Belgian VAT return: which boxes a document fills (VAT Code, article 53, § 1, 2°; Royal Decree no. 1, article 18).

Sales stand in the box of their rate (01, 02, 03) or of their ground (00, 44 to 47), their VAT in 54. A credit note does
not lower them: its base stands in 48 (sales of boxes 44 and 46) or 49, its VAT in 64. Purchases stand in 81, 82 or 83
with the VAT that does not come back; what comes back in 59. VAT of a lost sale comes back in 62, and is owed again in
61 when money comes in after all. 71 is what is owed, 72 what the state owes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from marke.countries.files import read_exact_yaml
from marke.kernel.dates import Month
from marke.rules.vat.filing import (
    SALES,
    UNDONE,
    Entered,
    Listed,
    Period,
    Taxed,
    TaxedDocument,
    VatReturn,
    add_up,
    listed,
)
from marke.rules.vat.law import Category

DUE, DEDUCTIBLE, CREDITED, LOST, RECOVERED = "54", "59", "64", "62", "61"
OWED, TO_GET_BACK = "71", "72"
LISTED_ABROAD = frozenset({"44", "46"})
"""Sales to businesses in other member states, which stand in the list of these clients too."""

LIST_CODES = {"44": "S", "46": "L"}
LISTING_FROM = 250_00
"""The yearly list names each Belgian client with a VAT number to whom more was sold, VAT apart (art. 53quinquies)."""


def vat_return(documents: Iterable[TaxedDocument], *, period: Period) -> VatReturn:
    """The return of a period, with box 71 or 72; without any document, box 71 at zero says that there was nothing."""
    entered = tuple(entry for document in documents for entry in boxes(document))
    grids = add_up(entered)
    due = grids.get(DUE, 0) + grids.get(RECOVERED, 0) - grids.get(CREDITED, 0) - grids.get(LOST, 0)
    deductible = grids.get(DEDUCTIBLE, 0)
    balance = due - deductible
    if balance < 0:
        grids[TO_GET_BACK] = -balance
    elif balance or not grids:
        grids[OWED] = balance
    return VatReturn(period, dict(sorted(grids.items())), entered, due, deductible)


def boxes(document: TaxedDocument) -> Iterator[Entered]:
    """The boxes that one document fills."""
    if document.what in SALES:
        yield Entered(document.grid, document, document.base)
        yield Entered(DUE, document, document.vat)
    elif document.what in UNDONE:
        yield Entered("48" if document.grid in LISTED_ABROAD else "49", document, document.base)
        yield Entered(CREDITED, document, document.vat)
    elif document.what is Taxed.LOST:
        yield Entered(LOST, document, document.vat)
    elif document.what is Taxed.RECOVERED:
        yield Entered(RECOVERED, document, document.vat)
    else:
        kinds = _words()["purchases"]
        yield Entered(kinds.get(document.cost, kinds["other"]), document, document.base)
        yield Entered(DEDUCTIBLE, document, document.vat)


def european_clients(documents: Iterable[TaxedDocument]) -> list[Listed]:
    """The list of clients in other member states (VAT Code, article 53sexies): services S, goods L; credits lower it.

    A client whose sales and credits are equal is not in it.
    """
    sold = [each for each in documents if each.what in (Taxed.SALE, Taxed.SALE_CREDITED) and each.grid in LISTED_ABROAD]
    return [client for client in listed(sold, codes=LIST_CODES) if client.base]


def yearly_clients(documents: Iterable[TaxedDocument]) -> list[Listed]:
    """The yearly list of Belgian clients with a VAT number (VAT Code, article 53quinquies).

    Sales that are exempt under article 44 do not count, and neither does a client of up to EUR 250 without VAT.
    """
    sold = [
        each
        for each in documents
        if each.what in (Taxed.SALE, Taxed.SALE_CREDITED)
        and each.category is not Category.EXEMPT
        and each.party is not None
        and each.party.country == "BE"
    ]
    return [client for client in listed(sold) if client.base > LISTING_FROM]


def due_day(period: Period) -> int:
    """The day of the next month on which return and payment are due: the 20th by month, the 25th by quarter."""
    return 20 if isinstance(period, Month) else 25


def box_titles(language: str) -> dict[str, str]:
    """What each box holds, in the order of the form."""
    return {box: titles.get(language, titles["en"]) for box, titles in _words()["boxes"].items()}


@cache
def _words() -> Any:
    return read_exact_yaml(files("marke.countries.be.vat").joinpath("return.yaml").read_text(encoding="utf-8"))
