"""Charges of the bank itself, known by the code of the movement."""

from __future__ import annotations

import re

ISO_CHARGES = frozenset({"CHRG", "COMM", "FEES"})
"""ISO 20022, sub-families of bank transaction codes: charges, commission, fees."""

FEBELFIN = re.compile(r"\d80\d{5}", re.ASCII)
"""CODA: family 80, fees and commissions charged separately (Febelfin, annex 2 of the CODA standard)."""


def is_charge(*, amount: int, code: str) -> bool:
    """Whether money that left was taken by the bank for its own services."""
    return amount < 0 and (code.rpartition(".")[2] in ISO_CHARGES or FEBELFIN.fullmatch(code) is not None)
