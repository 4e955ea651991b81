"""A unit's simulator: from the budget that pay may use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.timezone import localdate
from tests.support.enterprise import receive

from marke.domain.foundation.transactions import SYSTEM, acting
from marke.domain.ledger.operations import open_year
from marke.domain.people.models import User
from marke.domain.units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(nora: User, as_user: Callable[[User], Client]) -> Client:
    """Nora, whose unit 1001 received EUR 1,000.00."""
    with acting(actor=SYSTEM, staff=True):
        if localdate().year != 2026:
            open_year(year=localdate().year, actor=SYSTEM)
        receive(Unit.objects.get(pk=1001), 1000_00, day=localdate())
    return as_user(nora)


def test_it_starts_from_what_the_unit_may_spend_on_pay(member: Client) -> None:
    """The whole budget, from gross to net, without typing anything."""
    response = member.get("/units/1001/simulator/")
    form = response.context["screen"].form
    assert response.status_code == 200
    assert form["budget"].value() == "1,000.00"
    assert form.data["given"] == "budget"
    assert response.context["screen"].result.limits == []


def test_a_contract_over_the_budget_says_so(member: Client) -> None:
    """More than the unit has is answered, with the reason in euros."""
    response = member.get("/units/1001/simulator/?given=budget&budget=1000,01")
    assert any("the unit may spend €1,000.00" in limit for limit in response.context["screen"].result.limits)


def test_a_unit_without_money_starts_from_an_invoice(nora: User, as_user: Callable[[User], Client]) -> None:
    """Before the first euro the question is what to invoice."""
    response = as_user(nora).get("/units/1001/simulator/")
    assert response.context["screen"].form["invoice"].value() == "1,000.00"
    assert response.context["screen"].result.limits


def test_the_budget_of_somebody_else_is_not_shown(member: Client, karim: User) -> None:
    """Another's unit does not exist here."""
    assert member.get("/units/1002/simulator/").status_code in (403, 404)


def test_a_visitor_is_asked_to_sign_in(nora: User) -> None:
    """A unit's budget is for its people."""
    response = Client().get("/units/1001/simulator/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_the_menu_of_the_unit_leads_to_it(member: Client) -> None:
    """The simulator is one step from home."""
    assert 'href="/units/1001/simulator/"' in member.get("/home/").content.decode()
