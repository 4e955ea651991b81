"""When a new absence continues the earlier one: guaranteed pay in sickness begins only once."""

from __future__ import annotations

import datetime as dt

import pytest

from marke.countries.be.payroll.entrance import BelgianEngine
from marke.countries.be.payroll.sickness import continues_earlier_absence


@pytest.mark.parametrize(
    ("day", "days_back_at_work", "continues"),
    [
        (dt.date(2025, 12, 31), 13, True),
        (dt.date(2025, 12, 31), 14, False),
        (dt.date(2026, 1, 1), 55, True),
        (dt.date(2026, 1, 1), 56, False),
    ],
)
def test_a_relapse_begins_no_new_guaranteed_pay(
    engine: BelgianEngine, day: dt.date, days_back_at_work: int, continues: bool
) -> None:
    """Within 14 days, from 2026 within 56, a new absence continues the earlier one (law of 3 July 1978, art. 73)."""
    assert continues_earlier_absence(engine.law_on(day), days_back_at_work=days_back_at_work) is continues
