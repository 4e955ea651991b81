"""Where the money of a wage stands: the oldest advance is settled first, and the four parts make the wage."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marke.rules.work.guarantee import Standing, WageMoney, booked, not_returned, part_not_returned, total

cents = st.integers(0, 10_000_00)


def test_what_clients_owe_and_the_books_do_not_expect_was_advanced() -> None:
    """Clients owe a budget of 935.00, the books expect 475.83 of it: 459.17 went to wages."""
    assert not_returned(uncollected=935_00, expected=475_83) == 459_17


def test_nothing_is_outstanding_once_the_clients_have_paid() -> None:
    assert not_returned(uncollected=0, expected=0) == 0


def test_money_that_comes_in_settles_the_oldest_advance_first() -> None:
    """100.00, then 60.00 were advanced and 70.00 is outstanding: all of the second, and 10.00 of the first."""
    assert part_not_returned(taken=60_00, since=0, outstanding=70_00) == 60_00
    assert part_not_returned(taken=100_00, since=60_00, outstanding=70_00) == 10_00


@given(st.lists(cents, max_size=8), cents)
def test_the_parts_of_all_advances_are_what_is_outstanding(taken: list[int], outstanding: int) -> None:
    parts = [
        part_not_returned(taken=amount, since=sum(taken[place + 1 :]), outstanding=outstanding)
        for place, amount in enumerate(taken)
    ]
    assert sum(parts) == min(outstanding, sum(taken))


def test_a_wage_is_advanced_once_the_worker_is_paid() -> None:
    """Until then it is guaranteed; the client's money that was in is settled all along."""
    wage = {"received": 100_00, "advance": 60_00, "waiting": 60_00, "borne": 0}
    assert booked(**wage, is_paid=False) == WageMoney(guaranteed=60_00, settled=100_00)
    assert booked(**wage, is_paid=True) == WageMoney(advanced=60_00, settled=100_00)


@given(cents, cents, cents, st.booleans())
def test_the_four_parts_make_the_wage(received: int, advance: int, borne: int, is_paid: bool) -> None:
    money = booked(received=received, advance=advance, waiting=advance // 3, borne=borne, is_paid=is_paid)
    assert sum(amount for _, amount in money.parts) == received + advance + borne


def test_one_word_says_the_least_certain_part() -> None:
    """A wage is called settled when nothing of it waits for a client."""
    assert total([WageMoney(settled=50_00), WageMoney(advanced=10_00)]).standing == Standing.ADVANCED
    assert WageMoney(settled=50_00).standing == Standing.SETTLED
    assert WageMoney().standing is None
