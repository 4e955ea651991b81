"""An identity is checked within 48 working hours: hours of days on which people work."""

import datetime as dt

import pytest

from marke.domain.people.queries import activation_due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-10 09:00", "2026-03-12 09:00"),  # Tuesday to Thursday
        ("2026-03-13 15:00", "2026-03-17 15:00"),  # Friday: the weekend does not count
        ("2026-03-14 11:00", "2026-03-18 00:00"),  # Saturday: counts from Monday midnight
        ("2026-04-03 10:00", "2026-04-08 10:00"),  # Friday before Easter Monday
    ],
)
def test_the_clock_counts_working_days_only(received: str, due: str) -> None:
    assert activation_due(since=dt.datetime.fromisoformat(received)) == dt.datetime.fromisoformat(due)
