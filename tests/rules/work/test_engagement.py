"""The pay of a month follows from what was agreed: by the day, for the whole, or by the month."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from tests.support.work import days, engagement, planned

from marke.kernel.dates import Month
from marke.rules.work.engagement import Basis, Kind, pay_of_month

MAY, JUNE = Month(2026, 5), Month(2026, 6)


def test_pay_by_the_day_counts_the_days_that_are_paid() -> None:
    """Two of three days worked give two days' pay."""
    assert pay_of_month(engagement(), month=MAY, worked=days(2)) == 400_00


@given(amount=st.integers(1, 10**9), count=st.integers(1, 60))
def test_the_months_of_a_lump_sum_add_to_the_whole(amount: int, count: int) -> None:
    """A task of EUR 1,000 over two months is paid as parts that make EUR 1,000 to the cent."""
    task = engagement(
        kind=Kind.ARTISTIC_TASK, basis=Basis.WHOLE, amount=amount, days=planned(*days(count, since=dt.date(2026, 5, 1)))
    )
    assert sum(pay_of_month(task, month=month, worked=()) for month in task.months()) == amount


def test_a_monthly_pay_is_paid_for_the_part_that_was_worked() -> None:
    """Nineteen of twenty planned days give nineteen twentieths, rounded half-up once."""
    june = [dt.date(2026, 6, day) for day in range(1, 31) if dt.date(2026, 6, day).isoweekday() < 6][:20]
    contract = engagement(kind=Kind.OPEN_ENDED, basis=Basis.MONTH, amount=2_500_01, days=planned(*june))
    assert pay_of_month(contract, month=JUNE, worked=june) == 2_500_01
    assert pay_of_month(contract, month=JUNE, worked=june[:19]) == 2_375_01
    assert pay_of_month(contract, month=MAY, worked=[]) == 0
