"""How soon wages arrive, for many wages at once."""

from __future__ import annotations

from decimal import Decimal

from marke.rules.work.promptness import Promptness


def test_the_promise_is_kept_up_to_the_promised_day() -> None:
    """Seven working days are in time, the eighth is late."""
    found = Promptness({3: 90, 7: 9, 8: 1}, promised=7)
    assert (found.wages, found.in_time, found.share_in_time) == (100, 99, Decimal("0.99"))


def test_the_median_and_the_slowest_of_nearly_all() -> None:
    found = Promptness({2: 50, 4: 45, 9: 5}, promised=7)
    assert [found.within(Decimal(share)) for share in ("0.5", "0.95", "1")] == [2, 4, 9]


def test_without_wages_no_promise_is_broken() -> None:
    found = Promptness({}, promised=7)
    assert (found.share_in_time, found.within(Decimal("0.5"))) == (1, 0)
