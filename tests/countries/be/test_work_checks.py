"""What Belgian labour law asks of an engagement: each limit just kept and just broken."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.support.work import TUESDAY, case, days, engagement, planned

from marke.countries.registry import country
from marke.kernel.dates import DateRange
from marke.rules.work.concerns import concerns
from marke.rules.work.engagement import Basis, Kind

BELGIUM = country("be")
ENGINE = BELGIUM.payroll(BELGIUM.parameters())
CHECKS = BELGIUM.work.checks(ENGINE)
YEAR_17, YEAR_14 = dt.date(2009, 1, 1), dt.date(2012, 1, 1)
MONDAY = dt.date(2026, 5, 11)
PERSON: dict[str, Any] = {"person": "p", "contract": "c", "family": {}}


def rules(**changes: Any) -> tuple[list[str], list[str]]:
    """What is refused, and what is only warned of."""
    found = concerns(case(**changes), CHECKS)
    assert all("%(" not in str(concern.refusal) for concern in found)
    return [each.rule for each in found if each.blocks], [each.rule for each in found if not each.blocks]


def test_three_ordinary_days_raise_no_concern() -> None:
    assert rules() == ([], [])


KEPT: dict[str, dict[str, Any]] = {
    "three hours": {"days": planned(TUESDAY, hours="3")},
    "nine hours": {"days": planned(TUESDAY, hours="9")},
    "eleven hours of rest": {
        "days": planned(TUESDAY, hours="6", at=dt.time(14)),
        "worker": {"other_days": planned(TUESDAY + dt.timedelta(days=1), hours="4", at=dt.time(7))},
    },
    "fifty hours in a week": {"days": planned(*days(5, since=MONDAY), hours="9")},
    "a permit until the last day": {"worker": {"permit_until": dt.date(2026, 5, 14)}},
    "eight hours of somebody of 17": {"days": planned(TUESDAY, hours="8"), "worker": {"born": YEAR_17}},
    "the last hours of a student": {
        "kind": Kind.STUDENT,
        "worker": {"student_hours_left": Decimal("22.8"), "born": dt.date(2004, 1, 1)},
    },
}


@pytest.mark.parametrize("name", KEPT)
def test_a_limit_that_is_just_kept_is_no_concern(name: str) -> None:
    assert rules(**KEPT[name]) == ([], [])


BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "less than three hours": ("work.three-hours", {"days": planned(TUESDAY, hours="2.9"), "amount": 90_00}),
    "more than eleven hours": ("work.longest-day", {"days": planned(TUESDAY, hours="11.5", at=dt.time(7))}),
    "more than eight hours of somebody of 17": (
        "work.longest-day",
        {"days": planned(TUESDAY, hours="8.5"), "worker": {"born": YEAR_17}},
    ),
    "more than fifty hours in a week": (
        "work.longest-week",
        {
            "days": planned(*days(3, since=MONDAY), hours="9"),
            "worker": {"other_days": planned(*days(3, since=dt.date(2026, 5, 14)), hours="8")},
        },
    ),
    "seven days in a week": ("work.no-day-off", {"days": planned(*days(7, since=MONDAY), hours="7")}),
    "ten hours of rest": (
        "work.rest",
        {
            "days": planned(TUESDAY, hours="6", at=dt.time(14)),
            "worker": {"other_days": planned(TUESDAY + dt.timedelta(days=1), hours="4", at=dt.time(6))},
        },
    ),
    "a minor at night": (
        "work.minor-at-night",
        {"days": planned(TUESDAY, hours="4", at=dt.time(18)), "worker": {"born": YEAR_17}},
    ),
    "a child": ("work.age", {"worker": {"born": YEAR_14}}),
    "no birth date": ("work.birth-date", {"worker": {"born": None}}),
    "a permit that ends too early": ("work.permit", {"worker": {"permit_until": dt.date(2026, 5, 13)}}),
    "more hours than a student has left": (
        "work.student-hours",
        {"kind": Kind.STUDENT, "worker": {"student_hours_left": Decimal("22.7")}},
    ),
    "rule 19: less than the minimum": ("payroll.minimum-pay", {"amount": 90_00}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_limit_stops_the_signature(name: str) -> None:
    rule, changes = BROKEN[name]
    assert rules(**changes)[0] == [rule]


WARNED: dict[str, tuple[str, dict[str, Any]]] = {
    "ten hours": ("work.long-day", {"days": planned(TUESDAY, hours="10", at=dt.time(8))}),
    "an evening": ("work.night", {"days": planned(TUESDAY, hours="4", at=dt.time(19))}),
    "a Sunday": ("work.sunday", {"days": planned(dt.date(2026, 5, 17))}),
    "an office contract after another": (
        "work.successive",
        {"worker": {"earlier": (DateRange(dt.date(2026, 5, 4), dt.date(2026, 5, 8)),)}},
    ),
    "a stage whose scale is not known": ("work.scale-unknown", {"function": "actor"}),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_a_person_must_weigh_is_a_warning(name: str) -> None:
    """An adviser sees it; nobody is stopped."""
    rule, changes = WARNED[name]
    assert rules(**changes) == ([], [rule])


def test_artistic_contracts_follow_each_other_by_nature() -> None:
    """Performing arts engage from show to show: no warning of a presumed permanent contract."""
    earlier = {"earlier": (DateRange(dt.date(2026, 5, 4), dt.date(2026, 5, 8)),)}
    assert "work.successive" not in rules(function="actor", worker=earlier)[1]


def test_a_task_has_no_hours_to_check() -> None:
    """Who works for a lump sum decides the hours: neither minimum pay per day nor three hours apply."""
    task = {"kind": Kind.ARTISTIC_TASK, "basis": Basis.WHOLE, "function": "visual_artist"}
    assert rules(**task, days=planned(TUESDAY, hours="1"), amount=50_00) == ([], [])


def test_the_minimum_follows_the_hours_of_a_short_day() -> None:
    """Half a day at half the pay keeps the minimum; half a day at a quarter does not."""
    half = planned(TUESDAY, hours="3.8")
    assert rules(days=half, amount=100_00) == ([], [])
    assert rules(days=half, amount=40_00)[0] == ["payroll.minimum-pay"]


def test_the_facts_of_a_month_give_a_payslip() -> None:
    """X1 of the money model: three days of EUR 193.01 1/3 take EUR 935.00 at the coefficient of 1.40."""
    contract = engagement(basis=Basis.WHOLE, amount=579_04)
    (month,) = contract.months()
    worked = [each.day for each in contract.days]
    facts = BELGIUM.work.facts_of_month(contract, month=month, worked=worked, person=PERSON)
    payslip = ENGINE.payslip(ENGINE.read(facts))
    assert payslip["gross_pay"] == 579_04
    assert payslip.gross == 667_86


def test_a_contract_over_two_months_pays_exit_holiday_pay_once_on_all_of_it() -> None:
    """The last month pays the holiday pay of the earlier one too; together they are those of one month."""
    contract = engagement(days=planned(*days(6, since=dt.date(2026, 5, 28))))
    slips = [
        ENGINE.payslip(
            ENGINE.read(
                BELGIUM.work.facts_of_month(
                    contract, month=month, worked=[each.day for each in contract.days_in(month)], person=PERSON
                )
            )
        )
        for month in contract.months()
    ]
    assert [slip["gross_pay"] for slip in slips] == [800_00, 400_00]
    assert slips[0].gross == 800_00
    assert slips[1].gross == 400_00 + 184_08


def test_a_student_of_whole_days_is_paid_by_the_hours_of_the_quota() -> None:
    """Full days too: the yearly quota counts hours (royal decree of 28 November 1969, art. 17bis)."""
    contract = engagement(kind=Kind.STUDENT)
    (month,) = contract.months()
    worked = [each.day for each in contract.days]
    facts = BELGIUM.work.facts_of_month(contract, month=month, worked=worked, person=PERSON)
    assert facts["time"]["hours"] == Decimal("22.8")
    assert ENGINE.payslip(ENGINE.read(facts)).gross == 600_00


def test_every_kind_of_engagement_has_its_coefficient() -> None:
    """Rule 11: what a unit pays per euro of gross pay is decided per regime."""

    def of(**changes: Any) -> Decimal:
        return BELGIUM.work.coefficient(ENGINE, engagement(**changes))

    assert of() == Decimal("1.35")
    assert of(function="musician") == Decimal("1.57")
    assert of(kind=Kind.STUDENT) == Decimal("1.14")
    assert of(kind=Kind.OPEN_ENDED, basis=Basis.MONTH, amount=2_500_00) == Decimal("1.45")


def test_every_function_is_complete_in_three_languages() -> None:
    """What is offered has a name, a committee and a kind of worker that the engine knows."""
    for function in BELGIUM.work.functions().values():
        assert set(function.titles) == set(function.group_titles) == {"en", "nl", "fr"}
        assert all(function.titles.values())
        assert BELGIUM.work.worker(engagement(function=function.code)) == function.worker
