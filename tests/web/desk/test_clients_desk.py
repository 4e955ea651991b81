"""The directory at the desk: what is at stake, who is blocked, limits with a second person, merges, lists."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from tests.support.selling import OTHER_NUMBER, TODAY, client_of, invoice_of, line, open_unit

from marke.countries.be.identifiers import make_enterprise_number
from marke.domain.directory.models import CreditGrant
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import StaffRole, User
from marke.domain.sales.enums import ClientState
from marke.domain.sales.models import Client
from marke.usecases.issue_invoice import issue_invoice

CLIENTS = "/desk/clients/"
Maker = Callable[[StaffRole], User]


@pytest.fixture(autouse=True)
def on_the_day() -> object:
    with time_machine.travel(dt.datetime(2026, 9, 11, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def lumen(house: None) -> uuid.UUID:
    with acting_as_system():
        open_unit(1001)
        open_unit(1002)
        found = client_of(1001)
        client_of(1002)
        issue_invoice(invoice=invoice_of(1001, found, line("4000")), on=TODAY, actor=SYSTEM)
        issue_invoice(invoice=invoice_of(1002, found, line("1000")), on=TODAY, actor=SYSTEM)
    return found


@pytest.fixture
def kim(staff: Maker, as_user: Callable[[User], Browser]) -> Browser:
    """The accountant."""
    return as_user(staff(StaffRole.ACCOUNTANT))


@pytest.fixture
def sam(staff: Maker, as_user: Callable[[User], Browser]) -> Browser:
    """A senior adviser: the second person."""
    return as_user(staff(StaffRole.SENIOR_ADVISER))


def text(browser: Browser, url: str) -> str:
    response = browser.get(url, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def state(client_id: uuid.UUID) -> str:
    with acting_as_system():
        return Client.objects.get(pk=client_id).state


def test_the_list_shows_what_is_at_stake_and_who_is_over_the_limit(kim: Browser, lumen: uuid.UUID) -> None:
    """6,050.00 open over two units, 1,050.00 above the start of 5,000.00."""
    with acting_as_system():
        client_of(1001, name="Small", number=OTHER_NUMBER)
    page = text(kim, CLIENTS)
    assert "1,050 over" in page.replace("\u00a0", " ").replace("€", "")
    over = text(kim, f"{CLIENTS}?concern=over_limit")
    assert "Festival Lumen" in over
    assert "Small" not in over


@pytest.mark.parametrize(
    "query", ["state=blocked", "kind=public", "country=FR", "reach=reachable", "concern=pays_late", "concern=waits"]
)
def test_a_filter_that_nobody_fits_shows_nobody(kim: Browser, lumen: uuid.UUID, query: str) -> None:
    assert "Festival Lumen" not in text(kim, f"{CLIENTS}?{query}")


@pytest.mark.parametrize("query", ["state=nonsense", "concern=' or 1=1", "country=XX", "page=-1"])
def test_a_filter_that_cannot_be_read_breaks_nothing(kim: Browser, lumen: uuid.UUID, query: str) -> None:
    """Hostile twin."""
    text(kim, f"{CLIENTS}?{query}")


def test_a_client_is_shown_with_its_units_and_its_limit(kim: Browser, lumen: uuid.UUID) -> None:
    page = text(kim, f"{CLIENTS}{lumen}/")
    assert "Atelier 1001 has most at stake" in page
    assert "the start for clients of its kind" in page


def test_a_client_is_blocked_and_released_with_a_reason(kim: Browser, lumen: uuid.UUID) -> None:
    assert kim.post(f"{CLIENTS}{lumen}/state/block/", {"reason": ""}).status_code == 422
    kim.post(f"{CLIENTS}{lumen}/state/block/", {"reason": "Insolvent since May"})
    assert state(lumen) == ClientState.BLOCKED
    assert "Insolvent since May" in text(kim, f"{CLIENTS}{lumen}/")
    kim.post(f"{CLIENTS}{lumen}/state/release/", {"reason": "Paid everything"})
    assert state(lumen) == ClientState.IDENTIFIED
    assert kim.get(f"{CLIENTS}{lumen}/state/delete/").status_code == 404


def test_a_larger_limit_waits_for_a_second_person(kim: Browser, sam: Browser, lumen: uuid.UUID) -> None:
    wanted = {"amount": "30.000", "until": "31/12/2026", "reason": "Pays since 2019"}
    assert "waits for a second person" in kim.post(f"{CLIENTS}{lumen}/limit/", wanted, follow=True).content.decode()
    with acting_as_system():
        grant = CreditGrant.objects.get().pk
    decide = f"{CLIENTS}{lumen}/limit/{grant}/"
    assert kim.post(decide, {"answer": "yes"}).status_code == 409
    assert "Festival Lumen" in text(sam, f"{CLIENTS}?concern=waits")
    assert "The new limit counts" in sam.post(decide, {"answer": "yes"}, follow=True).content.decode()
    assert "decided by the desk" in text(sam, f"{CLIENTS}{lumen}/")
    sam.post(f"{CLIENTS}{lumen}/limit/end/")
    assert "the start for clients" in text(sam, f"{CLIENTS}{lumen}/")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"until": "1/1/2026"}, "between today and two years"),
        ({"until": "yesterday"}, "until"),
        ({"amount": "-1"}, "amount"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_impossible_limit_is_refused(kim: Browser, lumen: uuid.UUID, change: dict[str, str], said: str) -> None:
    """Hostile twin: nothing is written and what was typed stays."""
    wanted = {"amount": "6000", "until": "31/12/2026", "reason": "Known", **change}
    response = kim.post(f"{CLIENTS}{lumen}/limit/", wanted)
    assert response.status_code == 422
    assert said in response.content.decode()
    with acting_as_system():
        assert not CreditGrant.objects.exists()


@pytest.mark.parametrize("role", [StaffRole.PAYROLL, StaffRole.ADVISER, StaffRole.AUDITOR])
def test_only_the_named_roles_decide(
    staff: Maker, as_user: Callable[[User], Browser], lumen: uuid.UUID, role: StaffRole
) -> None:
    """Hostile twin: others may look."""
    browser = as_user(staff(role))
    text(browser, f"{CLIENTS}{lumen}/")
    assert browser.post(f"{CLIENTS}{lumen}/state/block/", {"reason": "x"}).status_code == 403
    assert browser.post(f"{CLIENTS}{lumen}/limit/", {}).status_code == 403
    assert state(lumen) == ClientState.IDENTIFIED


def test_a_merge_is_seen_first_and_then_done(kim: Browser, lumen: uuid.UUID) -> None:
    with acting_as_system():
        double = client_of(1001, name="Lumen Festival", number="", country="LU")
        issue_invoice(invoice=invoice_of(1001, double), on=TODAY, actor=SYSTEM)
    assert "the same name" in text(kim, f"{CLIENTS}{double}/merge/")
    assert "Festival Lumen" in text(kim, f"{CLIENTS}{double}/merge/?text=festival")
    here = f"{CLIENTS}{double}/merge/{lumen}/"
    assert "Invoices" in text(kim, here)
    assert state(double) == ClientState.IDENTIFIED
    kim.post(here, {"into": lumen, "reason": "Same festival"})
    assert state(double) == ClientState.MERGED
    assert "This record was merged" in text(kim, f"{CLIENTS}{double}/")


def test_two_organisations_are_not_merged(kim: Browser, lumen: uuid.UUID) -> None:
    """Hostile twin: also not by sending the form anyway."""
    with acting_as_system():
        other = client_of(1001, name="Other", number=OTHER_NUMBER)
    here = f"{CLIENTS}{other}/merge/{lumen}/"
    assert "two organisations" in text(kim, here)
    assert kim.post(here, {"into": lumen, "reason": "x"}).status_code == 422
    assert state(other) == ClientState.IDENTIFIED


def test_the_desk_reads_in_a_list_for_nobody_yet(kim: Browser, lumen: uuid.UUID) -> None:
    rows = f"name;number;street;postcode;municipality\nLumen;0403019261;D;9;G\nNew;{OTHER_NUMBER};D 1;9000;Gent\n"
    response = kim.post(f"{CLIENTS}import/", {"pasted": rows}, follow=True)
    assert "1 row of 2 will be added" in response.content.decode()
    kim.post(response.redirect_chain[-1][0], {"action": "add"})
    assert "New" in text(kim, f"{CLIENTS}?concern=nobody")


def test_the_directory_is_kept_as_a_spreadsheet(kim: Browser, lumen: uuid.UUID) -> None:
    kept = kim.get(f"{CLIENTS}list.csv").content.decode("utf-8-sig")
    assert "Festival Lumen;Company" in kept
    assert "6050,00;5000,00" in kept
    assert kim.get(f"{CLIENTS}list.xlsx").content.startswith(b"PK")


def test_the_list_takes_the_same_number_of_questions_however_long(kim: Browser, lumen: uuid.UUID) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            assert kim.get(f"{CLIENTS}?concern=over_limit").status_code == 200
            assert kim.get(CLIENTS).status_code == 200
        return len(questions)

    asked()
    few = asked()
    with acting_as_system():
        for n in range(20):
            other = client_of(1001, name=f"Client {n}", number=make_enterprise_number(200 + n))
            issue_invoice(invoice=invoice_of(1001, other, line("9000")), on=TODAY, actor=SYSTEM)
    assert asked() == few
