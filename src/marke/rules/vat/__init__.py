"""VAT: which rate and ground a line may have, and how much VAT an invoice or a purchase carries. Pure, country-free."""

from marke.rules.vat.law import Buyer, BuyerKind, Category, Ground, Treatment, VatLaw
from marke.rules.vat.purchases import DeductionRule, Purchase, purchase
from marke.rules.vat.totals import NetLine, Totals, VatTotal, line_net, totals

__all__ = [
    "Buyer",
    "BuyerKind",
    "Category",
    "DeductionRule",
    "Ground",
    "NetLine",
    "Purchase",
    "Totals",
    "Treatment",
    "VatLaw",
    "VatTotal",
    "line_net",
    "purchase",
    "totals",
]
