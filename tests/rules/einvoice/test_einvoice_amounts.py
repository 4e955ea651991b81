"""The amounts of a structured invoice, worked by hand in docs/algorithms/einvoice-amounts.md."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.support.einvoices import EXEMPT, REDUCED, STANDARD, invented, invoice, line

from marke.rules.einvoice.amounts import NO_TOTALS, net_of_line, subtotals
from marke.rules.einvoice.model import AllowanceCharge, Invoice, Price, TaxCategory


@pytest.mark.parametrize(
    ("quantity", "price", "per", "net"),
    [
        ("3", "33.335", None, 100_01),
        ("1", "0.005", None, 1),
        ("250", "12.50", "100", 31_25),
        ("-2", "10.00", None, -20_00),
    ],
)
def test_a_line_is_quantity_times_price_rounded_once(quantity: str, price: str, per: str | None, net: int) -> None:
    """3 × 33.335 = 100.005 is EUR 100.01; a price per hundred is divided by hundred first."""
    of = Price(Decimal(price), base_quantity=Decimal(per) if per else None)
    assert net_of_line(quantity=Decimal(quantity), price=of) == net


def test_the_discount_of_a_line_is_taken_off_after_rounding() -> None:
    """EUR 100.00, less a discount of 10.00, plus a charge of 2.50."""
    changes = (AllowanceCharge(False, 10_00), AllowanceCharge(True, 2_50))
    assert net_of_line(quantity=Decimal(1), price=Price(Decimal(100)), allowances_charges=changes) == 92_50


def test_vat_is_taken_once_per_rate_on_the_sum() -> None:
    """Three lines of EUR 0.35 at 21 %: VAT on 1.05 is 0.22, where three times 0.07 would be 0.21."""
    of_35_cents = [line(number, net=35) for number in (1, 2, 3)]
    assert [(each.base, each.vat) for each in subtotals(of_35_cents)] == [(1_05, 22)]
    two_rates = [line(1, net=100_00), line(2, net=50_00, category=REDUCED)]
    assert [(each.base, each.vat) for each in subtotals(two_rates)] == [(100_00, 21_00), (50_00, 3_00)]


def test_an_allowance_on_the_whole_invoice_lowers_the_base_of_its_rate() -> None:
    """EUR 100.00 less a discount of 10.00 at 21 % carries VAT of 18.90."""
    made = invoice(allowances_charges=(AllowanceCharge(False, 10_00, reason="Discount", category=STANDARD),))
    assert (made.totals.lines, made.totals.allowances, made.totals.charges) == (100_00, 10_00, None)
    assert (made.totals.without_vat, made.vat, made.totals.with_vat) == (90_00, 18_90, 108_90)


def test_what_was_prepaid_is_no_longer_to_pay() -> None:
    """EUR 121.00, of which a deposit of 50.00 came in; the cents to round to the next euro are added."""
    made = invoice(totals=replace(NO_TOTALS, prepaid=50_00, rounding=-1_00))
    assert (made.totals.with_vat, made.totals.payable) == (121_00, 70_00)


def test_the_ground_of_an_exemption_stands_with_its_base() -> None:
    """The line only names the category; the reason is told once, with the sum."""
    made = invoice(line(category=EXEMPT))
    assert made.lines[0].item.category == TaxCategory("E", Decimal(0))
    assert [each.category for each in made.breakdown] == [EXEMPT]


@settings(deadline=None)
@given(invented())
def test_the_parts_add_up_to_the_cent(made: Invoice) -> None:
    """Bases add to the total without VAT, VAT amounts to the VAT, and nothing is lost between them."""
    assert sum(each.base for each in made.breakdown) == made.totals.without_vat
    assert sum(each.vat for each in made.breakdown) == made.vat
    assert made.totals.with_vat == made.totals.without_vat + made.vat
    assert made.totals.payable == made.totals.with_vat - (made.totals.prepaid or 0)
