"""The invoice on paper, in the client's language, for ever the same."""

from decimal import Decimal

import pytest
from tests.support.selling import REDUCED, TODAY, client_of, invoice_of, line

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice
from marke.domain.sales.printing import invoice_pdf, printed
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")


def issued(language: str = "nl") -> Invoice:
    lines = (line("1234.5", quantity="2"), line("80", vat=REDUCED, ground="copyright"))
    given = invoice_of(1001, client_of(1001, language=language, street="Dok 5", postcode="9000"), *lines)
    return issue_invoice(invoice=given, on=TODAY, actor=SYSTEM)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_an_invoice_is_a_pdf_in_the_language_of_its_client(language: str) -> None:
    pdf = invoice_pdf(invoice=issued(language))
    assert pdf.startswith(b"%PDF-")
    assert b"pdfaid" in pdf


def test_the_same_invoice_prints_the_same() -> None:
    invoice = issued()
    assert invoice_pdf(invoice=invoice) == invoice_pdf(invoice=invoice)


def test_figures_are_written_the_belgian_way() -> None:
    """€ 2.469,00 in Dutch, the enterprise number in groups, the structured communication between its marks."""
    data = printed(invoice=issued(), house=home())
    assert data["lines"][0] == ["Concert", "2", "€\xa01.234,50", "21%", "€\xa02.469,00"]
    assert data["communication"].startswith("+++126/")
    assert data["client"]["lines"][-1] == "BE 0403.019.261"


def test_a_reduced_rate_prints_its_legal_reason() -> None:
    """Rule 23: the reason stands on the document, in its language."""
    assert "KB nr. 20" in printed(invoice=issued(), house=home())["sentences"][0]


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
    assert "Autoliquidation" in data["sentences"][0]
    assert data["client"]["lines"][-2:] == ["FR", "FR40303265045"]
