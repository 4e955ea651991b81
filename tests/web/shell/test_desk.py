"""The desk's first page: what waits, oldest first, for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.support.cooperative import Facts, known_person, subscribe

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole, User
from marke.domain.sales.models import Invoice
from marke.web.desk.home.views import PAGES
from marke.web.navigation import roles_of

AFTERWARDS = dt.datetime(2026, 9, 25, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def waiting(invoice: Invoice) -> None:
    """An invoice that was not paid in time, and a share that waits for its money."""
    with acting_as_system():
        subscribe(known_person(Facts(serial=9, family_name="Diallo")), on=dt.date(2026, 9, 14))


def test_queues_stand_oldest_first_with_their_number(desk: Client, waiting: None) -> None:
    """Each queue says how many wait and since when; the oldest case is on top."""
    with time_machine.travel(AFTERWARDS):
        rows = desk.get("/desk/").context["table"].rows
    assert [(row.line, row.count, row.oldest) for row in rows] == [
        ("shares", 1, dt.date(2026, 9, 14)),
        ("overdue", 1, dt.date(2026, 9, 21)),
    ]


def test_an_empty_desk_says_so(desk: Client) -> None:
    """When nothing waits, the page says what will appear here."""
    assert "Nothing waits for you." in desk.get("/desk/").content.decode()


@pytest.mark.parametrize("line", PAGES, ids=str)
def test_each_queue_leads_to_the_list_where_it_is_worked_on(line: str, desk: Client) -> None:
    """The number on the desk and the list behind it are one click apart."""
    name, query = PAGES[line]
    assert desk.get(reverse(name) + query).status_code == 200


def test_nobody_sees_a_queue_they_cannot_work_on(
    waiting: None, staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """A queue is shown to the roles whose pages it leads to."""
    payroll = as_user(staff(StaffRole.PAYROLL))
    with time_machine.travel(AFTERWARDS):
        table = payroll.get("/desk/").context["table"]
    shown = [row.line for row in table.rows] if table else []
    assert all(not roles_of(PAGES[line][0]) or StaffRole.PAYROLL in roles_of(PAGES[line][0]) for line in shown)


def test_the_menu_holds_only_what_a_role_may_enter(
    staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """The menu of the desk never offers a page that would refuse."""
    browser = as_user(staff(StaffRole.PAYROLL))
    for item in browser.get("/desk/").context["navigation"]:
        assert browser.get(item.url).status_code == 200


def test_the_desk_asks_a_fixed_number_of_questions(
    desk: Client, waiting: None, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    """The first page of the desk stays quick however long the queues are."""
    with django_assert_max_num_queries(40):
        desk.get("/desk/")
