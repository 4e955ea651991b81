"""A promise in hours counts working days only."""

import datetime as dt

import pytest

from marke.rules.service_level import answer_by


def weekday(day: dt.date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("asked", "hours", "promised"),
    [
        ("2026-09-11T15:00", 24, "2026-09-14T15:00"),
        ("2026-09-12T09:00", 24, "2026-09-15T00:00"),
        ("2026-09-09T15:00", 24, "2026-09-10T15:00"),
        ("2026-09-09T15:00", 2, "2026-09-09T17:00"),
        ("2026-09-10T00:00", 48, "2026-09-14T00:00"),
    ],
)
def test_friday_afternoon_is_answered_on_monday_afternoon(asked: str, hours: int, promised: str) -> None:
    found = answer_by(dt.datetime.fromisoformat(asked), hours=hours, is_working_day=weekday)
    assert found == dt.datetime.fromisoformat(promised)
