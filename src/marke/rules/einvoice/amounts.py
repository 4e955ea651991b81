"""The amounts of a structured invoice, exact to the cent: lines, VAT by category and rate, totals.

Rounded half-up at two named steps and nowhere else: each line, and each VAT amount on its summed base (no VAT rounding
per line: royal decree of 8 July 2025). Worked by hand in docs/algorithms/einvoice-amounts.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from marke.kernel.money import Cents, apply_rate, round_cents
from marke.rules.einvoice.model import (
    AllowanceCharge,
    Invoice,
    Line,
    Price,
    TaxCategory,
    TaxTotal,
    Totals,
    VatSubtotal,
)

NO_TOTALS = Totals(lines=0, without_vat=0, with_vat=0, payable=0)
"""Stands in an invoice until `with_amounts` has added it up."""


def net_of_line(*, quantity: Decimal, price: Price, allowances_charges: Iterable[AllowanceCharge] = ()) -> Cents:
    """Quantity × price, per base quantity when there is one, rounded; then less allowances and plus charges (BT-131).

    A base quantity of zero counts as one: nobody sells by zero.
    """
    exact = quantity * price.net / (price.base_quantity or Decimal(1))
    return round_cents(exact * 100) + sum(each.signed for each in allowances_charges)


def vat_of(base: Cents, category: TaxCategory) -> Cents:
    """The VAT on a summed base (BT-117)."""
    return apply_rate(base, (category.percent or Decimal(0)) / 100)


def subtotals(
    lines: Sequence[Line], allowances_charges: Sequence[AllowanceCharge] = (), *, grounds: Sequence[TaxCategory] = ()
) -> tuple[VatSubtotal, ...]:
    """The VAT by category and rate in the order of the lines (BG-23).

    ``grounds`` say why a category asks no VAT: the one with the same category and rate is shown with its base.
    """
    known = {ground.key: ground for ground in grounds}
    bases: dict[tuple[str, Decimal], Cents] = {}
    categories: dict[tuple[str, Decimal], TaxCategory] = {}
    amounts = [(line.item.category, line.net) for line in lines]
    amounts += [(each.category, each.signed) for each in allowances_charges]
    for category, amount in amounts:
        if category is not None:
            categories.setdefault(category.key, known.get(category.key, category))
            bases[category.key] = bases.get(category.key, 0) + amount
    return tuple(VatSubtotal(bases[key], vat_of(bases[key], each), each) for key, each in categories.items())


def totals(invoice: Invoice, vat: Cents) -> Totals:
    """What the invoice amounts to, given its lines, allowances, charges, prepayments and rounding (BG-22)."""
    lines = sum(line.net for line in invoice.lines)
    allowances = [each.amount for each in invoice.allowances_charges if not each.is_charge]
    charges = [each.amount for each in invoice.allowances_charges if each.is_charge]
    without_vat = lines - sum(allowances) + sum(charges)
    with_vat = without_vat + vat
    given = invoice.totals
    return replace(
        given,
        lines=lines,
        allowances=sum(allowances) if allowances else None,
        charges=sum(charges) if charges else None,
        without_vat=without_vat,
        with_vat=with_vat,
        payable=with_vat - (given.prepaid or 0) + (given.rounding or 0),
    )


def with_amounts(invoice: Invoice, *, grounds: Sequence[TaxCategory] = ()) -> Invoice:
    """The invoice added up: lines from their quantities and prices, VAT and totals from the lines.

    Prepaid and rounding amounts of the given totals stay.
    """
    lines = tuple(_added_up(line) for line in invoice.lines)
    breakdown = subtotals(lines, invoice.allowances_charges, grounds=grounds)
    vat = sum(each.vat for each in breakdown)
    added = replace(invoice, lines=lines, tax_totals=(TaxTotal(vat, invoice.currency, breakdown),))
    return replace(added, totals=totals(added, vat))


def _added_up(line: Line) -> Line:
    if line.quantity is None or line.price is None:
        return line
    net = net_of_line(quantity=line.quantity, price=line.price, allowances_charges=line.allowances_charges)
    return replace(line, net=net)
