"""VAT numbers of invented clients abroad: random digits with the check digits that their country asks."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from stdnum import luhn
from stdnum.fr import siren
from stdnum.iso7064 import mod_11_10, mod_97_10
from stdnum.lu import tva
from stdnum.pt import nif

ROME = "001"
"""The office that registered every invented Italian business."""

MAKERS: dict[str, tuple[int, Callable[[str], str]]] = {
    "DE": (7, lambda digits: f"1{digits}" + mod_11_10.calc_check_digit(f"1{digits}")),
    "FR": (8, lambda digits: siren.to_tva(digits + luhn.calc_check_digit(digits))),
    "IT": (7, lambda digits: digits + ROME + luhn.calc_check_digit(digits + ROME)),
    "LU": (6, lambda digits: digits + tva.calc_check_digits(digits)),
    "NL": (9, lambda digits: f"{digits}B" + mod_97_10.calc_check_digits(f"NL{digits}B")),
    "PT": (7, lambda digits: f"5{digits}" + nif.calc_check_digit(f"5{digits}")),
}
"""How many digits are free in each country, and the number they make."""


def vat_number(country: str, random: Random) -> str:
    """An invented VAT number of one of the `MAKERS`' countries, with its prefix and valid check digits."""
    free, complete = MAKERS[country]
    return country + complete("".join(random.choices("0123456789", k=free)))
