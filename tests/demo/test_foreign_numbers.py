"""Invented clients abroad have VAT numbers that pass every check."""

from random import Random

import pytest
from stdnum.eu import vat

from marke.demo.foreign_numbers import MAKERS, vat_number


@pytest.mark.parametrize("country", MAKERS)
def test_an_invented_vat_number_is_one_of_its_country(country: str) -> None:
    """Two hundred numbers of each country keep its length and its check digits."""
    random = Random(5)
    numbers = [vat_number(country, random) for _ in range(200)]
    assert all(number.startswith(country) and vat.is_valid(number) for number in numbers)
