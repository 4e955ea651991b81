"""UBL: what is read can be written again, and what is written can be read."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree
from tests.support.einvoices import DAY, credit_note, examples, invented, invoice, needs_peppol

from marke.kernel.refusal import Refusal
from marke.rules.einvoice import Invoice, open_xml, read_invoice, write_invoice
from marke.rules.einvoice.model import Attachment, Identifier, SupportingDocument

FOLDERS = ("billing-examples", "selfbilling-examples", "cen-ubl-examples", "cen-ubl-testfiles")
OFFICIAL = examples(*(f"examples/{folder}" for folder in FOLDERS), "belgian")
VERSION_OF_UBL = "/UBLVersionID"
"""What one example adds to EN 16931; Peppol asks to leave it out (UBL-CR-002)."""


@needs_peppol
@pytest.mark.parametrize("file", OFFICIAL)
def test_an_official_example_keeps_every_amount_and_identifier(file: Path) -> None:
    """Read and written again, each value of the standard stands where it stood, amounts in their plain form."""
    original = open_xml(file.read_bytes())
    written = open_xml(write_invoice(read_invoice(file.read_bytes())))
    lost = [path for path, _ in _values(original) - _values(written) if not path.endswith(VERSION_OF_UBL)]
    assert lost == []
    assert not _values(written) - _values(original)


@needs_peppol
@pytest.mark.parametrize("file", examples("examples/ublbe-1.31"))
def test_an_invoice_in_the_old_belgian_form_is_still_read(file: Path) -> None:
    """UBL.BE left the network in July 2026; what suppliers sent before stays readable."""
    read = read_invoice(file.read_bytes())
    assert read.totals.with_vat == read.totals.without_vat + read.vat


@settings(deadline=None)
@given(invented())
def test_what_is_written_is_read_back_unchanged(made: Invoice) -> None:
    """Both kinds, every ground, allowances, notes with signs that XML must escape."""
    assert read_invoice(write_invoice(made)) == made


def test_a_pdf_copy_travels_inside_the_invoice() -> None:
    """The receiver gets the very bytes, with their name and type (BT-125)."""
    copy = Attachment(b"%PDF-1.7 \x00\xff", "application/pdf", "2026-0001.pdf")
    made = invoice(documents=(SupportingDocument(Identifier("2026-0001"), description="Copy", attachment=copy),))
    (document,) = read_invoice(write_invoice(made)).documents
    assert document.attachment == copy


def test_a_credit_note_keeps_its_due_date_and_project() -> None:
    """UBL has other places for them in a credit note; the model does not show it."""
    made = credit_note(project="Festival", due_on=DAY + dt.timedelta(days=7))
    content = write_invoice(made)
    assert b"<cbc:PaymentDueDate>2026-11-30" in content
    assert read_invoice(content) == made


def test_a_credit_note_with_a_due_date_says_how_it_is_paid() -> None:
    """Without a means of payment UBL has no place for the date: refused, not dropped."""
    with pytest.raises(Refusal) as refused:
        write_invoice(credit_note(payment_means=()))
    assert refused.value.rule == "einvoice.due-date"


def test_a_sales_order_without_an_order_is_written_as_peppol_asks() -> None:
    assert read_invoice(write_invoice(invoice(sales_order="S-1", order=None))).order == "NA"


def test_no_element_is_empty() -> None:
    """Empty elements are fatal on the network (PEPPOL-EN16931-R008)."""
    root = open_xml(write_invoice(invoice(payment_terms="", contract=None)))
    assert [each.tag for each in root.iter() if not len(each) and not (each.text or "").strip()] == []


def test_a_control_character_is_refused_before_it_is_sent() -> None:
    with pytest.raises(Refusal, match="cannot travel"):
        write_invoice(invoice(buyer_reference="Festival\x07"))


HOSTILE = {
    "einvoice.kind": (rb"<Invoice |</Invoice>", lambda text: text.group().replace(b"Invoice", b"Order")),
    "einvoice.incomplete": (rb"<cbc:IssueDate>.*?</cbc:IssueDate>", b""),
    "einvoice.value": (rb">100.00<", b">100.001<"),
    "einvoice.given-twice": (rb"(<cbc:ID>2026-0001</cbc:ID>)", rb"\1<cbc:ID>2026-0002</cbc:ID>"),
    "einvoice.currency": (rb'currencyID="EUR">21.00', b'currencyID="USD">21.00'),
}


@pytest.mark.parametrize("rule", HOSTILE)
def test_a_document_that_cannot_be_understood_is_refused(rule: str) -> None:
    """Another document, a missing date, half cents, two numbers, a foreign currency: each with its reason."""
    pattern, replacement = HOSTILE[rule]
    content = re.sub(pattern, replacement, write_invoice(invoice()))
    with pytest.raises(Refusal) as refused:
        read_invoice(content)
    assert refused.value.rule == rule


@pytest.mark.parametrize("word", ["12,50", "1e3", "NaN", "Infinity", "--1", "१२"])
def test_an_amount_is_a_plain_decimal(word: str) -> None:
    """What a calculator accepts and XML Schema does not is no amount."""
    content = write_invoice(invoice()).replace(b">121.00<", f">{word}<".encode())
    with pytest.raises(Refusal, match="cannot hold"):
        read_invoice(content)


@pytest.mark.parametrize("day", ["20261123", "2026-W48-1", "2026-11-31", "23/11/2026"])
def test_a_day_is_written_year_month_day(day: str) -> None:
    content = write_invoice(invoice()).replace(b">2026-11-23<", f">{day}<".encode())
    with pytest.raises(Refusal, match="cannot hold"):
        read_invoice(content)


def test_exact_prices_stay_exact() -> None:
    """A unit price may have more than two decimals; it is not rounded on the way."""
    made = invoice()
    exact = replace(made.lines[0], price=replace(made.lines[0].price, net=Decimal("99.99999")))
    assert read_invoice(write_invoice(replace(made, lines=(exact,)))).lines[0].price.net == Decimal("99.99999")


def _values(root: etree._Element) -> Counter[tuple[str, str]]:
    """Each value with its path; numbers in one form, for 100 and 100.00 are the same amount."""
    found: Counter[tuple[str, str]] = Counter()
    for element in root.iter("{*}*"):
        path = "/".join(reversed([etree.QName(each).localname for each in (element, *element.iterancestors())]))
        text = (element.text or "").strip()
        if not len(element) and text:
            found[path, _plain(text) if _is_number(element) else text] += 1
            found.update((f"{path}/@{name}", value) for name, value in element.attrib.items() if value)
    return found


def _is_number(element: etree._Element) -> bool:
    return "currencyID" in element.attrib or "unitCode" in element.attrib


def _plain(text: str) -> str:
    return f"{Decimal(text).normalize():f}"
