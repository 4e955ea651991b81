"""Belgian public holidays and the seven-day promise."""

from __future__ import annotations

import datetime as dt

from marke.countries.be.calendar import is_working_day, public_holidays, weekdays_in_month
from marke.kernel.dates import Month
from marke.rules.work.deadline import working_day_after, working_days_between


def test_there_are_ten_public_holidays() -> None:
    """The law names ten public holidays; Easter Sunday and Whit Sunday are not among them."""
    assert len(public_holidays(2026)) == 10
    assert dt.date(2026, 4, 6) in public_holidays(2026)


def test_a_holiday_and_a_saturday_are_no_working_days() -> None:
    """21 July 2026, a Tuesday, and any Saturday are no working days."""
    assert not is_working_day(dt.date(2026, 7, 21))
    assert not is_working_day(dt.date(2026, 9, 12))
    assert is_working_day(dt.date(2026, 9, 11))


def test_pay_for_work_ended_on_11_september_is_due_on_the_22nd() -> None:
    """The seventh working day after Friday 11 September 2026 is Tuesday 22 September."""
    assert working_day_after(dt.date(2026, 9, 11), 7, is_working_day=is_working_day) == dt.date(2026, 9, 22)


def test_a_holiday_does_not_count_as_a_day_of_the_promise() -> None:
    """From Monday 20 July 2026 the first working day after is Wednesday 22, because of the 21st."""
    assert working_day_after(dt.date(2026, 7, 20), 1, is_working_day=is_working_day) == dt.date(2026, 7, 22)


def test_a_month_counts_its_weekdays_with_paid_holidays() -> None:
    """July 2026 has 23 weekdays, the paid holiday of the 21st included."""
    assert weekdays_in_month(Month(2026, 7)) == 23


def test_working_days_are_counted_between_two_days() -> None:
    """From Friday 11 to Tuesday 22 September 2026 lie seven working days; the same day is none."""
    friday = dt.date(2026, 9, 11)
    assert working_days_between(friday, dt.date(2026, 9, 22), is_working_day=is_working_day) == 7
    assert working_days_between(friday, friday, is_working_day=is_working_day) == 0
