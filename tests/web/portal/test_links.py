"""The people of the house: who got a link, who looked, a new one, an end, and the portal through the client's eyes."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from tests.support.selling import NOW, OTHER_NUMBER, client_of
from tests.web.portal.conftest import Follow, link_for, the_link

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.mail import opened
from marke.domain.outbox.models import Message
from marke.domain.people.models import StaffRole, User
from marke.domain.portal.enums import Ending
from marke.domain.portal.models import PortalLink, PortalUse
from marke.domain.portal.operations import LinkInput, make_links
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.models import Invoice

As = Callable[[User], Client]


@pytest.fixture
def member(nora: User, as_user: As) -> Client:
    """The holder of unit 1001, signed in."""
    return as_user(nora)


def page_of(client_id: uuid.UUID) -> str:
    return f"/units/1001/clients/{client_id}/links/"


def test_it_works(festival: uuid.UUID, visitor: Client, member: Client) -> None:
    """A member sees to whom a link went and how often people looked."""
    visitor.post("/portal/seen/", {"page": "overview"})
    page = member.get(page_of(festival)).content.decode()
    assert "kim@festival.example" in page
    assert "1 time" in page


def test_a_client_without_a_link_is_explained(festival: uuid.UUID, member: Client) -> None:
    """An empty list says what brings a link."""
    assert "This client has no link yet" in member.get(page_of(festival)).content.decode()


def test_ending_a_link_closes_the_portal(festival: uuid.UUID, visitor: Client, member: Client) -> None:
    """One press, and the visit that began with the link is over."""
    member.post(page_of(festival), {"picked": [str(the_link().pk)], "action": "end", "email": ""})
    assert visitor.get("/portal/")["Location"] == "/portal/closed/"
    assert the_link().ending == Ending.REVOKED


def test_a_new_link_goes_to_the_right_address(festival: uuid.UUID, visitor: Client, member: Client) -> None:
    """After an address turned out wrong, the new link goes elsewhere and the old one opens nothing."""
    old = the_link()
    given = {"picked": [str(old.pk)], "action": "renew", "email": "lou@festival.example"}
    assert member.post(page_of(festival), given).status_code == 302
    assert visitor.get("/portal/")["Location"] == "/portal/closed/"
    with acting_as_system():
        mail = Message.objects.get(payload__template="client_link")
        old.refresh_from_db()
    assert (mail.payload["to"], old.ending) == ("lou@festival.example", Ending.RENEWED)
    assert Client().get(opened(mail.payload)["link"])["Location"] == "/portal/"


@pytest.mark.parametrize("given", [{}, {"picked": "x", "action": "end"}, {"action": "renew", "email": "nonsense"}])
def test_nothing_picked_or_no_address_changes_nothing(
    festival: uuid.UUID, visitor: Client, member: Client, given: dict[str, str]
) -> None:
    """A form without a link, or with an address that is none, says so and changes nothing."""
    assert member.post(page_of(festival), given).status_code == 422
    assert visitor.get("/portal/").status_code == 200


def test_links_of_another_client_are_not_touched(festival: uuid.UUID, visitor: Client, member: Client) -> None:
    """Sending the key of another client's link with this one's form ends nothing."""
    with acting_as_system():
        other = client_of(1001, name="Gallery", number=OTHER_NUMBER)
    assert member.post(page_of(other), {"picked": [str(the_link().pk)], "action": "end"}).status_code == 422
    assert visitor.get("/portal/").status_code == 200


def test_a_preview_shows_what_the_client_sees_and_does_nothing(
    festival: uuid.UUID, quote: QuoteVersion, invoice: Invoice, member: Client
) -> None:
    """The member reads the same pages, marked, without a button that acts; no form is taken."""
    page = member.post(f"/units/1001/clients/{festival}/preview/", follow=True).content.decode()
    assert "Nothing can be done here" in page.replace("\n", " ")
    assert invoice.number in page
    shown = member.get(f"/portal/quotes/{quote.quote_id}/").content.decode()
    assert "/accept/" not in shown
    assert "/portal/seen/" not in shown
    for act in (f"quotes/{quote.quote_id}/accept/", "question/", "not-for-me/"):
        assert member.post(f"/portal/{act}", {"version": 1, "name": "Nora", "question": "?"}).status_code == 403
    with acting_as_system():
        quote.refresh_from_db()
        assert not PortalUse.objects.exists()
    assert quote.state == "sent"


def test_a_preview_belongs_to_whoever_asked_for_it(
    festival: uuid.UUID, member: Client, karim: User, as_user: As
) -> None:
    """Carried to another log-in, or kept after signing out, a preview opens nothing."""
    member.post(f"/units/1001/clients/{festival}/preview/")
    other = as_user(karim)
    other.cookies["marke_portal"] = member.cookies["marke_portal"].value
    assert other.get("/portal/")["Location"] == "/portal/closed/"
    member.logout()
    assert member.get("/portal/")["Location"] == "/portal/closed/"


def test_the_desk_sees_links_of_every_unit(
    festival: uuid.UUID, visitor: Client, staff: Callable[[StaffRole], User], as_user: As
) -> None:
    """An adviser finds the links of a client, ends one, and looks with the client's eyes."""
    desk = as_user(staff(StaffRole.ADVISER))
    page = desk.get(f"/desk/clients/{festival}/links/").content.decode()
    assert "Atelier 1001" in page
    assert desk.post(f"/desk/clients/{festival}/preview/1001/", follow=True).status_code == 200
    desk.post(f"/desk/clients/{festival}/links/", {"picked": [str(the_link().pk)], "action": "end"})
    assert visitor.get("/portal/")["Location"] == "/portal/closed/"


def test_the_page_of_a_document_says_who_looked(festival: uuid.UUID, invoice: Invoice, member: Client) -> None:
    """On the invoice the member reads to whom its link went and how often it was on a screen."""
    browser = Client()
    browser.get(link_for(festival, ("invoice", invoice.pk)))
    assert "Not looked at yet" in member.get(f"/units/1001/invoices/{invoice.pk}/").content.decode()
    browser.post("/portal/seen/", {"page": "invoice", "document": str(invoice.pk)})
    page = " ".join(member.get(f"/units/1001/invoices/{invoice.pk}/").content.decode().split())
    assert "Link sent to kim@festival.example" in page
    assert "Looked at 1 time" in page


def test_the_page_of_a_quote_says_who_looked(festival: uuid.UUID, quote: QuoteVersion, member: Client) -> None:
    """Sending a quote makes its link; its page says that nobody looked yet."""
    page = member.get(f"/units/1001/quotes/{quote.quote_id}/").content.decode()
    assert "Link sent to kim@festival.example" in " ".join(page.split())
    assert "Not looked at yet" in page


def test_links_are_made_in_bulk(festival: uuid.UUID, follow: Follow, django_assert_max_num_queries: object) -> None:
    """A hundred links cost as many statements as one."""
    wanted = [LinkInput(festival, 1001, f"{n}@festival.example", ("client", festival)) for n in range(100)]
    with acting_as_system(), django_assert_max_num_queries(4):
        paths = make_links(links=wanted, now=NOW, actor=SYSTEM)
    assert len(set(paths)) == 100
    with acting_as_system():
        assert PortalLink.objects.count() == 100
