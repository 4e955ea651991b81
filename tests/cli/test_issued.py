"""``./marke einvoice issued``: every document that left is made again, judged, and held against rows and books."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import OwnDatabase
from tests.support.einvoices import PEPPOL, needs_peppol
from tests.support.selling import REDUCED, TODAY, client_of, invoice_of, line, open_house, open_unit

from marke.cli.einvoice import einvoice
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.sales.enums import ClientKind, InvoiceKind
from marke.domain.sales.operations.payments import PaymentInput
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import IssueInput, issue_invoice, issue_invoices
from marke.usecases.receive_payment import receive_payment


@pytest.fixture
def issued(at_hand: OwnDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OwnDatabase:
    """Two invoices, one for a private person; a claim on funding; an invoice that was paid and then taken back."""
    monkeypatch.setenv("MARKE_EINVOICE", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "160")
    with acting_as_system():
        open_house()
        open_unit(1001)
        company = client_of(1001)
        private = client_of(1001, name="Lotte Maes", kind=ClientKind.PRIVATE, number="", language="fr")
        documents = [
            invoice_of(1001, company, line("1000"), line("200", vat=REDUCED, ground="books")),
            invoice_of(1001, private),
            invoice_of(1001, company, line("5000", vat=Decimal(0), ground="funding"), kind=InvoiceKind.FUNDING),
        ]
        issue_invoices(invoices=[IssueInput(each, TODAY) for each in documents], actor=SYSTEM)
        paid = issue_invoice(invoice=invoice_of(1001, company), on=TODAY, actor=SYSTEM)
        receive_payment(payment=PaymentInput(TODAY, 60_500, paid.communication), actor=SYSTEM)
        credit_invoice(invoice_id=paid.pk, on=TODAY, reason="Dubbel", actor=SYSTEM)
    return at_hand


def run(*arguments: object) -> Result:
    return CliRunner().invoke(einvoice, ["issued", *map(str, arguments)])


def damage(database: OwnDatabase, *statements: str) -> None:
    with database.connect("postgres") as connection:
        for table in ("sales_invoice", "sales_invoiceline", "sales_invoicevat", "ledger.line"):
            connection.execute(f"alter table {table} disable trigger all")
        for statement in statements:
            connection.execute(statement)


def rows(result: Result) -> list[list[str]]:
    """The cells of the printed table."""
    return [[cell.strip() for cell in row.split("│")[1:-1]] for row in result.output.splitlines() if "│" in row]


def test_honest_documents_end_with_status_0(issued: OwnDatabase) -> None:
    """They are counted by kind, language, country and ground of VAT, and both sides add up to the same."""
    result = run()
    assert result.exit_code == 0, result.output
    counted = rows(result)
    assert [row for row in counted if row[0] == "Kind"] == [
        ["Kind", "invoice", "3"],
        ["Kind", "credit_note", "1"],
        ["Kind", "funding", "1"],
    ]
    for row in (["Language", "nl", "4"], ["Language", "fr", "1"], ["Country", "BE", "5"], ["VAT", "S 21%", "4"]):
        assert row in counted
    assert ["VAT", "books", "1"] in counted
    assert "The documents: EUR 7,632.00 from clients, 432.00 VAT, 7,200.00 turnover." in result.output
    assert "Their entries: EUR 7,632.00 from clients, 432.00 VAT, 7,200.00 turnover." in result.output
    assert "5 documents in" in result.output
    assert "all hold." in result.output


@needs_peppol
def test_the_rules_of_the_network_judge_only_what_is_for_the_network(
    issued: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The private person has no address there: the European standard alone judges that invoice."""
    monkeypatch.setenv("MARKE_EINVOICE", str(PEPPOL))
    result = run()
    assert result.exit_code == 0, result.output
    assert ["Judged by", "en16931 1.3.16, peppol-billing 3.0.21", "3"] in rows(result)
    assert ["Judged by", "en16931 1.3.16", "1"] in rows(result)
    assert ["Judged by", "no structured form", "1"] in rows(result)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update sales_invoiceline set net = net + 1 where net = 20000", "[einvoice.line-exact]"),
        ("update sales_invoicevat set vat = vat + 1 where rate = 0.06", "[BR-CO-14]"),
        ("update sales_invoice set gross = gross + 1, vat = vat + 1 where vat = 22200", "where its rows say"),
        ("update ledger.line set amount = amount + 1 where entry_id = 1 and line_no = 1", "the books:"),
    ],
)
def test_planted_damage_ends_with_status_1_and_is_named(issued: OwnDatabase, statement: str, said: str) -> None:
    """One cent changed behind the guards, in a line, in the VAT, in the total or in the books, is found."""
    damage(issued, statement)
    result = run()
    assert result.exit_code == 1, result.output
    assert said in result.output


def test_an_entry_without_its_document_is_found(issued: OwnDatabase) -> None:
    """Each document that is left agrees with its entry, but all together are less than the books."""
    damage(issued, "delete from sales_invoice where language = 'fr'")
    result = run()
    assert result.exit_code == 1
    assert "All documents:" in result.output


def test_it_looks_at_the_newest_or_at_those_since_a_day(issued: OwnDatabase) -> None:
    assert "2 documents in" in run("--limit", 2).output
    assert "5 documents in" in run("--since", TODAY).output
    assert "0 documents in" in run("--since", TODAY.replace(year=2027)).output


def test_a_release_that_is_not_there_is_said(issued: OwnDatabase) -> None:
    """Nothing was judged, so nothing is said to hold."""
    result = run("--pack", "2019.1")
    assert result.exit_code == 2
    assert "no rule pack «2019.1»" in result.stderr
