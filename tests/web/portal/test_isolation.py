"""The portal in the isolation matrix: every page of it, tried without a link, with a dead one, and with another's.

Generated from the addresses, as the matrix of units is: a new page is tried at once.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from tests.support.selling import NOW, OTHER_NUMBER, client_of, open_unit
from tests.support.site_map import Address, addresses
from tests.web.portal.conftest import Follow, sent_invoice, sent_quote, the_link

from marke.domain.foundation.transactions import SYSTEM, acting, acting_as_system
from marke.domain.people.models import User
from marke.domain.portal.enums import Ending
from marke.domain.portal.models import PortalLink, PortalUse
from marke.domain.portal.operations import end_links

PORTAL = [address for address in addresses() if address.is_ours and address.area == "portal"]
DOOR = {"portal_open", "portal_closed", "portal_language"}
INSIDE = [address for address in PORTAL if address.name not in DOOR]
DOCUMENTS = [address for address in INSIDE if address.placeholders]


def ask(browser: Client, address: Address, **values: object) -> dict[str, object]:
    """The answer to each method that the page knows."""
    methods = {"GET": browser.get, "POST": browser.post}
    return {name: methods[name](address.url(**values)) for name in address.methods if name in methods}


@pytest.mark.parametrize("address", INSIDE, ids=str)
def test_without_a_link_every_page_leads_to_its_explanation(address: Address, house: None, client: Client) -> None:
    """Somebody who followed no link learns how links work, and nothing else."""
    for answer in ask(client, address).values():
        assert (answer.status_code, answer["Location"]) == (302, "/portal/closed/")


@pytest.mark.parametrize("address", INSIDE, ids=str)
def test_a_link_that_was_ended_opens_nothing_at_once(address: Address, festival: uuid.UUID, visitor: Client) -> None:
    """Ending a link ends the visits that began with it."""
    with acting_as_system():
        end_links(link_ids=[the_link().pk], ending=Ending.REVOKED, now=NOW, actor=SYSTEM)
    for answer in ask(visitor, address).values():
        assert (answer.status_code, answer["Location"]) == (302, "/portal/closed/")


@pytest.mark.parametrize("address", INSIDE, ids=str)
def test_signing_in_opens_nothing_in_the_portal(address: Address, nora: User, client: Client) -> None:
    """The portal knows links alone: a member's log-in is none, not even for the own unit."""
    client.force_login(nora, backend="allauth.account.auth_backends.AuthenticationBackend")
    for answer in ask(client, address).values():
        assert answer.status_code == 302


@pytest.mark.parametrize("address", DOCUMENTS, ids=str)
def test_a_document_of_another_client_of_the_same_unit_does_not_exist(
    address: Address, festival: uuid.UUID, visitor: Client
) -> None:
    """Writing the key of another client's document into an address finds nothing, whatever the method."""
    with acting_as_system():
        other = client_of(1001, name="Gallery", number=OTHER_NUMBER)
    theirs = {"quote": sent_quote(other).quote_id, "invoice": sent_invoice(other).pk}
    for answer in ask(visitor, address, **theirs).values():
        assert answer.status_code == 404


@pytest.mark.parametrize("address", DOCUMENTS, ids=str)
def test_a_document_of_another_unit_for_the_same_client_does_not_exist(
    address: Address, festival: uuid.UUID, visitor: Client
) -> None:
    """A client of two units has a link to each: the one tells nothing of the other."""
    with acting_as_system():
        open_unit(1002, user=User.objects.create_user("karim@example.org"))
        assert client_of(1002) == festival
    theirs = {"quote": sent_quote(festival, unit=1002).quote_id, "invoice": sent_invoice(festival, unit=1002).pk}
    for answer in ask(visitor, address, **theirs).values():
        assert answer.status_code == 404


def test_the_lists_of_a_visit_hold_its_own_documents_alone(festival: uuid.UUID, visitor: Client) -> None:
    """Overview, statement and file show nothing of other clients of the unit."""
    with acting_as_system():
        other = client_of(1001, name="Gallery", number=OTHER_NUMBER)
    mine, theirs = sent_invoice(festival), sent_invoice(other)
    for page in ("", "statement/", "statement.csv"):
        text = visitor.get(f"/portal/{page}").content.decode()
        assert mine.number in text
        assert theirs.number not in text


def test_the_database_hides_links_of_other_units(festival: uuid.UUID, visitor: Client) -> None:
    """With every filter of the portal switched off, another unit's transaction sees neither link nor use."""
    with acting(actor=SYSTEM, units=[1002]):
        assert not PortalLink.objects.exists()
        assert not PortalUse.objects.exists()
    with acting(actor=SYSTEM, units=[1001]):
        assert PortalLink.objects.count() == PortalUse.objects.count() == 1


@pytest.mark.parametrize("address", [each for each in PORTAL if "POST" in each.methods], ids=str)
def test_no_form_of_the_portal_is_taken_from_elsewhere(address: Address, festival: uuid.UUID, follow: Follow) -> None:
    """Another site cannot accept, decline, ask or close in a client's name: a form carries our token."""
    browser = follow(festival)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    quote = sent_quote(festival)
    assert strict.post(address.url(quote=quote.quote_id), {"version": 1, "name": "Kim"}).status_code == 403
    with acting_as_system():
        quote.refresh_from_db()
    assert quote.state == "sent"


def test_a_ticket_that_somebody_wrote_themselves_opens_nothing(festival: uuid.UUID, visitor: Client) -> None:
    """The cookie is signed: changing the unit or the client in it makes it worthless."""
    ticket = visitor.cookies["marke_portal"].value
    visitor.cookies["marke_portal"] = re.sub(r"^.", "x", ticket)
    assert visitor.get("/portal/")["Location"] == "/portal/closed/"


def test_a_visit_ends_after_half_a_day(festival: uuid.UUID, visitor: Client, today: object) -> None:
    """A browser that was left open shows nothing the next day."""
    today.move_to(NOW + dt.timedelta(hours=13))
    assert visitor.get("/portal/")["Location"] == "/portal/closed/"
