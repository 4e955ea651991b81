"""The credit limit of a client, and what the guarantee covers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.rules.credit import Buyer, Exposure, Ground, History, Limit, Policy, Standing, limit_of

POLICY = Policy(business=500_000, public=5_000_000, consumer=100_000, factor=3, cap=10_000_000)
CENTS = st.integers(0, 10**10)


@pytest.mark.parametrize(
    ("buyer", "amount"), [(Buyer.BUSINESS, 500_000), (Buyer.PUBLIC, 5_000_000), (Buyer.CONSUMER, 100_000)]
)
def test_a_new_client_starts_with_the_limit_of_its_kind(buyer: Buyer, amount: int) -> None:
    """A company 5,000.00, a public body 50,000.00, a consumer 1,000.00."""
    assert limit_of(buyer, History(), policy=POLICY) == Limit(amount, Ground.STARTING)


def test_a_known_client_gets_three_times_the_highest_amount_it_paid_in_time() -> None:
    """The worked example: 4,840.00 paid in time gives 14,520.00."""
    assert limit_of(Buyer.BUSINESS, History(484_000), policy=POLICY) == Limit(1_452_000, Ground.HISTORY)


def test_a_small_payment_in_time_never_lowers_the_limit() -> None:
    """Three times 121.00 is less than the start: the start stays."""
    assert limit_of(Buyer.BUSINESS, History(12_100), policy=POLICY) == Limit(500_000, Ground.STARTING)


def test_history_stops_at_the_cap() -> None:
    """Somebody who paid 60,000.00 in time gets 100,000.00 and not 180,000.00."""
    assert limit_of(Buyer.BUSINESS, History(6_000_000), policy=POLICY) == Limit(10_000_000, Ground.CAP)


def test_a_watched_client_falls_back_to_the_start() -> None:
    """Who pays late is trusted like somebody new."""
    assert limit_of(Buyer.BUSINESS, History(484_000, is_watched=True), policy=POLICY) == Limit(500_000, Ground.WATCH)


def test_the_desk_may_grant_another_amount_also_above_the_cap() -> None:
    assert limit_of(Buyer.BUSINESS, History(), policy=POLICY, granted=15_000_000) == Limit(15_000_000, Ground.GRANTED)


def test_a_blocked_client_gets_nothing_whatever_was_granted() -> None:
    history = History(484_000, is_blocked=True)
    assert limit_of(Buyer.BUSINESS, history, policy=POLICY, granted=15_000_000) == Limit(0, Ground.BLOCKED)


def test_the_part_above_the_limit_is_not_covered() -> None:
    """The worked example: limit 14,520.00, open 9,680.00, ordered 3,630.00; of 2,420.00 more, 1,210.00 is uncovered."""
    standing = Standing(Limit(1_452_000, Ground.HISTORY), Exposure(invoiced=968_000, ordered=363_000))
    assert (standing.free, standing.over, standing.uncovered(242_000)) == (121_000, 0, 121_000)


@given(st.sampled_from(Buyer), CENTS, CENTS)
def test_paying_more_in_time_never_lowers_the_limit(buyer: Buyer, paid: int, more: int) -> None:
    before = limit_of(buyer, History(paid), policy=POLICY)
    assert limit_of(buyer, History(paid + more), policy=POLICY).amount >= before.amount


@given(st.sampled_from(Buyer), CENTS)
def test_history_alone_never_passes_the_cap_nor_falls_below_the_start(buyer: Buyer, paid: int) -> None:
    amount = limit_of(buyer, History(paid), policy=POLICY).amount
    assert POLICY.starting(buyer) <= amount <= max(POLICY.cap, POLICY.starting(buyer))


@given(CENTS, CENTS, CENTS, CENTS)
def test_what_is_covered_and_what_is_not_make_the_whole(limit: int, invoiced: int, ordered: int, amount: int) -> None:
    """A new amount divides into a covered part, which fits under the limit, and the rest."""
    standing = Standing(Limit(limit, Ground.GRANTED), Exposure(invoiced, ordered))
    covered = amount - standing.uncovered(amount)
    assert 0 <= covered <= standing.free
    assert covered == amount or covered == standing.free


@given(CENTS, CENTS, CENTS)
def test_a_client_is_never_both_over_its_limit_and_free(limit: int, invoiced: int, ordered: int) -> None:
    standing = Standing(Limit(limit, Ground.GRANTED), Exposure(invoiced, ordered))
    assert 0 in {standing.free, standing.over}
