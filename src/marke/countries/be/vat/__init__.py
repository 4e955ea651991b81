"""Belgian VAT: rates, grounds and deduction as dated data, read once."""

from marke.countries.be.vat.reading import deduction_rules, vat_law

__all__ = ["deduction_rules", "vat_law"]
