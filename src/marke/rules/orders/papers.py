"""Files that a kind of deal requires, as dated data: which order needs which, and what waits for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marke.kernel.dates import DateRange
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Agreement:
    """What decides which files an order needs; ``amount`` is without VAT in cents, ``deal`` the code of its kind."""

    deal: str
    grounds: frozenset[str]
    client_kind: str
    amount: Cents
    signed_on: dt.date


@dataclass(frozen=True, slots=True)
class RequiredFile:
    """A file that some orders need; where several conditions are named, any of the first three and the amount hold.

    ``stops_invoices`` says that nothing is invoiced before it is there. ``above`` is an amount without VAT in cents.
    """

    code: str
    titles: Mapping[str, str]
    reference: str
    period: DateRange
    stops_invoices: bool
    deals: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()
    client_kinds: frozenset[str] = frozenset()
    above: Cents = 0

    def is_required(self, agreement: Agreement) -> bool:
        """Whether an order needs this file."""
        is_concerned = (
            agreement.deal in self.deals
            or bool(self.grounds & agreement.grounds)
            or agreement.client_kind in self.client_kinds
        )
        return is_concerned and agreement.amount > self.above and agreement.signed_on in self.period

    def title(self, language: str) -> str:
        """What the file is, in a language of the enterprise."""
        return self.titles.get(language, self.titles["en"])


def required_files(known: Iterable[RequiredFile], *, agreement: Agreement) -> list[RequiredFile]:
    """The files that an order needs, in the order of the law's data."""
    return [file for file in known if file.is_required(agreement)]
