"""The invoice on paper, in the client's language, for ever the same."""

import datetime as dt
import io
from decimal import Decimal

import pytest
import segno
from pypdf import PdfReader
from tests.support.selling import REDUCED, STANDARD, TODAY, client_of, invoice_of, line

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice
from marke.domain.sales.payment_code import epc_qr_svg
from marke.domain.sales.pricing import LineInput
from marke.domain.sales.printing import invoice_pdf, printed
from marke.domain.sales.structured import structured_xml
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")


def issued(language: str = "nl") -> Invoice:
    lines = (line("1234.5", quantity="2"), line("80", vat=REDUCED, ground="copyright"))
    given = invoice_of(1001, client_of(1001, language=language, street="Dok 5", postcode="9000"), *lines)
    return issue_invoice(invoice=given, on=TODAY, actor=SYSTEM)


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_an_invoice_is_a_pdf_in_the_language_of_its_client(language: str) -> None:
    pdf = invoice_pdf(invoice=issued(language))
    assert pdf.startswith(b"%PDF-")
    assert b'pdfaid:part="3"' in pdf or b"<pdfaid:part>3<" in pdf


def test_the_structured_invoice_lies_inside_the_paper() -> None:
    """PDF/A-3: the XML is attached as another form of the same invoice, byte for byte."""
    invoice = issued()
    pdf = PdfReader(io.BytesIO(invoice_pdf(invoice=invoice)))
    assert pdf.attachments == {"2026-00001.xml": [structured_xml(invoice)]}
    assert pdf.root_object["/AF"][0].get_object()["/AFRelationship"] == "/Alternative"


def test_a_claim_on_a_subsidy_is_paper_alone() -> None:
    """It is no invoice for VAT: nothing structured lies inside it, and its title says what it is."""
    given = invoice_of(1001, client_of(1001), line("100", vat=Decimal(0), ground="funding"), kind=InvoiceKind.FUNDING)
    claim = issue_invoice(invoice=given, on=TODAY, actor=SYSTEM)
    data = printed(invoice=claim, house=home())
    assert data["words"][data["kind"]] == "Schuldvordering"
    assert not PdfReader(io.BytesIO(invoice_pdf(invoice=claim))).attachments


def test_the_same_invoice_prints_the_same() -> None:
    invoice = issued()
    assert invoice_pdf(invoice=invoice) == invoice_pdf(invoice=invoice)


def test_figures_are_written_the_belgian_way() -> None:
    """€ 2.469,00 in Dutch, the enterprise number in groups, the structured communication between its marks."""
    data = printed(invoice=issued(), house=home())
    first = {"what": "Concert", "quantity": "2", "price": "€\xa01.234,50", "vat": "21%", "amount": "€\xa02.469,00"}
    assert data["lines"][0] == first | {"deducts": False}
    assert data["communication"].startswith("+++126/")
    assert data["client"]["lines"][-1] == "BE 0403.019.261"


def test_a_reduced_rate_prints_its_legal_reason() -> None:
    """Rule 23: the reason stands on the document, in its language."""
    assert "KB nr. 20" in printed(invoice=issued(), house=home())["sentences"][0]["text"]


def test_lines_lead_to_their_legal_text_when_there_are_several() -> None:
    """A small figure at the rate of a line stands before the text that explains it."""
    lines = (line("80", vat=REDUCED, ground="copyright"), line("50", vat=REDUCED, ground="books"), line("20"))
    invoice = issue_invoice(invoice=invoice_of(1001, client_of(1001), *lines), on=TODAY, actor=SYSTEM)
    data = printed(invoice=invoice, house=home())
    assert [each["vat"] for each in data["lines"]] == ["6%¹", "6%²", "21%"]
    assert [each["mark"] for each in data["sentences"]] == ["¹", "²"]


