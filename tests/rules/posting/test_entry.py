"""An entry refuses to be wrong before it reaches the database."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from marke.kernel.money import LARGEST_AMOUNT
from marke.rules.posting.entry import Account, Line, MalformedEntry, credit, debit, entry, mirrored
from marke.rules.posting.journals import Journal

ON = dt.date(2026, 3, 10)


def make(*parts):
    return entry("test", Journal.MISCELLANEOUS, ON, *parts)


def test_it_works():
    """Debit and credit of the same amount make an entry of the entity they belong to."""
    assert make(debit("bank", 100), credit("receivable.client", 100)).entity == 2


def test_an_entry_balances_in_each_book():
    """Legal debits cannot be balanced by budget credits."""
    with pytest.raises(MalformedEntry) as refusal:
        make(debit("bank", 100), credit("unit.received", 100, unit=1001))
    assert refusal.value.rule == "entry.balances"


def test_an_entry_belongs_to_one_legal_entity():
    """The cooperative's bank and the seller's clients do not meet in one entry."""
    with pytest.raises(MalformedEntry) as refusal:
        make(debit("bank.cooperative", 100), credit("receivable.client", 100))
    assert refusal.value.rule == "entry.one-entity"


@pytest.mark.parametrize("parts", [[], [debit("bank", 0), credit("bank", 0)]])
def test_an_entry_has_two_sides(parts):
    """An entry without lines, or whose amounts are all zero, is no entry."""
    with pytest.raises(MalformedEntry) as refusal:
        make(*parts)
    assert refusal.value.rule == "entry.two-sides"


@pytest.mark.parametrize("cents", [0, LARGEST_AMOUNT + 1, -LARGEST_AMOUNT - 1, 1.0, True, "1", None])
def test_an_amount_is_real_money(cents):
    """Zero, a float, a text or more than a trillion euro is not an amount (R1)."""
    with pytest.raises(MalformedEntry) as refusal:
        Line(Account("bank"), cents)
    assert refusal.value.rule == "entry.real-amount"


@pytest.mark.parametrize(
    ("role", "unit", "project", "rule"),
    [
        ("bank.of.nowhere", None, None, "entry.known-role"),
        ("bank", 1001, None, "entry.right-dimension"),
        ("unit.received", None, None, "entry.right-dimension"),
        ("bank", None, uuid.UUID(int=1), "entry.right-dimension"),
    ],
)
def test_an_account_is_where_it_belongs(role, unit, project, rule):
    """Unit budgets belong to a unit, the bank to everybody; an unknown role is refused by name."""
    with pytest.raises(MalformedEntry) as refusal:
        Account(role, unit, project)
    assert refusal.value.rule == rule


def test_a_reversal_mirrors_line_by_line():
    """The reversal has the same lines in the same order with the sign turned (R12)."""
    original = make(debit("bank", 100), credit("receivable.client", 100))
    reversal = mirrored(original, entry_id=7, on=ON)
    assert [line.cents for line in reversal.lines] == [-100, 100]
    assert reversal.reverses == 7
