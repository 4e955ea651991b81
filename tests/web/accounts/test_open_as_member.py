"""An adviser reads along in a member's portal: sees it, changes nothing, and the member can read who looked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from marke.domain.accounts.models import MemberView
from marke.domain.foundation.models import AuditEvent
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole, User

REASON = "You called about an invoice of March."


@pytest.fixture
def adviser(staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]) -> Client:
    """The browser of an adviser."""
    return as_user(staff(StaffRole.ADVISER))


def open_as(browser: Client, member: User, reason: str = REASON) -> object:
    return browser.post(f"/desk/open-as/{member.pk}/", {"reason": reason})


def test_the_adviser_sees_what_the_member_sees(adviser: Client, nora: User) -> None:
    """After saying why, the adviser is in the member's portal under a banner that says so."""
    assert open_as(adviser, nora)["Location"] == "/home/"
    page = adviser.get("/home/")
    assert page.context["request"].user == nora
    assert "Nothing can be changed here." in page.content.decode()


def test_the_member_reads_who_looked_and_why(adviser: Client, nora: User, as_user: Callable[[User], Client]) -> None:
    """The reason stands in the member's own account, and in the audit trail under the adviser's name."""
    open_as(adviser, nora)
    assert REASON in as_user(nora).get("/account/").content.decode()
    view = MemberView.objects.get()
    with acting_as_system():
        assert AuditEvent.objects.get(object_id=str(view.pk)).actor_id == view.staff_id


def test_nothing_can_be_sent_in_the_members_name(adviser: Client, nora: User) -> None:
    """A form sent from a member's page is refused before it reaches anything."""
    open_as(adviser, nora)
    assert adviser.post("/home/").status_code == 403


def test_the_desk_and_the_own_account_stay_the_advisers_own(adviser: Client, nora: User) -> None:
    """Reading along changes eyes in the portal only; the member's log-in is out of reach."""
    open_as(adviser, nora)
    assert adviser.get("/desk/").context["request"].user != nora
    assert adviser.get("/account/email/").context["user"] != nora


def test_stopping_brings_the_adviser_back(adviser: Client, nora: User) -> None:
    """One button in the banner ends it."""
    open_as(adviser, nora)
    assert adviser.post("/desk/open-as/stop/")["Location"] == "/desk/"
    assert adviser.get("/palette/").context["request"].user != nora


def test_without_a_reason_nothing_opens(adviser: Client, nora: User) -> None:
    """The member will read the reason, so there must be one."""
    answer = open_as(adviser, nora, reason="   ")
    assert answer.status_code == 422
    assert not MemberView.objects.exists()


def test_the_portal_of_a_colleague_stays_closed(adviser: Client, staff: Callable[[StaffRole], User]) -> None:
    """Nobody borrows the rights of another member of staff."""
    answer = open_as(adviser, staff(StaffRole.ADMINISTRATOR))
    assert answer.status_code == 422
    assert "works at the desk" in answer.content.decode()


@pytest.mark.parametrize("role", [StaffRole.ACCOUNTANT, StaffRole.AUDITOR, StaffRole.PAYROLL])
def test_only_advisers_read_along(
    role: StaffRole, nora: User, staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """Reading along is the work of advisers."""
    assert open_as(as_user(staff(role)), nora).status_code == 403


def test_a_member_cannot_read_along_with_another(nora: User, karim: User, as_user: Callable[[User], Client]) -> None:
    """The address is closed to members, and a forged session changes nobody's eyes."""
    browser = as_user(karim)
    assert open_as(browser, nora).status_code == 403
    session = browser.session
    session["viewing_as"] = str(nora.pk)
    session.save()
    assert browser.get("/home/").context["request"].user == karim


def test_the_line_cannot_be_removed(adviser: Client, nora: User) -> None:
    """Who looked stays written."""
    open_as(adviser, nora)
    with pytest.raises(DatabaseError, match="append-only"), acting_as_system(), transaction.atomic():
        MemberView.objects.all().delete()
