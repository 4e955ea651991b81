"""The pooled margin at the desk: beside the true cost of a contract, once a payslip is booked, and never to a unit."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.wages import a_worker, run_to, worked

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import StaffRole, User
from marke.domain.wages.enums import RunState
from marke.domain.wages.queries import Margin
from marke.domain.work.models import Contract
from marke.usecases.issue_invoice import issue_invoice
from marke.web.desk.work import margin

WORDS = "True cost by the payslips"


@pytest.fixture
def contract(nora: User) -> Contract:
    """Two days of work in Nora's unit."""
    with acting_as_system():
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
        return worked(a_worker())


@pytest.fixture
def officer(staff, as_user) -> Client:
    return as_user(staff(StaffRole.PAYROLL))


def booked() -> None:
    with acting_as_system():
        run_to(RunState.POSTED)


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_sees_budget_and_true_cost(contract: Contract, officer: Client) -> None:
    """Two days of EUR 150 took EUR 467.13 from the unit."""
    booked()
    text = page(officer, "desk_contract", contract.pk)
    assert WORDS in text
    assert "467.13" in text


def test_before_the_payslip_is_booked_there_is_no_figure(contract: Contract, officer: Client) -> None:
    """What nothing was paid for has no true cost yet."""
    assert WORDS not in page(officer, "desk_contract", contract.pk)


def test_a_loss_is_said_to_be_borne_by_the_pot(monkeypatch: pytest.MonkeyPatch) -> None:
    """No negative margin is shown: it says who bears it."""
    monkeypatch.setattr(margin, "margin_of", lambda *, contract_id: Margin(budget=100_00, cost=120_00))
    words, amount = margin.margin_pairs(uuid.uuid4(), language="en")[-1]
    assert words == "Borne by the pot"
    assert "20.00" in amount
    assert "-" not in amount


def test_the_unit_never_sees_the_margin(contract: Contract, nora: User, as_user) -> None:
    """Rule 12: the page of the member tells what the unit pays; the desk's page is not theirs to open."""
    booked()
    client = as_user(nora)
    assert client.get(reverse("desk_contract", args=[contract.pk])).status_code in (302, 403, 404)
    assert WORDS not in page(client, "contract", 1001, contract.pk)
