"""The member's first page: where do I stand, what happens next, what can I do?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from marke.domain.people.models import User
from marke.domain.sales.models import Invoice

BEFORE_DUE = dt.datetime(2026, 9, 16, 9, 0, tzinfo=dt.UTC)
AFTER_DUE = dt.datetime(2026, 9, 25, 9, 0, tzinfo=dt.UTC)


def test_three_numbers_say_where_a_member_stands(member: Client, invoice: Invoice) -> None:
    """Available now, expected within thirty days, and what pay may use: the guarantee advances what is expected."""
    with time_machine.travel(BEFORE_DUE):
        available, expected, for_pay = member.get("/home/").context["figures"]
    assert (available.amount, expected.amount, for_pay.amount) == (0, 93_500, 93_500)


def test_what_is_due_within_the_week_is_foretold(member: Client, invoice: Invoice) -> None:
    """An invoice that should be paid in the next seven days is announced with its amount and day."""
    with time_machine.travel(BEFORE_DUE):
        (announced,) = member.get("/home/").context["this_week"]
    assert announced.label == "Festival Lumen pays €1,210.00 by 21 Sep 2026"
    assert str(invoice.pk) in announced.url


def test_what_was_not_paid_in_time_asks_for_attention(member: Client, invoice: Invoice) -> None:
    """After its due day the invoice moves from the week to what is to be done."""
    with time_machine.travel(AFTER_DUE):
        page = member.get("/home/").context
    assert [matter.label for matter in page["to_do"]] == ["Festival Lumen should have paid €1,210.00 on 21 Sep 2026"]
    assert not page["this_week"]


def test_a_member_with_a_unit_at_work_sees_no_first_steps(member: Client, invoice: Invoice) -> None:
    """The checklist leaves when its last step is done."""
    assert member.get("/home/").context["steps"] is None


def test_somebody_new_finds_first_steps_and_one_button(fresh: User, as_user: Callable[[User], Client]) -> None:
    """An empty portal shows the four steps; the button does the first one that is left."""
    page = as_user(fresh).get("/home/")
    assert [(step.label, step.done) for step in page.context["steps"]] == [
        ("Buy a share", False),
        ("Show who you are", False),
        ("Open a unit", False),
        ("Send a first invoice", False),
    ]
    assert page.context["primary_action"].url == "/shares/"
    assert page.context["units"] is None


def test_the_menu_holds_the_unit_and_marks_where_one_is(member: Client) -> None:
    """The places of the own unit stand under its name; the current page is marked."""
    items = member.get("/home/").context["navigation"]
    assert [item.label for item in items if item.current] == ["Home"]
    assert "Atelier 1001 (1001)" in [item.section for item in items]


def test_the_page_costs_the_same_for_many_invoices(
    member: Client, invoice: Invoice, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    """The first page asks a fixed number of questions."""
    with django_assert_max_num_queries(34):
        member.get("/home/")


def test_somebody_without_a_person_is_led_to_joining(
    house: None, django_user_model: type[User], as_user: Callable[[User], Client]
) -> None:
    """A log-in that has not said who it is begins with joining."""
    from marke.domain.foundation.transactions import acting_as_system

    with acting_as_system():
        user = django_user_model.objects.create_user("new@example.org")
    assert as_user(user).get("/home/")["Location"].startswith("/join/")
