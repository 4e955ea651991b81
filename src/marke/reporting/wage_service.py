"""How soon wages arrived, by the bank's statements: measured for every payslip (rule 13)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

from marke.countries.registry import country
from marke.domain.parameters.queries import choice, cooperative
from marke.domain.wages.queries import days_of_payment
from marke.rules.work.deadline import working_days_between
from marke.rules.work.promptness import Promptness

HALF, MOST = Decimal("0.5"), Decimal("0.95")


def promptness(*, first: dt.date, last: dt.date) -> Promptness:
    """The working days that the wages which arrived between two days took. One query."""
    is_working_day = country(cooperative().country).is_working_day
    counts: Counter[int] = Counter()
    for last_day, paid_on, count in days_of_payment(first=first, last=last):
        counts[working_days_between(last_day, paid_on, is_working_day=is_working_day)] += count
    return Promptness(counts, promised=int(choice("wage.deadline_days", as_of=last)))
