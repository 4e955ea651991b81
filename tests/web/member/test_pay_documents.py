"""A worker's documents of pay: theirs alone, on paper, year by year."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.wages import a_worker, run_to, worked
from tests.web.conftest import make_user

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import Person, User
from marke.domain.wages.enums import RunState
from marke.domain.wages.models import Payslip
from marke.usecases.issue_invoice import issue_invoice

PAGE = "/me/pay-documents/"


@pytest.fixture
def payslip(nora: User) -> Payslip:
    """Bo worked for Nora's unit, in which Bo has no part; the payslip is booked."""
    with acting_as_system():
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
        worker = a_worker("Bo")
        worked(worker)
        run_to(RunState.POSTED)
        return Payslip.objects.get(person=worker)


@pytest.fixture
def bo(payslip: Payslip, as_user) -> Client:
    with acting_as_system():
        user = make_user("bo@example.org")
        Person.objects.filter(pk=payslip.person_id).update(user=user)
    return as_user(user)


def addresses(payslip: Payslip) -> list[str]:
    """Every document of this payslip's worker that exists before the wage has arrived."""
    return [
        reverse("my_payslip_pdf", args=[payslip.pk]),
        reverse("my_year_pdf", args=[2026, "account"]),
        reverse("my_year_pdf", args=[2026, "holidays"]),
        reverse("my_contract_pdf", args=[payslip.contract_id, "leaving"]),
    ]


def test_the_page_offers_every_document(payslip: Payslip, bo: Client) -> None:
    """The payslip, the papers of the year and the data of form C4 are one tap away, each a PDF."""
    page = bo.get(PAGE).content.decode()
    for address in addresses(payslip):
        assert address in page
        answer = bo.get(address)
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "private, no-store"


def test_a_tax_slip_waits_for_the_wage(payslip: Payslip, bo: Client) -> None:
    """Before anything has arrived in the year there is no slip, and the page offers none."""
    address = reverse("my_year_pdf", args=[2026, "tax-slip"])
    assert address not in bo.get(PAGE).content.decode()
    assert bo.get(address).status_code == 404


def test_nobody_else_sees_them(payslip: Payslip, nora: User, as_user) -> None:
    """For the holder of the unit that hired Bo none of Bo's documents exists."""
    client = as_user(nora)
    assert [client.get(address).status_code for address in addresses(payslip)] == [404] * 4
    assert "You have no payslip yet" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("address", ["2026/secret.pdf", "99999/account.pdf", "2025/account.pdf"])
def test_a_document_that_does_not_exist_is_not_found(payslip: Payslip, bo: Client, address: str) -> None:
    """There is no such kind of document, no such year, and nothing before the first wage."""
    assert bo.get(f"{PAGE}{address}").status_code == 404


def test_a_payslip_that_is_not_booked_has_no_paper(nora: User, payslip: Payslip, bo: Client) -> None:
    """A payslip that is only computed can still change: it is shown to nobody as a document."""
    with acting_as_system():
        worked(Person.objects.get(pk=payslip.person_id), since=TODAY.replace(day=21), count=1)
    assert bo.get(PAGE).content.decode().count(".pdf") == 4


def test_the_page_asks_the_database_the_same_for_many_payslips(payslip: Payslip, bo: Client) -> None:
    """The list is one question, however long it is."""
    with CaptureQueriesContext(connection) as asked:
        bo.get(PAGE)
    assert len([query for query in asked if 'FROM "wages_payslip"' in query["sql"]]) <= 5
