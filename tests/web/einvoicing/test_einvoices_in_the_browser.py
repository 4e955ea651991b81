"""Structured invoices in a real browser: free of barriers, on a phone and at the desk, light and dark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.support.browser import Site
from tests.support.einvoices import REDUCED, invoice, line
from tests.support.enterprise import receive
from tests.support.network import Unforgiving, network
from tests.support.selling import client_of, invoice_of, open_house, open_unit
from tests.web.conftest import make_user
from tests.web.shell.test_in_the_browser import barriers, open_as

from marke.domain.accounts import personas
from marke.domain.einvoicing.models import Incoming
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole
from marke.domain.sales.models import Invoice
from marke.domain.units.models import Unit
from marke.kernel.carrying import NotAtAll, Parcel
from marke.kernel.ids import uuid7
from marke.kernel.ports import PORTS
from marke.ops.einvoice.simulator import Simulator
from marke.rules.einvoice import write_invoice
from marke.usecases.carry_einvoice import EinvoiceCarrier
from marke.usecases.follow_einvoices import follow_einvoices
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_einvoices import receive_einvoices

pytestmark = pytest.mark.browser


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Simulator]:
    with network(tmp_path) as simulator:
        simulator.book.register("0208:0403019261")
        yield simulator


@pytest.fixture
def links(site: Site, net: Simulator) -> dict[str, str]:
    """A refused invoice, one held back, one without address, and two documents of suppliers; a member and a clerk."""
    now, today = timezone.now(), timezone.localdate()
    with acting_as_system():
        open_house(year=today.year)
        nora = make_user("nora@example.org")
        adil = make_user("adil@example.org", staff_role=StaffRole.ADMINISTRATOR)
        open_unit(1001, user=nora)
        receive(Unit.objects.get(pk=1001), 90_000, day=today)
        for order, (name, user) in enumerate([("Nora", nora), ("Adil", adil)]):
            personas.introduce(user=user, name=name, title="Invented", story="Looks around.", order=order)
    answered, held, _ = (_issued(client, now) for client in ({}, {}, {"kind": "private", "name": "Nora", "number": ""}))
    name = _carry(answered)
    net.book.move(name, "SENT")
    net.book.note(name, "send_success", at=now)
    net.book.note(name, "imr_received", at=now, response_code="RE", status_reason="Our order number is missing")
    follow_einvoices(now=now + dt.timedelta(hours=1))
    gate, PORTS.einvoice_gate = PORTS.einvoice_gate, Unforgiving()
    with pytest.raises(NotAtAll):
        _carry(held)
    PORTS.einvoice_gate = gate
    for number, reference in ("S-1", "unit 1001"), ("S-2", "Festival"):
        made = invoice(line(1), line(2, category=REDUCED), number=number, issued_on=today, buyer_reference=reference)
        net.book.receive(write_invoice(made), at=now)
    receive_einvoices(now=now)
    with acting_as_system():
        mine = Incoming.objects.get(unit_id=1001)
        lost = Incoming.objects.get(unit_id=None)
    found = {user.email: f"{site.url}/demo/{personas.token(user_id=user.pk)}/" for user in (nora, adil)}
    return found | {"invoice": str(answered.pk), "held": str(held.pk), "mine": str(mine.pk), "lost": str(lost.pk)}


def _issued(client: dict[str, str], now: dt.datetime) -> Invoice:
    with acting_as_system():
        given = invoice_of(1001, client_of(1001, **client))
        return issue_invoice(invoice=given, on=timezone.localdate(now), actor=uuid7(), now=now)


def _carry(document: Invoice) -> str:
    parcel = Parcel(uuid7(), "peppol", "key", ("sales.invoice", document.pk), 1001, {})
    return EinvoiceCarrier(clock=timezone.now).carry(parcel).provider_id


def test_the_members_pages_have_no_barriers(page: Page, site: Site, links: dict[str, str]) -> None:
    """The tracker, the received invoices, and one of them: on a phone and on a desk."""
    open_as(page, links["nora@example.org"])
    addresses = [f"invoices/{links['invoice']}/", "costs/incoming/", f"costs/incoming/{links['mine']}/"]
    assert barriers(page, site, [f"/units/1001/{address}" for address in addresses]) == []


def test_the_pages_of_the_desk_have_no_barriers(page: Page, site: Site, links: dict[str, str]) -> None:
    """The queue, one document, the inbox, one received document, and the network."""
    open_as(page, links["adil@example.org"])
    addresses = ["", f"{links['held']}/", "inbox/", f"inbox/{links['lost']}/", "network/"]
    assert barriers(page, site, [f"/desk/einvoices/{address}" for address in addresses]) == []


def test_a_received_invoice_is_booked_with_one_tap(page: Page, site: Site, links: dict[str, str]) -> None:
    """Open it, press the button: the cost is there."""
    open_as(page, links["nora@example.org"])
    page.goto(f"{site.url}/units/1001/costs/incoming/{links['mine']}/")
    page.get_by_role("button", name="Book as cost").click()
    expect(page.get_by_text("is reserved in your budget")).to_be_visible()
