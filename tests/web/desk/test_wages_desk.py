"""Wage runs at the desk: who starts one, what is shown before approval, and how soon wages arrive."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.proving import prove
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.wages import PAYDAY, a_worker, run_to, worked

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import StaffRole, User
from marke.domain.wages.enums import RunState
from marke.domain.wages.models import Run
from marke.domain.wages.operations import runs
from marke.usecases.issue_invoice import issue_invoice
from marke.web.desk.wages import views


@pytest.fixture
def money(nora: User) -> None:
    """Nora's unit is owed enough for some days of work."""
    with acting_as_system():
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


@pytest.fixture
def officer(staff, as_user) -> Client:
    return as_user(staff(StaffRole.PAYROLL))


@pytest.fixture
def payday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_today", lambda: PAYDAY)


def prepared(*, workers: int = 1, account: bool = True) -> None:
    with acting_as_system():
        for number in range(workers):
            worked(a_worker(f"Bo {number}", account=account))


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_payroll_starts_the_run_of_the_day(money: None, officer: Client, payday: None) -> None:
    """One tap takes up what is ready; the page of the run shows its first stage."""
    prepared()
    answer = officer.post(reverse("desk_wages"))
    with acting_as_system():
        run = Run.objects.get()
    assert (run.state, run.on) == (RunState.COLLECTED, PAYDAY)
    assert answer.headers["Location"] == reverse("desk_run", args=[run.pk])
    assert "The worker goes on by itself" in page(officer, "desk_run", run.pk)


def test_a_second_run_is_refused_while_one_is_on_its_way(money: None, officer: Client, payday: None) -> None:
    """Two runs at once could pay the same work twice."""
    prepared()
    officer.post(reverse("desk_wages"))
    answer = officer.post(reverse("desk_wages"))
    assert answer.status_code == 422
    assert "is still on its way" in answer.content.decode()


def test_with_nothing_ready_no_run_is_opened(officer: Client, payday: None) -> None:
    answer = officer.post(reverse("desk_wages"), follow=True)
    assert "No work is ready to be paid today" in answer.content.decode()
    with acting_as_system():
        assert not Run.objects.exists()


def test_an_adviser_sees_no_wages(staff, as_user) -> None:
    """What people earn is for those who pay it and those who control it."""
    assert as_user(staff(StaffRole.ADVISER)).get(reverse("desk_wages")).status_code == 403


def test_an_accountant_reads_and_starts_nothing(money: None, staff, as_user, payday: None) -> None:
    prepared()
    as_user(staff(StaffRole.ACCOUNTANT)).post(reverse("desk_wages"))
    with acting_as_system():
        assert not Run.objects.exists()


def test_the_preview_says_what_to_look_at(money: None, officer: Client) -> None:
    """A first payslip is pointed out before anything is booked."""
    prepared()
    with acting_as_system():
        run = run_to(RunState.COMPUTED)
    shown = page(officer, "desk_run", run.pk, show="flagged")
    assert "First payslip" in shown
    assert "Bo 0 Janssens" in shown


def test_what_is_parked_stands_there_with_its_reason(money: None, officer: Client) -> None:
    prepared(account=False)
    with acting_as_system():
        run = run_to(RunState.COMPUTED)
    assert "a bank account is missing" in page(officer, "desk_run", run.pk)


def test_approving_asks_for_a_fresh_proof(money: None, officer: Client) -> None:
    """Whoever approves proves once more that it is them; without it nothing is approved."""
    prepared()
    with acting_as_system():
        run = run_to(RunState.COMPUTED)
    prove(officer, ago=3600)
    answer = officer.post(reverse("desk_run_approve", args=[run.pk]))
    with acting_as_system():
        run.refresh_from_db()
    assert "reauthenticate" in answer.headers["Location"]
    assert run.state == RunState.COMPUTED


def test_a_run_is_approved_in_the_name_of_whoever_did_it(money: None, officer: Client) -> None:
    prepared()
    with acting_as_system():
        run = run_to(RunState.COMPUTED)
    prove(officer)
    officer.post(reverse("desk_run_approve", args=[run.pk]))
    with acting_as_system():
        run.refresh_from_db()
    assert (run.state, str(run.approved_by)) == (RunState.APPROVED, officer.session["_auth_user_id"])


def test_wages_on_their_way_are_listed_by_the_day_they_are_due(money: None, officer: Client) -> None:
    prepared()
    with acting_as_system():
        run_to(RunState.POSTED)
    assert "Bo 0 Janssens" in page(officer, "desk_wages_due")


def test_a_run_of_many_payslips_needs_no_more_questions_than_one_of_few(money: None, officer: Client) -> None:
    """The preview stays quick, whoever is paid in it."""
    with acting_as_system():
        worked(a_worker(), count=1)
        few = run_to(RunState.POSTED)
        runs.move_on(few, RunState.ORDERED)
        for number in range(3):
            worked(a_worker(f"Karim {number}"), count=1)
        many = run_to(RunState.COMPUTED)
    counts = []
    for run in (few, many):
        with CaptureQueriesContext(connection) as asked:
            page(officer, "desk_run", run.pk)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1
