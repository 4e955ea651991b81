"""Under which numbers an enterprise may be registered on the network, from the numbers that an invoice prints.

Code list of electronic addresses, release 9.7 (formats.md, 2.2). A Belgian participant is registered under its
enterprise number (0208) and perhaps also its VAT number (9925); other countries under the number their list names.
"""

from __future__ import annotations

from marke.kernel.einvoicing import Participant

BELGIAN = "BE"
ENTERPRISE_NUMBER = "0208"
BELGIAN_VAT = "9925"

VAT_SCHEMES = {
    "AT": "9914",
    "BG": "9926",
    "CY": "9928",
    "CZ": "9929",
    "DE": "9930",
    "EE": "9931",
    "ES": "9920",
    "FI": "0213",
    "FR": "9957",
    "GB": "9932",
    "GR": "9933",
    "HR": "9934",
    "HU": "9910",
    "IE": "9935",
    "IT": "0211",
    "LI": "9936",
    "LT": "9937",
    "LU": "9938",
    "LV": "9939",
    "MT": "9943",
    "NL": "9944",
    "PL": "9945",
    "PT": "9946",
    "RO": "9947",
    "SE": "9955",
    "SI": "9949",
    "SK": "9950",
}
"""The scheme of VAT numbers per country; the value carries the country's letters (in Greece EL)."""

NUMBER_SCHEMES = {"DK": "0184", "NL": "0106", "NO": "0192"}
"""The scheme of enterprise numbers where it is the usual one."""


def candidates(*, country: str, enterprise_number: str, vat_number: str) -> tuple[Participant, ...]:
    """Where to look somebody up, the likeliest first; empty for whoever has no number, such as a private person."""
    numbers: list[tuple[str | None, str]]
    if country == BELGIAN:
        numbers = [(ENTERPRISE_NUMBER, enterprise_number), (BELGIAN_VAT, vat_number)]
    else:
        numbers = [(NUMBER_SCHEMES.get(country), enterprise_number), (VAT_SCHEMES.get(country), vat_number)]
    return tuple(Participant(scheme, _compact(number)) for scheme, number in numbers if scheme and number)


def _compact(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign.isalnum())
