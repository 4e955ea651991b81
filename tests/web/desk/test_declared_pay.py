"""Declarations of pay at the desk, and payslips on paper: who sees what, and what leaves."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.wages import a_worker, run_to, with_number, worked

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import NationalNumberReveal, Person, StaffRole, User
from marke.domain.wages.enums import RunState
from marke.domain.wages.models import Payslip
from marke.usecases.issue_invoice import issue_invoice

QUARTER = "/desk/social/quarters/2026/3/"


@pytest.fixture
def payslip(nora: User) -> Payslip:
    """Bo, who has a log-in and no unit, worked two days for Nora's unit; the payslip is booked."""
    with acting_as_system():
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
        worker = with_number(a_worker("Bo"))
        worked(worker)
        run_to(RunState.POSTED)
        return Payslip.objects.get(person=worker)


@pytest.fixture
def officer(staff, as_user) -> Client:
    return as_user(staff(StaffRole.PAYROLL))


def test_a_worker_reads_their_own_payslip(payslip: Payslip, as_user) -> None:
    """Bo belongs to no unit and still gets the paper; the browser does not keep it."""
    with acting_as_system():
        user = User.objects.create_user("bo@example.org", "three plain words together")
        Person.objects.filter(pk=payslip.person_id).update(user=user)
    answer = as_user(user).get(reverse("my_payslip_pdf", args=[payslip.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF")


def test_the_holder_of_the_unit_does_not_read_the_worker_s_payslip(payslip: Payslip, nora: User, as_user) -> None:
    """What somebody earns, and their family in it, is theirs: for Nora the paper does not exist."""
    assert as_user(nora).get(reverse("my_payslip_pdf", args=[payslip.pk])).status_code == 404


def test_payroll_reads_every_payslip_and_other_staff_none(payslip: Payslip, officer: Client, staff, as_user) -> None:
    """The payroll officer keeps them; an adviser has no business with them."""
    page = reverse("desk_payslip_pdf", args=[payslip.pk])
    assert officer.get(page).content.startswith(b"%PDF")
    assert as_user(staff(StaffRole.ADVISER)).get(page).status_code == 403


def test_the_desk_sees_that_all_agrees(payslip: Payslip, officer: Client) -> None:
    """The list names the quarter, and its page says that declaration, payslips and books agree."""
    assert QUARTER in officer.get(reverse("desk_social")).content.decode()
    page = officer.get(QUARTER).content.decode()
    assert "agree to the cent" in page
    assert "Structural reduction" in page


def test_the_button_makes_the_file(payslip: Payslip, officer: Client) -> None:
    """The file comes as a download, and the reading of the national number is on record."""
    answer = officer.post(QUARTER)
    assert answer["Content-Disposition"] == 'attachment; filename="dmfa-2026-3.xml"'
    assert b"<NetOwedAmount>" in answer.content
    with acting_as_system():
        assert NationalNumberReveal.objects.count() == 1


def test_what_is_missing_is_said_and_no_button_offered(payslip: Payslip, officer: Client) -> None:
    """A worker without a national number stops the quarter, with the name; pressing on changes nothing."""
    with acting_as_system(), connection.cursor() as cursor:
        cursor.execute("delete from people_nationalnumber")
    page = officer.get(QUARTER).content.decode()
    assert "No national number is known of Bo Janssens" in page
    assert "Make the file" not in page
    assert officer.post(QUARTER).status_code == 409


@pytest.mark.parametrize("address", ["/desk/social/quarters/2026/5/", "/desk/social/quarters/2025/1/"])
def test_a_quarter_without_pay_has_no_page(payslip: Payslip, officer: Client, address: str) -> None:
    """There is no fifth quarter, and nothing to declare where nobody worked."""
    assert officer.get(address).status_code == 404


def test_an_empty_list_says_when_something_comes(house: None, officer: Client) -> None:
    """Before the first wage run the page says what will appear."""
    assert "Nothing to declare yet" in officer.get(reverse("desk_social")).content.decode()


def test_the_list_asks_the_database_the_same_for_any_number(payslip: Payslip, officer: Client) -> None:
    """Quarters are added up by the database in one question."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        officer.get(reverse("desk_social"))
    assert len([query for query in asked if "wages_payslip" in query["sql"]]) == 1
