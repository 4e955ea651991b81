"""Marke's own checks: what the official rules let pass and an accountant would not (formats.md, 3.3 and 3.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.support.einvoices import (
    DAY,
    EU_GOODS,
    EXEMPT,
    EXPORTED,
    PEPPOL,
    REDUCED,
    SHIFTED,
    credit_note,
    invented,
    invoice,
    line,
    needs_peppol,
    party,
)

from marke.countries.registry import country
from marke.rules.einvoice import Invoice, Severity, read_invoice, strict
from marke.rules.einvoice.model import (
    Account,
    Address,
    Attachment,
    Delivery,
    Identifier,
    PaymentMeans,
    Price,
    SupportingDocument,
    TaxCategory,
    TaxRegistration,
)

LAW = country("be").vat_law()


def broken(made: Invoice) -> set[str]:
    return {each.rule.removeprefix("einvoice.") for each in strict.check(made, law=LAW)}


def with_vat_off_by(cents: int) -> Invoice:
    """An invoice whose VAT is a little too high, and whose totals agree with the error."""
    made = invoice()
    (total,) = made.tax_totals
    (subtotal,) = total.subtotals
    wrong = replace(total, amount=total.amount + cents, subtotals=(replace(subtotal, vat=subtotal.vat + cents),))
    with_vat = made.totals.with_vat + cents
    return replace(made, tax_totals=(wrong,), totals=replace(made.totals, with_vat=with_vat, payable=with_vat))


def without_words(made: Invoice) -> Invoice:
    """The exemption is given by its code only."""
    (total,) = made.tax_totals
    (subtotal,) = total.subtotals
    category = replace(subtotal.category, reason=None, reason_code="VATEX-EU-132")
    return replace(made, tax_totals=(replace(total, subtotals=(replace(subtotal, category=category),)),))


def paid_to(account: str = "BE68539007547034", communication: str = "+++090/9337/55493+++") -> Invoice:
    return invoice(payment_means=(PaymentMeans("30", communications=(communication,), account=Account(account)),))


def attached(content: bytes = b"%PDF", mime_type: str = "application/pdf") -> Invoice:
    return invoice(documents=(SupportingDocument(Identifier("1"), attachment=Attachment(content, mime_type, "a")),))


WITHOUT_VAT_NUMBER = party(2, "The client", tax_registrations=())

REFUSED: dict[str, tuple[str, Callable[[], Invoice]]] = {
    "VAT a cent too high": ("vat-exact", lambda: with_vat_off_by(1)),
    "VAT fifty cents too high": ("vat-exact", lambda: with_vat_off_by(50)),
    "VAT of 7 %": ("vat-rate", lambda: invoice(line(category=TaxCategory("S", Decimal(7))))),
    "VAT of 0 % in the taxed category": ("vat-rate", lambda: invoice(line(category=TaxCategory("S", Decimal(0))))),
    "exemption at 21 %": ("vat-untaxed", lambda: invoice(line(category=TaxCategory("E", Decimal(21))))),
    "a category of another country": ("vat-category", lambda: invoice(line(category=TaxCategory("L", Decimal(0))))),
    "reverse charge, no number": (
        "buyer-vat-number",
        lambda: invoice(line(category=SHIFTED), buyer=WITHOUT_VAT_NUMBER),
    ),
    "EU goods, no number": ("buyer-vat-number", lambda: invoice(line(category=EU_GOODS), buyer=WITHOUT_VAT_NUMBER)),
    "exemption without words": ("exemption-text", lambda: without_words(invoice(line(category=EXEMPT)))),
    "export without proof": ("export-proof", lambda: invoice(line(category=EXPORTED))),
    "outside VAT with numbers": ("outside-scope", lambda: invoice(line(category=TaxCategory("O")))),
    "a line two cents off": (
        "line-exact",
        lambda: replace(invoice(), lines=(line(net=100_00, price=Price(Decimal("100.02"))),)),
    ),
    "a base that no line explains": ("vat-bases", lambda: replace(invoice(), lines=(line(net=99_99),))),
    "a total that does not add up": (
        "totals-exact",
        lambda: replace(invoice(), totals=replace(invoice().totals, payable=1)),
    ),
    "a mistyped enterprise number": (
        "enterprise-number",
        lambda: invoice(buyer=party(2, "The client", endpoint=Identifier("0123456789", "0208"))),
    ),
    "BE before an enterprise number": (
        "enterprise-number",
        lambda: invoice(buyer=party(2, "The client", legal_number=Identifier("BE0403019261", "0208"))),
    ),
    "a mistyped VAT number": (
        "vat-number",
        lambda: invoice(buyer=party(2, "The client", tax_registrations=(TaxRegistration("BE0123456789"),))),
    ),
    "a client without town": ("party", lambda: invoice(buyer=party(2, "The client", address=Address(country="BE")))),
    "a client without name": ("party", lambda: invoice(buyer=party(2, ""))),
    "no reference": ("reference", lambda: invoice(buyer_reference=None)),
    "a dummy reference": ("reference", lambda: invoice(buyer_reference="n/a", order="XXX")),
    "wrong check digits": ("communication", lambda: paid_to(communication="+++090/9337/55494+++")),
    "wrong creditor reference": ("communication", lambda: paid_to(communication="RF19539007547034")),
    "a mistyped account": ("iban", lambda: paid_to(account="BE68539007547035")),
    "a credit note on nothing": ("credited-invoice", lambda: credit_note(preceding=())),
    "a negative invoice": ("negative", lambda: invoice(line(quantity=Decimal(-1)))),
    "due before issue": ("due-date", lambda: invoice(due_on=DAY - dt.timedelta(days=1))),
    "an unknown currency": ("currency", lambda: invoice(currency="XXQ")),
    "a program attached": ("attachment-type", lambda: attached(mime_type="application/x-msdownload")),
    "eleven megabytes attached": ("attachment-size", lambda: attached(content=bytes(11 * 1024 * 1024))),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_invoice_is_found_out(case: str) -> None:
    """Each rule finds its own mistake, and says it in a sentence."""
    rule, make = REFUSED[case]
    found = [each for each in strict.check(make(), law=LAW) if each.rule == f"einvoice.{rule}"]
    assert found
    assert all(each.sentence and "%(" not in each.sentence for each in found)


GOOD: dict[str, Callable[[], Invoice]] = {
    "21 %": invoice,
    "21 % and 6 %": lambda: invoice(line(1), line(2, category=REDUCED)),
    "21 % and exempt": lambda: invoice(line(1), line(2, category=EXEMPT)),
    "reverse charge": lambda: invoice(line(category=SHIFTED)),
    "EU goods": lambda: invoice(line(category=EU_GOODS), delivery=Delivery(DAY, address=Address(country="FR"))),
    "a credit note": credit_note,
    "a number that starts with 1": lambda: invoice(buyer=party(9_000_000, "The client")),
    "an order instead of a reference": lambda: invoice(buyer_reference=None, order="PO-17"),
    "a free communication": lambda: paid_to(communication="Festival"),
    "an international reference": lambda: paid_to(communication="RF18539007547034"),
    "an account of no known bank": lambda: paid_to(account=country("be").invented.iban(1)),
    "due the same day": lambda: invoice(due_on=DAY),
    "a PDF attached": attached,
    "a client outside Europe": lambda: invoice(
        buyer=party(2, "The client", tax_registrations=(TaxRegistration("CHE123456788"),))
    ),
}


@pytest.mark.parametrize("case", GOOD)
def test_a_good_invoice_passes(case: str) -> None:
    assert broken(GOOD[case]()) == set()


@settings(deadline=None)
@given(invented())
def test_what_marke_adds_up_is_exact(made: Invoice) -> None:
    """The checks and the arithmetic were written apart; they agree on every invented invoice."""
    assert {each.rule for each in strict.check(made, law=LAW) if each.severity is Severity.FATAL} == set()


def test_another_agreed_currency_passes() -> None:
    assert not strict.check(invoice(currency="CHF"), law=LAW, currencies={"EUR", "CHF"})


def test_the_rate_is_that_of_the_day_of_delivery() -> None:
    """Before 1996 the standard rate was another one: 21 % is refused on an earlier tax point."""
    assert broken(invoice(tax_point=dt.date(1995, 12, 31))) == {"vat-rate"}
    assert broken(invoice(delivery=Delivery(dt.date(1995, 12, 31)))) == {"vat-rate"}


def test_the_rules_hold_for_sellers_of_the_country_only() -> None:
    """A Dutch supplier follows Dutch law."""
    dutch = party(1, "A supplier", address=Address(country="NL", city="Utrecht", postal_code="3511"))
    assert strict.applies(invoice(), LAW)
    assert not strict.applies(invoice(seller=dutch), LAW)


BELGIAN = {
    "be01-s21-s6-be.xml": set(),
    "be05-two-e-reasons-one-group-only-single-breakdown.xml": set(),
    "be07-o-alone-no-vat-ids.xml": set(),
    "be09-ae-cocontractant-eu-service.xml": set(),
    "be15-bad-0208-checksum.xml": {"enterprise-number"},
    "be17-9925-be0123456749.xml": set(),
    "be19-vat-off-by-0-01.xml": {"vat-exact"},
    "be21-vat-off-by-1-00.xml": {"vat-exact"},
}


@needs_peppol
@pytest.mark.parametrize("name", BELGIAN)
def test_the_belgian_samples_are_judged_to_the_cent(name: str) -> None:
    """The sample with VAT a cent too high passes every official rule and is refused here."""
    made = read_invoice(Path(PEPPOL / "belgian" / name).read_bytes())
    fatal = {each.rule for each in strict.check(made, law=LAW) if each.severity is Severity.FATAL}
    assert fatal == {f"einvoice.{rule}" for rule in BELGIAN[name]}
