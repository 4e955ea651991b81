"""Money is whole cents; what is divided adds up again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.kernel.money import LARGEST_AMOUNT, Rounding, apply_rate, round_cents, split_by_weight, split_over_time

amounts = st.integers(-LARGEST_AMOUNT, LARGEST_AMOUNT)


@pytest.mark.parametrize(
    ("exact", "mode", "rounded"),
    [
        ("12.5", Rounding.HALF_UP, 13),
        ("-12.5", Rounding.HALF_UP, -13),
        ("12.5", Rounding.HALF_EVEN, 12),
        ("12.9", Rounding.DOWN, 12),
        ("-12.1", Rounding.FLOOR, -13),
        ("12.1", Rounding.CEILING, 13),
        ("12.1", Rounding.UP, 13),
    ],
)
def test_rounding_is_named(exact: str, mode: Rounding, rounded: int) -> None:
    assert round_cents(Decimal(exact), mode) == rounded


def test_the_contribution_on_a_thousand_euro_is_sixty_five() -> None:
    """6.5 % of EUR 1,000.00 is EUR 65.00 (worked example X1)."""
    assert apply_rate(100_000, Decimal("0.065")) == 6_500


@pytest.mark.parametrize("value", [1.5, 10, "12"])
def test_only_an_exact_decimal_is_rounded(value: object) -> None:
    """A float is not money: 0.1 + 0.2 would already be wrong."""
    with pytest.raises(TypeError, match="exact Decimal"):
        round_cents(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_an_amount_is_a_finite_number(value: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        round_cents(Decimal(value))


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_divided_parts_add_to_the_whole(amount: int, weights: list[int]) -> None:
    """Nothing is lost or invented when an amount is divided, and no part is off by a cent or more."""
    parts = split_by_weight(amount, weights)
    assert sum(parts) == amount
    exact = [Decimal(amount) * weight / sum(weights) for weight in weights]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


@given(amounts, st.integers(1, 400))
def test_an_amount_spread_over_time_adds_up_and_stays_even(amount: int, periods: int) -> None:
    parts = split_over_time(amount, periods)
    assert sum(parts) == amount
    assert max(parts) - min(parts) <= 1


def test_a_camera_of_three_thousand_is_written_off_in_thirty_six_months() -> None:
    """83.33, 83.34, 83.33 ... adds to 3,000.00 (worked example X8)."""
    parts = split_over_time(300_000, 36)
    assert parts[:3] == [8_333, 8_334, 8_333]
    assert sum(parts) == 300_000


def test_what_nobody_weighs_cannot_be_divided() -> None:
    with pytest.raises(ValueError, match="weigh nothing"):
        split_by_weight(100, [0, 0])
    assert split_by_weight(0, [0, 0]) == [0, 0]


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        split_by_weight(100, [2, -1])


def test_a_spread_needs_a_period() -> None:
    with pytest.raises(ValueError, match="at least one period"):
        split_over_time(100, 0)
