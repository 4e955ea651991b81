"""Pages of the shell on a small enterprise that sells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from tests.support.selling import client_of, invoice_of, line

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import Person, StaffRole, User
from marke.domain.sales.models import Invoice
from marke.usecases.issue_invoice import issue_invoice

SENT_ON = dt.date(2026, 9, 11)


@pytest.fixture
def member(nora: User, as_user: Callable[[User], Client]) -> Client:
    """The browser of a member with unit 1001."""
    with acting_as_system():
        Person.objects.filter(user=nora).update(given_name="Nora", identity_grade=2, state="active")
    return as_user(nora)


@pytest.fixture
def desk(staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]) -> Client:
    """The browser of an administrator."""
    return as_user(staff(StaffRole.ADMINISTRATOR))


@pytest.fixture
def invoice(nora: User) -> Invoice:
    """An invoice of unit 1001 to Festival Lumen, EUR 1,210.00 with VAT."""
    with acting_as_system():
        client = client_of(1001)
        return issue_invoice(invoice=invoice_of(1001, client, line("1000")), on=SENT_ON, actor=nora.pk)
