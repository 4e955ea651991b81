"""Work is declared before it starts, and what is declared becomes what is wanted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.kernel.declaring import Kind, Said
from marke.rules.declarations import Declared, Next, Wanted, apply, difference
from marke.rules.declarations.difference import TooLate

MORNING = dt.datetime(2026, 5, 11, 8, tzinfo=dt.UTC)
TUESDAY = dt.date(2026, 5, 12)
THREE_DAYS = Said("OTH", "200", TUESDAY, TUESDAY + dt.timedelta(days=2))


def wanted(said: Said = THREE_DAYS, *, hour: int = 9) -> Wanted:
    return Wanted(said, dt.datetime.combine(said.starts_on, dt.time(hour), tzinfo=dt.UTC))


DECLARED = Declared(THREE_DAYS, "P1")


def test_work_that_will_start_is_declared() -> None:
    assert difference(wanted(), None, now=MORNING) == Next(Kind.IN, THREE_DAYS)


@pytest.mark.parametrize("late", [0, 1, 600], ids=["the very moment", "a minute", "ten hours"])
def test_nobody_declares_backwards(late: int) -> None:
    """From the moment at which the work begins, an IN is refused with what to do."""
    start = wanted().starts_at
    with pytest.raises(TooLate, match="Nobody declares backwards"):
        difference(wanted(), None, now=start + dt.timedelta(minutes=late))


def test_what_is_declared_already_is_not_declared_again() -> None:
    assert difference(wanted(), DECLARED, now=MORNING) is None


def test_a_contract_that_is_cancelled_before_it_starts_never_was() -> None:
    assert difference(None, DECLARED, now=MORNING) == Next(Kind.CANCEL, THREE_DAYS)


def test_a_contract_that_is_cancelled_on_its_first_day_before_the_work_never_was() -> None:
    """A concert of the evening that is off at noon leaves no declared day behind."""
    noon = MORNING + dt.timedelta(days=1)
    assert difference(None, DECLARED, now=noon) == Next(Kind.CANCEL, THREE_DAYS)


def test_a_change_does_not_move_the_start_back_into_the_past() -> None:
    """An UPDATE is no way around the rule that nobody declares backwards."""
    earlier = replace(THREE_DAYS, starts_on=TUESDAY - dt.timedelta(days=4))
    with pytest.raises(TooLate, match="Nobody declares backwards"):
        difference(wanted(earlier), DECLARED, now=MORNING)
    to_come = replace(THREE_DAYS, starts_on=TUESDAY - dt.timedelta(days=1))
    assert difference(wanted(to_come), DECLARED, now=MORNING) == Next(Kind.UPDATE, to_come)


def test_work_that_has_begun_ends_today_when_it_is_cancelled() -> None:
    """The days before were declared and worked: they stay."""
    now = MORNING + dt.timedelta(days=2)
    assert difference(None, DECLARED, now=now) == Next(Kind.UPDATE, replace(THREE_DAYS, ends_on=now.date()))
    endless = Declared(replace(THREE_DAYS, ends_on=None), "P1")
    assert difference(None, endless, now=now) == Next(Kind.OUT, replace(THREE_DAYS, ends_on=now.date()))


def test_work_that_is_over_needs_nothing() -> None:
    assert difference(None, DECLARED, now=MORNING + dt.timedelta(days=30)) is None


def test_the_end_of_an_open_ended_contract_is_an_out() -> None:
    endless = Declared(replace(THREE_DAYS, ends_on=None), "P1")
    assert difference(wanted(), endless, now=MORNING) == Next(Kind.OUT, THREE_DAYS)


def test_a_day_more_or_an_hour_more_of_a_student_is_an_update() -> None:
    longer = replace(THREE_DAYS, ends_on=TUESDAY + dt.timedelta(days=3))
    assert difference(wanted(longer), DECLARED, now=MORNING) == Next(Kind.UPDATE, longer)
    hours = replace(THREE_DAYS, worker_type="STU", hours=Decimal(20))
    student = Declared(replace(hours, hours=Decimal(16)), "P1")
    assert difference(wanted(hours), student, now=MORNING) == Next(Kind.UPDATE, hours)


days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
periods = st.builds(
    lambda start, length, worker, hours: Said(
        worker, "200", start, None if length is None else start + dt.timedelta(days=length), hours
    ),
    days,
    st.none() | st.integers(0, 90),
    st.sampled_from(["OTH", "STU"]),
    st.none() | st.integers(1, 600).map(Decimal),
)


@given(st.none() | periods.map(wanted), st.none() | periods.map(lambda said: Declared(said, "P1")), days)
def test_after_the_declaration_nothing_is_missing(want: Wanted | None, have: Declared | None, day: dt.date) -> None:
    """Whatever was declared: one accepted declaration makes it what is wanted, and then there is no difference."""
    now = dt.datetime.combine(day, dt.time(7), tzinfo=dt.UTC)
    try:
        step = difference(want, have, now=now)
    except TooLate:
        assert want is not None
        assert want.starts_at <= now
        assert have is None or want.said.starts_on < have.said.starts_on
        return
    after = apply(step, have, period_id="P2") if step else have
    assert difference(want, after, now=now) is None
    if step and step.kind is Kind.IN:
        assert step.said.starts_on >= now.date()
