"""The bank of De Marke: it executes the wages that reach it and tells so in a coded statement, as a bank does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marke.countries.registry import country
from marke.demo.founding import HOUSE
from marke.domain.payouts.models import PaymentOrder
from marke.kernel.money import Cents
from marke.rules.banking.statements import Counterparty, Detail, Entry, Kind, Statement

OPENING: Cents = 250_000_00


class Bank:
    """The account from which wages leave, statement by statement."""

    def __init__(self, *, account: str, holder: str) -> None:
        self._account, self._holder = account, holder
        self._balance = OPENING
        self._statements = 0

    def statement(self, *, on: dt.date, paid: Sequence[PaymentOrder], returned: Sequence[PaymentOrder] = ()) -> bytes:
        """The file of a day: what was paid as one total with its parts, what came back with the reason AC04."""
        movements = [
            Entry(-sum(order.amount for order in paid), on, on, details=tuple(_detail(order, -1) for order in paid)),
            *(Entry(order.amount, on, on, details=(_detail(order, 1, "AC04"),)) for order in returned),
        ]
        entries = tuple(entry for entry in movements if entry.details)
        opening, self._balance = self._balance, self._balance + sum(entry.amount for entry in entries)
        self._statements += 1
        told = Statement(
            kind=Kind.STATEMENT,
            account=self._account,
            currency="EUR",
            number=f"{self._statements % 1_000:03d}",
            entries=entries,
            opening=opening,
            closing=self._balance,
            opened_on=on,
            closed_on=on,
            holder=self._holder.upper()[:26],
        )
        write = country(HOUSE).invented.statement_file
        assert write is not None, "the house's country has a bank"
        return write([told], made_on=on, reference=f"DEMO{self._statements:06d}")


def _detail(order: PaymentOrder, sign: int, reason: str = "") -> Detail:
    other = Counterparty(order.name[:35], order.iban)
    return Detail(sign * order.amount, other, text=order.text, end_to_end=order.end_to_end, return_reason=reason)
