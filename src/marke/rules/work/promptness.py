"""How soon wages arrive: the working days from the last day of work to the money, for many wages at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Promptness:
    """How many wages took how many working days. ``promised`` is the number of days within which they must arrive."""

    counts: Mapping[int, int]
    promised: int

    @property
    def wages(self) -> int:
        return sum(self.counts.values())

    @property
    def in_time(self) -> int:
        return sum(count for days, count in self.counts.items() if days <= self.promised)

    @property
    def share_in_time(self) -> Decimal:
        """The part that kept the promise; all of none is all."""
        return Decimal(self.in_time) / self.wages if self.wages else Decimal(1)

    def within(self, share: Decimal) -> int:
        """The smallest number of days within which this share of the wages arrived (0.5: the median); 0 of none."""
        reached = 0
        for days in sorted(self.counts):
            reached += self.counts[days]
            if reached >= share * self.wages:
                return days
        return 0
