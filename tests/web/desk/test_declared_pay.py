"""Declarations of pay at the desk, and payslips on paper: who sees what, and what leaves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.wages import PAYDAY, a_worker, run_to, with_number, worked

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.payouts import operations as payouts
from marke.domain.payouts.enums import Purpose
from marke.domain.payouts.models import PaymentOrder
from marke.domain.payouts.operations import Proposal
from marke.domain.people.models import NationalNumberReveal, Person, StaffRole, User
from marke.domain.wages.enums import RunState
from marke.domain.wages.models import Payslip, Run
from marke.kernel.ids import uuid7
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.pay_out import export_batch
from marke.usecases.pay_wages import confirm_wages, order_wages

AT_TEN = dt.datetime(2026, 9, 21, 10, tzinfo=dt.UTC)
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


def test_the_quarter_is_settled_with_one_button(payslip: Payslip, officer: Client, monkeypatch) -> None:
    """After the quarter the differences are booked, and the button is gone; while it runs there is none."""
    monkeypatch.setattr("marke.web.desk.social.views.timezone.localdate", lambda: dt.date(2026, 9, 30))
    assert "Settle the quarter" not in officer.get(QUARTER).content.decode()
    monkeypatch.setattr("marke.web.desk.social.views.timezone.localdate", lambda: dt.date(2026, 10, 12))
    assert "Settle the quarter" in officer.get(QUARTER).content.decode()
    answer = officer.post(QUARTER, {"action": "settle"}, follow=True).content.decode()
    assert "The quarter is settled" in answer
    assert "Settle the quarter" not in answer


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
    """Quarters, months and years are each added up by the database in one question."""
    with CaptureQueriesContext(connection) as asked:
        officer.get(reverse("desk_social"))
    assert len([query for query in asked if "wages_payslip" in query["sql"]]) == 3


@pytest.fixture
def arrived(payslip: Payslip) -> Payslip:
    """The wage of the payslip arrived in September, and Bo's address is known."""
    with acting_as_system():
        Person.objects.filter(pk=payslip.person_id).update(street="Kouter 7", postcode="9000", municipality="Gent")
        order_and_confirm()
        payslip.refresh_from_db()
    return payslip


def order_and_confirm() -> None:
    """The run goes to the bank, and the bank confirms it."""
    order_wages(run_id=Run.objects.get().pk, now=AT_TEN)
    batch = payouts.propose(
        proposal=Proposal(Purpose.WAGES, PAYDAY, "De Marke", "BE71096123456769"), actor=SYSTEM, now=AT_TEN
    )
    for _ in range(2):
        payouts.approve(batch_id=batch.pk, hash_seen=batch.hash, actor=uuid7(), now=AT_TEN)
    export_batch(batch_id=batch.pk, actor=SYSTEM, now=AT_TEN)
    sent = list(PaymentOrder.objects.filter(state="sent").values_list("end_to_end", flat=True))
    confirm_wages(end_to_end=sent, on=PAYDAY, actor=SYSTEM)


def test_a_month_shows_what_was_kept_back(arrived: Payslip, officer: Client) -> None:
    """The statement of September and the books say the same."""
    page = officer.get("/desk/social/months/2026/9/").content.decode()
    assert "Payslips and books agree to the cent" in page
    assert "Holiday pay at the end of a contract" in page


def test_the_slips_of_a_year_leave_as_a_file(arrived: Payslip, officer: Client) -> None:
    """The page shows that slips and books agree; the button makes the file with the number of each worker."""
    assert "Slips, payslips and books agree" in officer.get("/desk/social/years/2026/").content.decode()
    answer = officer.post("/desk/social/years/2026/")
    assert answer["Content-Disposition"] == 'attachment; filename="belcotax-281-10-2026.xml"'
    assert b"<f2011_nationaalnr>900301" in answer.content


def test_a_worker_without_address_stops_the_slips(arrived: Payslip, officer: Client) -> None:
    """The page names the worker and offers no button; pressing on changes nothing."""
    with acting_as_system():
        Person.objects.filter(pk=arrived.person_id).update(street="")
    page = officer.get("/desk/social/years/2026/").content.decode()
    assert "The address of Bo Janssens is not complete" in page
    assert "Make the file" not in page
    assert officer.post("/desk/social/years/2026/").status_code == 409


@pytest.mark.parametrize("address", ["months/2026/13/", "months/2026/8/", "years/2025/", "years/99999/"])
def test_a_period_without_wages_has_no_page(arrived: Payslip, officer: Client, address: str) -> None:
    """There is no thirteenth month, and no statement where nothing arrived."""
    assert officer.get(f"/desk/social/{address}").status_code == 404
