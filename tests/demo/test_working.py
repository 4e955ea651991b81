"""The demo's people work and are paid: declared before they start, and all in time, whatever became of a client."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db.models import F
from tests.conftest import pointing_to

from marke.countries.registry import country
from marke.demo import world
from marke.demo.bank import Bank
from marke.demo.plan import Plan, make_plan
from marke.demo.platform import NAME, add_platform, failure_day
from marke.domain.declarations.enums import DeclarationState
from marke.domain.declarations.models import Declaration
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.payouts.enums import OrderState
from marke.domain.payouts.models import PaymentOrder
from marke.domain.sales.models import Client, Invoice
from marke.domain.wages.enums import PayslipState
from marke.domain.wages.models import Payslip
from marke.domain.work.enums import ContractState, DayState
from marke.domain.work.models import Contract, ContractMonth, WorkDay
from marke.ops.database import Server

YEAR = {"start": dt.date(2025, 11, 25), "end": dt.date(2026, 11, 24)}
UNITS, START = 16, dt.date(2026, 6, 1)
NAME_OF_DATABASE = "working"


def with_platform(units: int = 100) -> Plan:
    plan = make_plan(units=units, seed=1, **YEAR)
    add_platform(plan, seed=1)
    return plan


def test_the_platform_fails_with_invoices_that_nobody_pays() -> None:
    """The stress case of the public model: the couriers' last invoices never bring any money."""
    plan = with_platform()
    platform = next(client.serial for client in plan.clients if client.name == NAME)
    invoices = [invoice for invoice in plan.invoices if invoice.client == platform]
    unpaid = [invoice for invoice in invoices if not invoice.payments]
    assert {invoice.unit for invoice in invoices} == plan.couriers
    assert len(plan.couriers) >= 5
    assert max(invoice.day for invoice in invoices) <= failure_day(plan)
    assert 0 < sum(invoice.net for invoice in unpaid) < sum(invoice.net for invoice in invoices)


def test_nobody_shares_a_national_number() -> None:
    people = with_platform(2_000).people
    assert len({(person.born_on, person.serial) for person in people}) == len(people)


@pytest.fixture(scope="module")
def living(server: Server, template_database: str, django_db_blocker: pytest.Function) -> Iterator[None]:
    """A small cooperative with half a year of life, as the desk sees it."""
    server.drop_database(NAME_OF_DATABASE)
    server.create_database(NAME_OF_DATABASE, template=template_database)
    with django_db_blocker.unblock(), pointing_to(server, NAME_OF_DATABASE):  # type: ignore[attr-defined]
        world.build(units=UNITS, seed=1, start=START, end=YEAR["end"], tell=lambda *_: None)
        with acting_as_system(reason="test"):
            yield
    server.drop_database(NAME_OF_DATABASE)


@pytest.mark.usefixtures("living")
def test_rule_13_every_wage_arrives_within_seven_working_days() -> None:
    """All wages that were due are on their account in time, as the bank's statements say."""
    paid = Payslip.objects.filter(state=PayslipState.PAID)
    assert paid.count() > 30
    assert not paid.filter(paid_on__gt=F("due_on")).exists()
    unpaid = ContractMonth.objects.filter(due_on__lte=YEAR["end"], paid_on__isnull=True)
    assert not unpaid.exclude(contract__state=ContractState.CANCELLED).exists()


@pytest.mark.usefixtures("living")
def test_couriers_are_paid_although_the_platform_never_paid() -> None:
    """Invoices of the platform stay open to this day; what its couriers worked for was paid all the same."""
    platform = Client.objects.get(name=NAME)
    open_invoices = Invoice.objects.filter(client=platform, paid=0)
    rode = Payslip.objects.filter(contract__function="courier", unit__in=open_invoices.values("unit"))
    assert open_invoices.exists()
    assert rode.filter(state=PayslipState.PAID).exists()


@pytest.mark.usefixtures("living")
def test_a_wage_that_came_back_is_paid_again_in_time() -> None:
    """One account was closed: its wage is returned once, and reaches the new account before it is late."""
    (again,) = Payslip.objects.filter(attempts=1)
    assert again.paid_on is not None
    assert again.paid_on <= again.due_on
    tries = PaymentOrder.objects.filter(source_id=again.pk)
    assert sorted(tries.values_list("state", flat=True)) == [OrderState.EXECUTED, OrderState.RETURNED]


@pytest.mark.usefixtures("living")
def test_not_every_day_goes_as_planned() -> None:
    """Some fall ill, and some days are cancelled."""
    assert {DayState.WORKED, DayState.SICK} <= set(WorkDay.objects.values_list("state", flat=True))


@pytest.mark.usefixtures("living")
def test_the_last_days_leave_something_on_every_screen() -> None:
    """Contracts to sign, to declare and to come; a declaration that was turned away; a batch at the bank."""
    states = set(Contract.objects.filter(starts_on__gt=YEAR["end"]).values_list("state", flat=True))
    assert states >= {ContractState.OFFERED, ContractState.SIGNED, ContractState.DECLARED}
    assert Declaration.objects.filter(state=DeclarationState.REFUSED).count() == 1


def test_a_bank_tells_what_it_paid_and_what_came_back() -> None:
    """The statement of the invented bank is read as any other, and adds up."""
    order = PaymentOrder(amount=459_17, name="Nora Janssens", iban="BE71096123456769", text="2026-05", end_to_end="A1")
    bank = Bank(account="BE68539007547034", holder="De Marke")
    told = country("be").read_bank_file(bank.statement(on=YEAR["end"], paid=[order], returned=[order]))
    (statement,) = told.statements
    assert [entry.amount for entry in statement.entries] == [-459_17, 459_17]
    assert [entry.details[0].end_to_end for entry in statement.entries] == ["A1", "A1"]
    assert [entry.details[0].return_reason for entry in statement.entries] == ["", "AC04"]
