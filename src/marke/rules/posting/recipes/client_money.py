"""Money of clients that no invoice has taken: it waits in suspense, settles an invoice later, or comes back by credit.

Every payment of a client passes here: what it settles is P2, what is left is owed to the client until it is used.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from marke.kernel.money import Cents
from marke.rules.posting.entry import Entry, Line, credit, debit, entry
from marke.rules.posting.journals import Journal
from marke.rules.posting.recipes.sales import client_payment

MONEY = frozenset({"bank", "bank.suspense"})


@dataclass(frozen=True, slots=True)
class Settled:
    """What a payment settles of an invoice; see `client_payment` for ``budget`` and ``expected_left``."""

    unit: int
    paid: Cents
    budget: Cents
    expected_left: Cents
    project: uuid.UUID | None = None


def payment_received(*, on: dt.date, settled: Settled | None, waiting: Cents) -> Entry:
    """P2 with its rest. Money is in: a part settles an invoice, ``waiting`` is kept for the client, or until known."""
    kept = [*debit("bank", waiting), *credit("bank.suspense", waiting)]
    return entry("sales.payment", Journal.BANK, on, _settling(on, settled) if settled else [], kept)


def waiting_money_allocated(*, on: dt.date, settled: Settled) -> Entry:
    """Money that waited settles an invoice: as P2, from suspense instead of the bank."""
    lines = (
        replace(line, account=replace(line.account, role="bank.suspense")) if line.account.role == "bank" else line
        for line in _settling(on, settled)
    )
    return entry("sales.allocation", Journal.BANK, on, lines)


def with_money_given_back(note: Entry, *, paid: Cents) -> Entry:
    """P25 of a paid invoice: what the client had paid is now owed to the client and waits in suspense."""
    kept = [*debit("receivable.client", paid), *credit("bank.suspense", paid)]
    return replace(note, lines=(*note.lines, *kept))


def _settling(on: dt.date, settled: Settled) -> tuple[Line, ...]:
    return client_payment(
        on=on,
        unit=settled.unit,
        paid=settled.paid,
        budget=settled.budget,
        expected_left=settled.expected_left,
        project=settled.project,
    ).lines


def allocation_undone(*, on: dt.date, posted: Sequence[Line], amount: Cents) -> Entry:
    """What an allocation moved goes back: the invoice is owed again, and the money waits in suspense.

    ``posted`` are the lines with which the invoice was settled; the money itself stays where it came in.
    """
    back = [replace(line, cents=-line.cents) for line in posted if line.account.role not in MONEY]
    return entry("sales.allocation_undone", Journal.BANK, on, back, credit("bank.suspense", amount))
