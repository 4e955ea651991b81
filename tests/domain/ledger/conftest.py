"""A small enterprise for the books: an open year, an actor, an invoice."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.ledger import operations
from marke.rules.posting.entry import Entry, credit, debit, entry
from marke.rules.posting.journals import Journal

ACTOR = uuid.UUID("00000000-0000-7000-8000-00000000ac70")
APPROVER = uuid.UUID("00000000-0000-7000-8000-00000000ac71")
DAY = dt.date(2026, 3, 10)


def invoice(unit: int = 1001, *, on: dt.date = DAY) -> Entry:
    """The invoice of EUR 1,000.00 of the worked examples (P1)."""
    return entry(
        "sales.invoice",
        Journal.SALES,
        on,
        debit("receivable.client", 1210_00),
        credit("revenue.sales", 1000_00, unit=unit),
        credit("vat.due", 210_00),
        debit("budget.control", 1000_00),
        credit("unit.expected", 935_00, unit=unit),
        credit("pot.contribution", 65_00),
    )


@pytest.fixture
def books(db: None):
    """An open year 2026, seen by the enterprise itself."""
    with acting_as_system():
        operations.open_year(year=2026, actor=ACTOR)
        yield
