"""Find a country by its code. A country is a package in this folder whose ``country`` module offers ``COUNTRY``."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from marke.countries.protocol import Country


@cache
def country(code: str) -> Country:
    """The country with this two-letter code in lower case: ``country("be")``.

    Raises ``ModuleNotFoundError`` for a country that nobody wrote.
    """
    found = import_module(f"marke.countries.{code}.country").COUNTRY
    if not isinstance(found, Country):
        raise TypeError(f"marke.countries.{code}.country.COUNTRY is not a Country.")
    return found
