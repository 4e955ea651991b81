"""The figures of the social balance: averages by day under contract, hours, cost, contracts begun and ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from tests.support.social import contract, nora, payroll, stored

from marke.countries.be.social.balance import social_balance

JULY = dt.date(2026, 7, 1)


def test_a_worker_of_half_a_year_is_half_a_worker() -> None:
    """73 days of 365 under a full-time contract are 0.2 full-timers."""
    (slip,) = stored([contract(JULY)])
    months = [
        replace(
            slip, key=f"{n}", month=slip.month.plus(n), contract=replace(slip.contract, ends_on=dt.date(2026, 9, 11))
        )
        for n in range(3)
    ]
    found = social_balance(payroll(*months), year=2026)
    assert (found.full_time, found.part_time) == (Decimal("0.2"), Decimal("0.0"))
    assert (found.begun, found.ended) == (1, 1)


def test_two_contracts_on_one_day_count_once() -> None:
    """Whoever works full-time and part-time on the same days is one full-timer on those days."""
    full, part = stored([contract(JULY)]) + stored([contract(JULY, hours="8", contract="second")])
    ends = {"ends_on": dt.date(2026, 7, 31)}
    both = [replace(slip, contract=replace(slip.contract, **ends)) for slip in (full, part)]
    found = social_balance(payroll(*both), year=2026)
    # 31 of 365 days
    assert (found.full_time, found.part_time) == (Decimal("0.1"), Decimal("0.0"))
    assert found.hours == Decimal("23.2")


def test_hours_make_full_time_equivalents() -> None:
    """261 weekdays of 7.6 hours are a full-timer of 2026."""
    (slip,) = stored([contract(JULY)])
    year = replace(slip, hours=Decimal("7.6") * 261)
    assert social_balance(payroll(year), year=2026).full_time_equivalents == 1


def test_the_cost_is_pay_with_what_the_employer_owes() -> None:
    """Gross pay with exit holiday pay, and the contributions on it."""
    (slip,) = stored([contract(JULY)])
    owed = slip.total("employer_basic", "employer_moderation", "employer_small")
    assert social_balance(payroll(slip), year=2026).cost == slip.gross + owed


def test_other_years_do_not_count() -> None:
    """Nobody worked in 2025."""
    found = social_balance(payroll(*stored([contract(JULY)]), people=[nora()]), year=2025)
    assert (found.hours, found.cost, found.begun, found.ended) == (0, 0, 0, 0)
