"""CII: invoices of suppliers in the other syntax of the European standard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.einvoices import PEPPOL, examples, needs_peppol

from marke.kernel.refusal import Refusal
from marke.rules.einvoice import open_xml, read_invoice, write_invoice
from marke.rules.einvoice.model import DocumentKind, Identifier, TaxRegistration

OFFICIAL = examples("examples/cen-cii-examples")
ONLY_IN_CII = {"TypeCode", "SubjectCode", "Content", "Name", "Indicator"}
"""Kinds of reference, and subjects joined to their note: said otherwise in UBL."""


@needs_peppol
@pytest.mark.parametrize("file", OFFICIAL)
def test_an_official_example_survives_in_ubl(file: Path) -> None:
    """Every amount, number, date and name of the document is in the UBL that is written from it."""
    written = open_xml(write_invoice(read_invoice(file.read_bytes())))
    texts = {_plain(text) for each in written.iter("{*}*") for text in (each.text or "", *each.attrib.values())}
    lost = [
        (each.tag.rpartition("}")[2], each.text.strip())
        for each in open_xml(file.read_bytes()).iter("{*}*")
        if not len(each) and (each.text or "").strip() and _plain(each.text) not in texts
    ]
    assert [pair for pair in lost if pair[0] not in ONLY_IN_CII] == []


@needs_peppol
@pytest.mark.parametrize("file", OFFICIAL)
def test_what_was_read_from_cii_is_the_same_in_ubl(file: Path) -> None:
    read = read_invoice(file.read_bytes())
    assert read_invoice(write_invoice(read)) == read


@needs_peppol
def test_parties_and_vat_are_understood() -> None:
    """VAT numbers, registered names and the VAT by rate stand where the model has them."""
    read = read_invoice((PEPPOL / "examples/cen-cii-examples/CII_example3.xml").read_bytes())
    assert read.kind is DocumentKind.INVOICE
    assert read.seller.tax_registrations == (TaxRegistration("DK16356706"),)
    assert read.buyer.identifiers == (Identifier("5790000435975", "0088"),)
    assert [(each.base, each.vat) for each in read.breakdown] == [(900_00, 225_00)]
    assert (read.totals.charges, read.totals.payable) == (100_00, 1_125_00)
    assert read.payment_means[0].communications == ("Payref1",)


@needs_peppol
def test_a_type_that_gives_money_back_is_a_credit_note() -> None:
    """CII has one document for both; only the type says which it is."""
    content = (PEPPOL / "examples/cen-cii-examples/CII_example3.xml").read_bytes()
    assert read_invoice(content.replace(b"TypeCode>380<", b"TypeCode>381<")).kind is DocumentKind.CREDIT_NOTE


@needs_peppol
def test_a_day_that_does_not_exist_is_refused() -> None:
    content = (PEPPOL / "examples/cen-cii-examples/CII_example3.xml").read_bytes()
    with pytest.raises(Refusal, match="cannot hold «20130431»"):
        read_invoice(content.replace(b"20130410", b"20130431"))


def _plain(text: str) -> str:
    """Amounts without closing zeros and dates without signs, so that both syntaxes compare."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text.replace("-", "")
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"-?\d+\.\d+", text) else text
