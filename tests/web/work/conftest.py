"""Ann holds unit 1001, whose client owes it money; her pay file is known. Bob holds another unit."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client as Browser
from tests.support.selling import NOW, TODAY, client_of, invoice_of, open_house, open_unit

from marke.domain.accounts.models import DemoPersona
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import BankAccount, Person, StaffRole, User
from marke.domain.work.operations.pay_files import PayFileInput, record_pay_files
from marke.usecases.issue_invoice import issue_invoice


@pytest.fixture(autouse=True)
def on_the_day(db: None):
    """Pages show the eleventh of September 2026, a Friday."""
    with time_machine.travel(dt.datetime(2026, 9, 11, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def working(on_the_day: None) -> None:
    with acting_as_system():
        open_house()
        for number, name in ((1001, "ann"), (1002, "bob")):
            open_unit(number, user=User.objects.create_user(f"{name}@example.org", language="en"))
        for _ in range(5):
            issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
        person = Person.objects.get(user__email="ann@example.org")
        person.given_name, person.family_name, person.birth_date = "Ann", "Maes", dt.date(1990, 3, 1)
        person.save()
        BankAccount.objects.create(person=person, iban="BE71096123456769", registered_at=NOW, usable_from=NOW)
        clerk = User.objects.create_user("clerk@example.org", language="en", staff_role=StaffRole.PAYROLL)
        DemoPersona.objects.create(user=clerk, name="Kim", title="Clerk", story="Pays people", order=1)


@pytest.fixture
def known(working: None) -> Person:
    """Ann has told her family situation before."""
    with acting_as_system():
        person = Person.objects.get(user__email="ann@example.org")
        record_pay_files(files=[PayFileInput(person.pk, dt.date(2026, 1, 1), {"family": {}})], actor=SYSTEM, now=NOW)
    return person


def browser(email: str) -> Browser:
    found = Browser()
    found.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


@pytest.fixture
def ann(working: None) -> Browser:
    return browser("ann@example.org")


@pytest.fixture
def bob(working: None) -> Browser:
    return browser("bob@example.org")


@pytest.fixture
def clerk(working: None) -> Browser:
    return browser("clerk@example.org")
