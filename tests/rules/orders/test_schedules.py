"""Schedules: what each invoice of an order asks, and that together they are the order."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.rules.orders.given import (
    DAY,
    REDUCED,
    STANDARD,
    as_lines,
    base_and_vat,
    discounted,
    instalments,
    percentages,
)

from marke.kernel.refusal import Refusal
from marke.rules.orders import PlannedInvoice, StepKind, check_schedule, plan, vat_step
from marke.rules.orders.parts import per_rate
from marke.rules.vat import NetLine

FINAL = PlannedInvoice(StepKind.FINAL)
PROGRESS = PlannedInvoice(StepKind.PROGRESS)
ORDER = [NetLine(123_456, STANDARD), NetLine(50_000, REDUCED)]


def deposit(share: str | None = None, amount: int | None = None) -> PlannedInvoice:
    return PlannedInvoice(StepKind.DEPOSIT, share=Decimal(share) if share else None, amount=amount)


def asked(lines: list[NetLine], schedule: list[PlannedInvoice]) -> list[int | None]:
    check_schedule(lines, schedule)
    return [part.net for part in plan(lines, schedule)]


def is_possible(lines: list[NetLine], schedule: list[PlannedInvoice]) -> bool:
    """False for parts too small to be invoiced, or more than the order."""
    try:
        check_schedule(lines, schedule)
    except Refusal:
        return False
    return True


@pytest.mark.parametrize(("rate", "step"), [("0.21", 100), ("0.12", 25), ("0.06", 50), ("0", 1), ("0.055", 200)])
def test_vat_is_a_whole_number_of_cents_on_each_step(rate: str, step: int) -> None:
    """One euro at 21 %, 25 cents at 12 %, 50 cents at 6 %; nothing smaller will do."""
    assert vat_step(Decimal(rate)) == step
    assert step * Decimal(rate) % 1 == 0
    assert all(part * Decimal(rate) % 1 for part in range(1, step))


def test_a_deposit_of_a_third_stops_at_a_whole_euro() -> None:
    """30 % of 1,234.56 at 21 % is 370.368: the deposit is 370.00 and the final invoice takes the rest, 864.56."""
    assert asked(ORDER[:1], [deposit("0.3"), FINAL]) == [37_000, 86_456]


def test_a_fixed_deposit_is_divided_over_the_rates() -> None:
    """500.00 of 1,234.56 at 21 % and 500.00 at 6 %: 355.00 and 144.00 by steps, one more euro to the larger cut."""
    parts = plan(ORDER, [deposit(amount=50_000), FINAL])
    assert parts[0].amounts == (35_600, 14_400)


@given(discounted(), percentages())
def test_instalments_are_the_order_at_every_rate_with_its_vat(lines: list[NetLine], shares: list[Decimal]) -> None:
    """Base and VAT of all invoices add up to those of the order, per rate, to the cent."""
    schedule = instalments(shares)
    assume(is_possible(lines, schedule))
    invoices = [as_lines(lines, part.amounts or ()) for part in plan(lines, schedule)]
    assert base_and_vat(invoices) == base_and_vat([lines])


@given(discounted(), st.decimals("0.01", "0.9", places=3), st.integers(100, 50_000))
def test_deposits_and_the_final_invoice_are_the_order(lines: list[NetLine], share: Decimal, amount: int) -> None:
    """A deposit by percentage and one by amount, then the final invoice: nothing is lost, at no rate."""
    schedule = [PlannedInvoice(StepKind.DEPOSIT, share=share), deposit(amount=amount), FINAL]
    assume(is_possible(lines, schedule))
    parts = [part.amounts or () for part in plan(lines, schedule)]
    assert base_and_vat([as_lines(lines, part) for part in parts]) == base_and_vat([lines])
    assert sum(parts[1]) <= amount
    assert all(base >= 0 for part in parts for base in per_rate(lines, part).values())


@pytest.mark.parametrize(
    ("schedule", "sentence"),
    [
        ([], "at least once"),
        ([deposit("0.3")], "Add the final invoice"),
        ([deposit("0.3"), PROGRESS], "Add the final invoice"),
        ([FINAL, deposit("0.3")], "Deposits come first"),
        ([FINAL, FINAL], "one final invoice"),
        ([PROGRESS, PROGRESS], "one line for invoices by progress"),
        ([*instalments([Decimal("0.5")]), PROGRESS], "not on both"),
        ([deposit("1.2"), FINAL], "at most 100 %"),
        ([deposit("-0.2"), FINAL], "at most 100 %"),
        ([deposit("1"), FINAL], "more than the order"),
        ([deposit("0.6"), deposit("0.6"), FINAL], "more than the order"),
        ([deposit(amount=200_000), FINAL], "at most the order"),
        ([deposit(amount=10), FINAL], "too small"),
        ([deposit(), FINAL], "a percentage or an amount"),
        ([PlannedInvoice(StepKind.DEPOSIT, share=Decimal("0.1"), amount=100), FINAL], "a percentage or an amount"),
        ([PlannedInvoice(StepKind.FINAL, share=Decimal("0.1"))], "leave it empty"),
        (instalments([Decimal("0.5"), Decimal("0.4")]), "do not make the whole order"),
        (list(reversed(instalments([Decimal("0.5"), Decimal("0.5")]))), "order of their days"),
        ([PlannedInvoice(StepKind.INSTALMENT, share=Decimal(1))], "its day"),
        ([PlannedInvoice(StepKind.PERIOD, on=DAY, every_months=1), FINAL], "no other way"),
        ([PlannedInvoice(StepKind.PERIOD, on=DAY)], "one to twelve months"),
        ([PlannedInvoice(StepKind.PERIOD, every_months=1)], "first day"),
        ([PlannedInvoice(StepKind.PERIOD, on=DAY, every_months=1, until=dt.date(2026, 12, 31))], "end of a period"),
    ],
)
def test_a_schedule_that_does_not_make_the_order_is_refused(schedule: list[PlannedInvoice], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        check_schedule(ORDER, schedule)


def test_an_order_for_nothing_is_refused() -> None:
    with pytest.raises(Refusal, match="more than nothing"):
        check_schedule([NetLine(1000, STANDARD), NetLine(-1000, STANDARD)], [FINAL])


def test_whole_quarters_are_accepted() -> None:
    quarter = PlannedInvoice(StepKind.PERIOD, on=dt.date(2026, 1, 1), every_months=3, until=dt.date(2026, 12, 31))
    assert asked(ORDER, [quarter]) == [173_456]
