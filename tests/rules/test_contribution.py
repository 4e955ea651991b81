"""The contribution to the common pot, forwards and backwards."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.rules.contribution import Shared, net_to_invoice, share

RATE = Decimal("0.065")


def test_rule_08_of_a_thousand_euro_65_goes_to_the_pot() -> None:
    """X1: 1,000.00 gives 65.00 to the pot and 935.00 to the unit."""
    assert share(100_000, rate=RATE) == Shared(100_000, 6_500, 93_500)


def test_rule_09_x3_what_to_invoice_to_have_1150() -> None:
    """X3: 1,229.95 is invoiced; 79.95 goes to the pot; 1,150.00 is left."""
    net = net_to_invoice(115_000, rate=RATE)
    assert share(net, rate=RATE) == Shared(122_995, 7_995, 115_000)


@given(st.integers(1, 10**10), st.decimals("0", "0.5", places=4))
def test_rule_09_the_answer_is_always_enough(needed: int, rate: Decimal) -> None:
    """Computing forward from the answer leaves at least what was needed."""
    assert share(net_to_invoice(needed, rate=rate), rate=rate).budget >= needed


def test_parts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="must add"):
        Shared(100, 10, 91)
