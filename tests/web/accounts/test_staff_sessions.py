"""The desk opens to a second factor, and closes by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from tests.web.conftest import make_user

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole, User

MORNING = dt.datetime(2026, 9, 11, 8, 0, tzinfo=dt.UTC)


def test_staff_without_a_second_factor_are_led_to_the_page_that_adds_one(
    house: None, as_user: Callable[[User], Client]
) -> None:
    """A password alone does not open the desk."""
    with acting_as_system():
        user = make_user("adviser@example.org", staff_role=StaffRole.ADVISER)
    browser = as_user(user)
    assert browser.get("/desk/")["Location"] == "/desk/second-factor/"
    assert "/account/2fa/webauthn/add/" in browser.get("/desk/second-factor/").content.decode()


def test_staff_with_a_second_factor_are_at_the_desk(
    staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """A passkey or an authenticator app opens the desk."""
    assert as_user(staff(StaffRole.ADVISER)).get("/desk/").status_code == 200


def test_a_persona_of_the_demo_needs_no_second_factor(
    house: None, as_user: Callable[[User], Client], settings: pytest.FixtureRequest
) -> None:
    """The invented staff of the demo are let in; outside demo mode the same log-in is not."""
    with acting_as_system():
        user = make_user("adil@example.org", staff_role=StaffRole.ADMINISTRATOR)
        personas.introduce(user=user, name="Adil", title="Administrator", story="", order=1)
    browser = as_user(user)
    assert browser.get("/desk/").status_code == 200
    settings.DEMO = False
    assert browser.get("/desk/")["Location"] == "/desk/second-factor/"


def test_staff_are_signed_out_after_half_an_hour_without_a_page(
    staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """A desk left open for half an hour asks who is there."""
    with time_machine.travel(MORNING, tick=False):
        browser = as_user(staff(StaffRole.ADVISER))
        assert browser.get("/desk/").status_code == 200
    with time_machine.travel(MORNING + dt.timedelta(minutes=31), tick=False):
        assert browser.get("/desk/")["Location"] == "/account/login/?next=/desk/"


def test_staff_at_work_stay_signed_in(staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]) -> None:
    """Whoever opens a page every twenty minutes is not interrupted for twelve hours; then once, in any case."""
    with time_machine.travel(MORNING, tick=False):
        browser = as_user(staff(StaffRole.ADVISER))
    answers = []
    for twenty_minutes in range(38):
        with time_machine.travel(MORNING + dt.timedelta(minutes=20 * twenty_minutes), tick=False):
            answers.append(browser.get("/desk/").status_code)
    assert answers[:36] == [200] * 36
    assert answers[37] == 302


def test_members_are_not_signed_out_by_the_rule_of_the_staff(nora: User, as_user: Callable[[User], Client]) -> None:
    """A member who left the page open over lunch goes on."""
    with time_machine.travel(MORNING, tick=False):
        browser = as_user(nora)
        browser.get("/home/")
    with time_machine.travel(MORNING + dt.timedelta(hours=2), tick=False):
        assert browser.get("/account/").status_code == 200