@pytest.mark.parametrize(
    ("language", "written"),
    [("nl", ["1 uur", "2,5 uur"]), ("fr", ["1 heure", "2,5 heures"]), ("de", ["1 Stunde", "2,5 Stunden"])],
)
def test_a_quantity_says_what_it_counts(language: str, written: list[str]) -> None:
    lines = [LineInput("Werk", Decimal(each), Decimal(60), STANDARD, measure="hour") for each in ("1", "2.5")]
    given = invoice_of(1001, client_of(1001, language=language), *lines)
    data = printed(invoice=issue_invoice(invoice=given, on=TODAY, actor=SYSTEM), house=home())
    assert [each["quantity"] for each in data["lines"]] == written


def test_a_deducted_deposit_stands_apart() -> None:
    """A line that takes off is marked, so that the paper shows it in another shade."""
    given = invoice_of(1001, client_of(1001), line("1000"), line("300", quantity="-1"))
    data = printed(invoice=issue_invoice(invoice=given, on=TODAY, actor=SYSTEM), house=home())
    assert [each["deducts"] for each in data["lines"]] == [False, True]


def test_references_period_and_delivery_are_printed() -> None:
    period = (dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    given = invoice_of(
        1001,
        client_of(1001, language="en"),
        client_reference="File 7",
        order_reference="PO-12",
        period=period,
        delivered_on=TODAY,
        term_days=30,
    )
    data = printed(invoice=issue_invoice(invoice=given, on=TODAY, actor=SYSTEM), house=home())
    assert (data["reference"], data["order"]) == ("File 7", "PO-12")
    assert (data["period"], data["delivered"]) == ("1–30 Sept 2026", "11 September 2026")
    assert data["due"] == "11 October 2026"


def test_the_code_to_scan_asks_the_whole_amount_and_a_credit_note_none() -> None:
    """The paper shows it for ever; what is paid shows none any more where the client looks it up."""
    invoice = issued()
    assert "<svg" in printed(invoice=invoice, house=home())["qr"]
    assert epc_qr_svg(Invoice.objects.get(pk=invoice.pk))
    note = credit_invoice(invoice_id=invoice.pk, on=TODAY, reason="Wrong amount", actor=SYSTEM)
    assert printed(invoice=note, house=home())["qr"] == ""
    assert epc_qr_svg(Invoice.objects.get(pk=invoice.pk)) == ""


def test_the_code_to_scan_carries_beneficiary_account_amount_and_communication(monkeypatch: pytest.MonkeyPatch) -> None:
    """EPC069-12: a SEPA transfer with the structured communication as text, which banks of every country take over."""
    drawn = []
    monkeypatch.setattr(segno, "make_qr", lambda content, **_: drawn.append(content) or segno.make(content))
    invoice = issued()
    printed(invoice=invoice, house=home())
    assert b"De Marke Producties\nBE71096123456769\nEUR3072.29\n" in drawn[0]
    assert b"+++126/0000/00171+++" in drawn[0]


def test_a_credit_note_names_its_invoice_and_asks_no_money() -> None:
    invoice = issued()
    note = credit_invoice(invoice_id=invoice.pk, on=TODAY, reason="Wrong amount", actor=SYSTEM)
    data = printed(invoice=note, house=home())
    assert (data["credits"], data["due"], data["communication"]) == (invoice.number, "", "")
    assert invoice_pdf(invoice=note).startswith(b"%PDF-")


def test_a_zero_rate_is_written_as_such() -> None:
    client = client_of(1001, name="Agence", number="FR40303265045", country="FR", language="fr")
    given = invoice_of(1001, client, line("1000", vat=Decimal(0), ground="eu_services"))
    data = printed(invoice=issue_invoice(invoice=given, on=TODAY, actor=SYSTEM), house=home())
    assert data["vat"][0]["rate"] == "0\xa0%"
    assert data["vat"][0]["category"] == "autoliquidation"
    assert "Autoliquidation" in data["sentences"][0]["text"]
    assert data["client"]["lines"][-2:] == ["France", "FR40303265045"]
