"""A list costs as many statements with fifty rows as with one."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from tests.support.selling import TODAY, client_of, invoice_of

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.usecases.issue_invoice import IssueInput, issue_invoices

MEMBER_LISTS = ["/units/1001/invoices/", "/units/1001/clients/"]
DESK_LISTS = ["/desk/invoices/", "/desk/clients/"]


def send(count: int) -> None:
    with acting_as_system():
        given = invoice_of(1001, client_of(1001))
        issue_invoices(invoices=[IssueInput(given, TODAY)] * count, actor=SYSTEM)


def statements(browser: Browser, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("address", MEMBER_LISTS)
def test_a_member_s_list_costs_the_same_whatever_its_length(ann: Browser, address: str) -> None:
    send(1)
    one = statements(ann, address)
    send(40)
    assert statements(ann, address) <= one


@pytest.mark.parametrize("address", DESK_LISTS)
def test_a_list_of_the_desk_costs_the_same_whatever_its_length(clerk: Browser, address: str) -> None:
    send(1)
    one = statements(clerk, address)
    send(40)
    assert statements(clerk, address) <= one
