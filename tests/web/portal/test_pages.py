"""What a client sees without an account: overview, invoice, statement."""

from __future__ import annotations

import pytest
from django.test import Client

from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.models import Invoice


def test_it_works(visitor: Client, quote: QuoteVersion, invoice: Invoice) -> None:
    """The overview names what to answer and what to pay, with the amounts."""
    page = visitor.get("/portal/").content.decode()
    assert "Atelier 1001" in page
    assert "Q2026/00001" in page
    assert invoice.number in page
    assert "1,210.00" in page


@pytest.mark.parametrize("page", ["", "statement/", "question/", "not-for-me/", "question/asked/", "statement.csv"])
def test_pages_open(visitor: Client, invoice: Invoice, page: str) -> None:
    assert visitor.get(f"/portal/{page}").status_code == 200


def test_invoice(visitor: Client, invoice: Invoice) -> None:
    answer = visitor.get(f"/portal/invoices/{invoice.pk}/")
    assert answer.status_code == 200, answer.content
    for kind in ("pdf", "xml"):
        assert visitor.get(f"/portal/invoices/{invoice.pk}/{kind}/").status_code == 200


def test_quote(visitor: Client, quote: QuoteVersion) -> None:
    answer = visitor.get(f"/portal/quotes/{quote.quote_id}/")
    assert answer.status_code == 200, answer.content
    accept = visitor.post(f"/portal/quotes/{quote.quote_id}/accept/", {"version": 1, "name": "Kim"})
    assert accept.status_code == 302
    assert "Accepted" in visitor.get(f"/portal/quotes/{quote.quote_id}/").content.decode()
