"""The country whose law and numbers the selling entity follows."""

from __future__ import annotations

from marke.countries.protocol import Country
from marke.countries.registry import country
from marke.domain.parameters.queries import cooperative


def home() -> Country:
    """The cooperative's own country, as the registry knows it."""
    return country(cooperative().country)
