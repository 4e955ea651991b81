"""Lines of the bank that are no payment of a client: charges, and what waits until somebody explains it."""

from __future__ import annotations

import datetime as dt

from marke.kernel.money import Cents
from marke.rules.posting.entry import Entry, credit, debit, entry
from marke.rules.posting.journals import Journal


def charged(*, on: dt.date, amount: Cents) -> Entry:
    """The bank takes its charges (P29 without a supplier): a cost of the structure, borne by the pot."""
    return entry(
        "banking.charge",
        Journal.BANK,
        on,
        debit("cost.structure", amount),
        credit("bank", amount),
        debit("pot.structure", amount),
        credit("budget.control", amount),
    )


def unexplained(*, on: dt.date, amount: Cents) -> Entry:
    """Money moved and nobody knows yet why: it stands on the clearing account. Positive came in."""
    return entry("banking.unexplained", Journal.BANK, on, debit("bank", amount), credit("bank.clearing", amount))


def explained_as_charge(*, on: dt.date, amount: Cents) -> Entry:
    """What waited on the clearing account was a charge of the bank."""
    return entry(
        "banking.explained_charge",
        Journal.BANK,
        on,
        debit("cost.structure", amount),
        credit("bank.clearing", amount),
        debit("pot.structure", amount),
        credit("budget.control", amount),
    )
