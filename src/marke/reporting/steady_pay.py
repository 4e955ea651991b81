"""How much a month a unit can carry: what it has, and what came in over a year, spread over the months to come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from marke.kernel.money import Cents
from marke.reporting.pay_budget import pay_budget
from marke.reporting.unit_figures import unit_months

A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Steady:
    """Amounts in cents: usable for pay today, the mean that came in a month, and the least month of the year."""

    usable: Cents
    mean_in: Cents
    least_in: Cents
    months: int

    @property
    def without_new(self) -> Cents:
        """What each month may take when nothing more comes in."""
        return self.usable // self.months

    @property
    def as_last_year(self) -> Cents:
        """What each month may take when as much comes in as over the last twelve months."""
        return self.without_new + self.mean_in


def steady_pay(*, unit_id: int, as_of: dt.date, months: int) -> Steady:
    """What a unit can carry a month for a number of months."""
    past = [flow.money_in for flow in unit_months(unit_id=unit_id, as_of=as_of, months=A_YEAR)]
    return Steady(pay_budget(unit_id=unit_id).usable, sum(past) // A_YEAR, min(past, default=0), months)
