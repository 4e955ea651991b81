"""What a country brings to the enterprise. The core knows no country; it asks the registry for one of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from marke.rules.vat import DeductionRule, VatLaw


@dataclass(frozen=True, slots=True)
class Identifiers:
    """How a country writes the numbers of organisations, accounts and payments.

    Each ``read_...`` takes what was typed and gives the compact form, or raises a `Refusal` that says how to write it.
    """

    read_enterprise_number: Callable[[str], str]
    format_enterprise_number: Callable[[str], str]
    vat_number: Callable[[str], str]
    read_iban: Callable[[str], str]
    format_iban: Callable[[str], str]
    make_structured_communication: Callable[[int], str]
    read_structured_communication: Callable[[str], str]
    format_structured_communication: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Country:
    """One country: its code, the numbers it gives, and its law by subject."""

    code: str
    identifiers: Identifiers
    vat_law: Callable[[], VatLaw]
    deduction_rules: Callable[[], Mapping[str, DeductionRule]]
