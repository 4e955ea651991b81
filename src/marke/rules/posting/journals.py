"""The legal journals: each entry belongs to one, and is numbered in it without gaps per entity and year."""

from __future__ import annotations

from enum import IntEnum


class Journal(IntEnum):
    """A book of original entry. The number is permanent: it stands in every sealed entry."""

    SALES = 1
    PURCHASES = 2
    BANK = 3
    PAY = 4
    MEMBERS = 5
    BUDGET = 6
    """Movements between budgets only; nothing changes for the outside world."""
    MISCELLANEOUS = 7
