"""A member who invoices somebody inside the enterprise is shown the transfer instead, already filled in (rule 10)."""

from django.test import Client as Browser
from tests.domain.sales.test_outside_clients import held_by_association
from tests.support.selling import OTHER_NUMBER, client_of
from tests.web.sales.test_sales_forms import invoice_data

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.sales.models import Invoice


def test_the_refused_invoice_links_to_the_transfer(ann: Browser) -> None:
    """The link leads the buying unit to a transfer of the same amount to the selling unit; what was typed stays."""
    with acting_as_system():
        held_by_association(1003)
        inside = client_of(1001, name="Vzw Tij", number=OTHER_NUMBER)
    response = ann.post("/units/1001/invoices/new/", invoice_data(inside))
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="/units/1003/transfers/new/?to=1001&amp;amount=100000"' in page
    assert "1.000,00" in page
    with acting_as_system():
        assert not Invoice.objects.exists()


def test_the_link_fills_the_transfer_in(ann: Browser) -> None:
    page = ann.get("/units/1001/transfers/new/?to=1002&amount=30000").content.decode()
    assert 'value="1002"' in page
    assert 'value="300.00"' in page


def test_a_link_with_nonsense_fills_in_nothing(ann: Browser) -> None:
    """The address decides nothing but what the form shows."""
    response = ann.get("/units/1001/transfers/new/?to=<script>&amount=-5")
    assert response.status_code == 200
    assert "<script>&" not in response.content.decode()
    assert "-5" not in response.content.decode().split('name="amount"')[1].split(">")[0]
