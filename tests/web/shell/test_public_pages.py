"""What anybody finds: the front page and help."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client

from marke.domain.sales.models import Invoice


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Figures that were kept from another test are forgotten."""
    caches["memory"].clear()


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_front_page_stands_before_a_cooperative_is_opened(client: Client, db: None, language: str) -> None:
    """A new installation explains itself in each language, with the values a cooperative starts with and no figures."""
    answer = client.get("/", HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 200
    assert answer.context["figures"] is None
    assert f'<html lang="{language}"' in answer.content.decode()


def test_the_front_page_shows_what_becomes_of_an_invoice(client: Client, house: None) -> None:
    """Of every 1,000 euro, 65 go to the common pot at a contribution of 6.5 %, and 935 are the unit's."""
    page = client.get("/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "€935 is yours to use" in page
    assert "−€65.00" in page


def test_the_front_page_counts_the_enterprise(client: Client, invoice: Invoice) -> None:
    """Units, members, turnover and contribution are those of the enterprise itself."""
    page = client.get("/", HTTP_ACCEPT_LANGUAGE="en")
    shown = {figure.label: figure.value for figure in page.context["figures"]}
    assert shown == {
        "Open units": "1",
        "Members": "1",
        "Invoiced in twelve months": "€1,000",
        "Into the common pot": "€65",
    }


def test_the_figures_are_counted_once_in_ten_minutes(
    client: Client, invoice: Invoice, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    """Many visitors at once cost the database nothing: totals are kept."""
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")


def test_help_names_the_answers_and_the_address(client: Client, house: None) -> None:
    """Help answers the first questions and says where the cooperative is."""
    page = client.get("/help/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Can I correct an invoice that I sent?" in page
    assert "De Marke, Kaai 1, 9000 Gent" in page


def test_the_palette_is_not_for_visitors(client: Client, house: None) -> None:
    """Somebody who is not signed in has nothing to search."""
    assert 'id="palette"' not in client.get("/").content.decode()
