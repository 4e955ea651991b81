"""Shares of the cooperative: paid by a person, never from a budget (rule 3), so these entries touch no budget."""

from __future__ import annotations

import datetime as dt

from marke.kernel.money import Cents
from marke.rules.posting.entry import Entry, credit, debit, entry
from marke.rules.posting.journals import Journal


def share_subscribed(*, on: dt.date, amount: Cents) -> Entry:
    """P31, first half. A person subscribes shares and owes their price."""
    return _moved("members.share_subscribed", on, "receivable.share", "share.capital", amount)


def share_paid(*, on: dt.date, amount: Cents) -> Entry:
    """P31, second half. The money arrives, and with it the membership (rule 4)."""
    return _moved("members.share_paid", on, "bank.cooperative", "receivable.share", amount)


def share_expired(*, on: dt.date, amount: Cents) -> Entry:
    """The money did not come in ten days: the subscription lapses and nothing is owed any more."""
    return _moved("members.share_expired", on, "share.capital", "receivable.share", amount)


def share_exit_decided(*, on: dt.date, amount: Cents) -> Entry:
    """P32, first half. A member leaves at nominal value; the cooperative owes it within three years (rule 5)."""
    return _moved("members.share_exit", on, "share.capital", "payable.share_exit", amount)


def share_exit_paid(*, on: dt.date, amount: Cents) -> Entry:
    """P32, second half. The nominal value is paid back."""
    return _moved("members.share_exit_paid", on, "payable.share_exit", "bank.cooperative", amount)


def _moved(kind: str, on: dt.date, to: str, origin: str, amount: Cents) -> Entry:
    return entry(kind, Journal.MEMBERS, on, debit(to, amount), credit(origin, amount))
