"""VAT: which rate and ground a line may have, and how much VAT an invoice or a purchase carries. Pure, country-free."""

from marke.rules.vat.law import (
    Buyer,
    BuyerKind,
    Category,
    Deal,
    Ground,
    Proposal,
    Treatment,
    UnableToApplyVat,
    VatLaw,
    tax_day,
)
from marke.rules.vat.purchases import DeductionRule, Purchase, purchase
from marke.rules.vat.totals import NetLine, Totals, VatTotal, line_net, totals

__all__ = [
    "Buyer",
    "BuyerKind",
    "Category",
    "Deal",
    "DeductionRule",
    "Ground",
    "NetLine",
    "Proposal",
    "Purchase",
    "Totals",
    "Treatment",
    "UnableToApplyVat",
    "VatLaw",
    "VatTotal",
    "line_net",
    "purchase",
    "tax_day",
    "totals",
]
