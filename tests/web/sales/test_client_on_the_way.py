"""A client added on the way to a quote or an invoice: the work goes on where it was."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from tests.support.selling import OTHER_NUMBER

TYPED = {
    "kind": "company",
    "number": OTHER_NUMBER,
    "name": "Theatre De Kiem",
    "street": "Markt 2",
    "postcode": "9900",
    "municipality": "Eeklo",
    "country": "BE",
    "vat_liable": "on",
    "language": "en",
}


@pytest.mark.parametrize(
    ("then", "place"), [("quote", "/quotes/new/"), ("invoice", "/invoices/new/"), ("", "/clients/")]
)
def test_a_new_client_leads_on_to_what_it_was_added_for(ann: Browser, then: str, place: str) -> None:
    """Nobody looks for the new client in a list: the quote or invoice opens with it."""
    answer = ann.post(f"/units/1001/clients/new/?then={then}", TYPED)
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"/units/1001{place}")


def test_any_other_place_is_the_client_itself(ann: Browser) -> None:
    """An address from outside leads nowhere but to the client's own page."""
    answer = ann.post("/units/1001/clients/new/?then=https://elsewhere.example/", TYPED)
    assert answer["Location"].startswith("/units/1001/clients/")
