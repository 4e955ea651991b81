"""The files that Intervat, the VAT desk of the tax office, takes: one folder for each version of their schemas."""

from __future__ import annotations

from marke.countries.be.vat.intervat.v0_9 import client_listing, european_listing, periodic_return

__all__ = ["client_listing", "european_listing", "periodic_return"]
