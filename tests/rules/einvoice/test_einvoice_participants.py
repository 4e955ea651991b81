"""Where a client may be found on the network."""

import pytest

from marke.rules.einvoice.participants import candidates


def addresses(country: str, number: str = "", vat: str = "") -> list[str]:
    return [str(each) for each in candidates(country=country, enterprise_number=number, vat_number=vat)]


def test_a_belgian_enterprise_is_looked_up_by_both_its_numbers() -> None:
    """0208 with ten digits and no letters first, then the VAT number with them."""
    assert addresses("BE", "0403.019.261", "BE0403019261") == ["0208:0403019261", "9925:BE0403019261"]


def test_an_enterprise_number_that_begins_with_one_is_kept() -> None:
    """Belgian numbers may begin with 1."""
    assert addresses("BE", "1000.000.044")[0] == "0208:1000000044"


@pytest.mark.parametrize(
    ("country", "vat", "address"),
    [("FR", "FR40303265045", "9957:FR40303265045"), ("DE", "DE136695976", "9930:DE136695976")],
)
def test_a_foreign_enterprise_is_looked_up_by_its_vat_number(country: str, vat: str, address: str) -> None:
    """The scheme is that of its country."""
    assert addresses(country, vat=vat) == [address]


def test_a_private_person_has_no_address_on_the_network() -> None:
    """Whoever has no number cannot be registered."""
    assert addresses("BE") == []


def test_a_country_without_a_scheme_has_none() -> None:
    """An enterprise outside the network's list gets its invoice by mail."""
    assert addresses("US", "123", "US123") == []
