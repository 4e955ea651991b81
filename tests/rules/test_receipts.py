"""Takings with VAT in them fall apart into what was earned and what is VAT, without losing a cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.rules.receipts import takings

RATES = [Decimal("0.21"), Decimal("0.12"), Decimal("0.06"), Decimal(0)]


@pytest.mark.parametrize(
    ("gross", "rate", "net", "vat"),
    [(10_600, "0.06", 10_000, 600), (12_100, "0.21", 10_000, 2_100), (1_000, "0.06", 943, 57), (5, "0", 5, 0)],
)
def test_x13_the_vat_in_an_amount(gross: int, rate: str, net: int, vat: int) -> None:
    """106.00 with 6 % in it is 100.00 earned and 6.00 of VAT."""
    found = takings(gross=gross, vat_rate=Decimal(rate))
    assert (found.net, found.vat) == (net, vat)


@given(gross=st.integers(1, 10**12), rate=st.sampled_from(RATES))
def test_the_parts_add_to_the_whole_and_the_vat_is_right_to_half_a_cent(gross: int, rate: Decimal) -> None:
    """Whatever is taken: net and VAT are the takings, and VAT on the net differs by rounding alone."""
    found = takings(gross=gross, vat_rate=rate)
    assert found.net + found.vat == gross
    assert abs(Decimal(found.vat) - found.net * rate) <= Decimal("0.5") * (1 + rate)
