"""Money out: what is given to the bank is on its way until the bank's statement says that it left (ledger rule R23)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from marke.kernel.money import Cents
from marke.rules.posting.entry import Entry, credit, debit, entry
from marke.rules.posting.journals import Journal


def batch_sent(*, on: dt.date, owed: Mapping[str, Cents]) -> Entry:
    """P7, first half. A batch is given to the bank: each debt (by its role) is settled, the money is on its way."""
    debts = [line for role, amount in sorted(owed.items()) for line in debit(role, amount)]
    return entry("payouts.sent", Journal.BANK, on, debts, credit("bank.outgoing", sum(owed.values())))


def payments_executed(*, on: dt.date, amount: Cents) -> Entry:
    """P7, second half. The bank has paid: nothing of it is on its way any more."""
    return entry("payouts.executed", Journal.BANK, on, debit("bank.outgoing", amount), credit("bank", amount))


def payment_returned(*, on: dt.date, owed: str, amount: Cents) -> Entry:
    """A payment came back: the money is in the bank again, and the debt stands again."""
    return entry("payouts.returned", Journal.BANK, on, debit("bank", amount), credit(owed, amount))


def payment_refused(*, on: dt.date, owed: str, amount: Cents) -> Entry:
    """The bank refused a payment before it left: it is no longer on its way, and the debt stands again."""
    return entry("payouts.refused", Journal.BANK, on, debit("bank.outgoing", amount), credit(owed, amount))
