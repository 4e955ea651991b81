"""What stands against an engagement everywhere: each rule once alone, and all of them at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.support.work import NOW, TUESDAY, case, days, planned

from marke.rules.work.concerns import concerns

STARTS = dt.datetime.combine(TUESDAY, dt.time(9), tzinfo=dt.UTC)


def rules(**changes: Any) -> list[str]:
    return [concern.rule for concern in concerns(case(**changes), ())]


def test_an_ordinary_engagement_raises_no_concern() -> None:
    assert rules() == []


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "no day": ("work.days", {"days": ()}),
    "a day twice": ("work.day-twice", {"days": planned(TUESDAY, TUESDAY)}),
    "a day after the end": ("work.term", {"ends_on": TUESDAY}),
    "a fixed term without end": ("work.term", {"ends_on": None}),
    "no pay": ("work.pay", {"amount": 0}),
    "another contract at the same hours": (
        "work.overlap",
        {"worker": {"other_days": planned(TUESDAY, hours="4", at=dt.time(16, 30))}},
    ),
    "no share of the year": ("work.right-of-use", {"unit": {"has_right_of_use": False}}),
    "a cent too little": ("work.budget", {"unit": {"available": 899_99}}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_rule_refuses_on_its_own(name: str) -> None:
    """One thing wrong gives one reason, in words."""
    rule, changes = REFUSED[name]
    found = concerns(case(**changes), ())
    assert [concern.rule for concern in found if concern.blocks] == [rule]
    assert "%(" not in str(found[0].refusal)


def test_rule_2_money_that_is_already_there_stays_usable() -> None:
    """Without a share for the year, pay may use what clients have paid, to the cent."""
    without = {"has_right_of_use": False}
    assert rules(unit=without | {"received": 900_00}) == []
    assert rules(unit=without | {"received": 899_99}) == ["work.right-of-use"]


def test_other_hours_of_the_same_day_do_not_overlap() -> None:
    evening = planned(TUESDAY, hours="3", at=dt.time(17))
    assert rules(worker={"other_days": evening}) == []


@pytest.mark.parametrize(
    ("minutes", "rule"),
    [(61, None), (60, None), (59, "work.too-late"), (0, "work.too-late"), (-1, "work.back-dated")],
)
def test_rule_17_work_is_entered_before_it_starts(minutes: int, rule: str | None) -> None:
    """Up to an hour before the start, never afterwards."""
    assert rules(now=STARTS - dt.timedelta(minutes=minutes)) == ([rule] if rule else [])


def test_everything_wrong_is_said_at_once() -> None:
    """Nobody corrects one thing only to hear the next."""
    found = rules(
        amount=0, days=planned(*days(2, since=NOW.date() - dt.timedelta(days=3))), unit={"has_right_of_use": False}
    )
    assert set(found) == {"work.pay", "work.back-dated", "work.right-of-use"}
