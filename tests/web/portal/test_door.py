"""Following a link: what it gives, what every wrong one gets, and what is never written down."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

import pytest
from django.core.cache import caches
from django.test import Client
from tests.support.selling import NOW
from tests.web.portal.conftest import Follow, link_for, the_link

from marke.config.settings import base
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.models import Message
from marke.domain.people.models import User
from marke.domain.portal.enums import Ending
from marke.domain.portal.models import PortalLink, PortalUse
from marke.domain.portal.operations import end_links
from marke.domain.quotes.models import QuoteVersion
from marke.web.portal.secrecy import HideSecrets


@pytest.fixture(autouse=True)
def nobody_tried_yet() -> None:
    """Each test begins without failed attempts."""
    caches["addresses"].clear()


def uses() -> list[str]:
    """What was written down of links."""
    with acting_as_system():
        return sorted(PortalUse.objects.values_list("page", flat=True))


def test_it_works(festival: uuid.UUID, client: Client) -> None:
    """A link leads to the documents, and its secret stays in no address and no cookie."""
    path = link_for(festival)
    answer = client.get(path)
    assert answer["Location"] == "/portal/"
    secret = path.split("/")[-2]
    assert len(secret) >= 43
    assert secret not in str(answer.cookies)
    assert client.get("/portal/").status_code == 200


def test_a_link_opens_on_the_document_it_was_sent_for(festival: uuid.UUID, quote: QuoteVersion) -> None:
    """Whoever follows the link in the mail of a quote reads that quote."""
    path = link_for(festival, ("quote", quote.quote_id))
    assert Client().get(path)["Location"] == f"/portal/quotes/{quote.quote_id}/"


def test_the_cookie_of_a_visit_is_for_the_portal_alone(festival: uuid.UUID, client: Client) -> None:
    """No script reads it, no other page gets it, no other site sends it along with a form."""
    cookie = client.get(link_for(festival)).cookies["marke_portal"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/portal/", True, "Lax")
    assert cookie["max-age"] == 12 * 60 * 60


def test_the_database_keeps_no_secret(festival: uuid.UUID) -> None:
    """What is stored of a link cannot be followed."""
    secret = link_for(festival).split("/")[-2]
    with acting_as_system():
        row = PortalLink.objects.filter(pk=the_link().pk).values().get()
    assert secret not in str(row)
    assert secret.encode() not in bytes(row["digest"])


@pytest.mark.parametrize("wrong", ["unknown", "ended", "expired"])
def test_every_link_that_opens_nothing_gets_the_same_answer(festival: uuid.UUID, client: Client, wrong: str) -> None:
    """Whoever tries links does not learn which of them existed."""
    path = link_for(festival, now=NOW - dt.timedelta(days=500 if wrong == "expired" else 1))
    if wrong == "unknown":
        path = "/portal/open/" + "x" * 43 + "/"
    if wrong == "ended":
        with acting_as_system():
            end_links(link_ids=[the_link().pk], ending=Ending.REVOKED, now=NOW, actor=SYSTEM)
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/portal/closed/")
    page = client.get("/portal/closed/")
    assert page.status_code == 404
    assert "Follow the link in our newest e-mail again" in page.content.decode()
    assert uses() == []


def test_guessing_is_stopped(festival: uuid.UUID, client: Client) -> None:
    """After twenty links that opened nothing, an address has to wait: even a right one is not looked up."""
    path = link_for(festival)
    for attempt in range(20):
        client.get(f"/portal/open/{attempt:043d}/")
    assert client.get(path)["Location"] == "/portal/closed/"
    assert Client(REMOTE_ADDR="192.0.2.9").get(path)["Location"] == "/portal/"


def test_an_address_that_a_visitor_invents_is_not_believed(festival: uuid.UUID, client: Client) -> None:
    """Without a proxy of our own before us, another address in a header does not reset the count."""
    for attempt in range(20):
        client.get(f"/portal/open/{attempt:043d}/", headers={"X-Forwarded-For": f"192.0.2.{attempt}"})
    assert client.get(link_for(festival))["Location"] == "/portal/closed/"


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_what_a_mail_scanner_does_accepts_nothing(festival: uuid.UUID, quote: QuoteVersion, method: str) -> None:
    """Following every link of a mail and of the page behind it signs nothing, and is not «seen by the client»."""
    scanner = Client()
    getattr(scanner, method)(link_for(festival, ("quote", quote.quote_id)), follow=method == "get")
    for page in ("", "accept/", "decline/", "code/"):
        getattr(scanner, method)(f"/portal/quotes/{quote.quote_id}/{page}")
    with acting_as_system():
        quote.refresh_from_db()
    assert (quote.state, quote.viewed_at) == ("sent", None)


def test_a_quote_is_seen_when_somebody_has_it_on_a_screen(
    festival: uuid.UUID, quote: QuoteVersion, visitor: Client
) -> None:
    """The page itself tells, once; loading it again is the same look."""
    for _ in range(2):
        said = {"page": "quote", "document": str(quote.quote_id), "version": "1"}
        assert visitor.post("/portal/seen/", said).status_code == 204
    with acting_as_system():
        quote.refresh_from_db()
    assert (quote.state, quote.viewed_at) == ("viewed", NOW)
    assert uses() == ["link", "quote"]


def test_where_a_reader_was_is_kept_too_coarse_to_name_them(festival: uuid.UUID, visitor: Client) -> None:
    """The log has the network of an address, never the address."""
    with acting_as_system():
        assert PortalUse.objects.get().network == "192.0.2.0/24"


def test_looks_of_the_house_do_not_count(festival: uuid.UUID, quote: QuoteVersion, visitor: Client, nora: User) -> None:
    """A member who tries the link in the browser where they are signed in is not the client."""
    visitor.force_login(nora, backend="allauth.account.auth_backends.AuthenticationBackend")
    visitor.post("/portal/seen/", {"page": "quote", "document": str(quote.quote_id), "version": "1"})
    assert uses() == ["link"]


@pytest.mark.parametrize("hostile", [{}, {"page": "link"}, {"page": "quote", "document": "x", "version": "9" * 99}])
def test_nonsense_about_what_was_seen_changes_nothing(visitor: Client, hostile: dict[str, str]) -> None:
    """What is not a page or not a document of this client is left out."""
    assert visitor.post("/portal/seen/", hostile).status_code == 204
    assert set(uses()) <= {"link", "quote"}


def test_no_secret_gets_into_a_log(festival: uuid.UUID, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """A wrong method is logged with its address; the address shows no secret. The filter stands on every handler."""
    path = link_for(festival)
    with caplog.at_level(logging.DEBUG):
        caplog.handler.addFilter(HideSecrets())
        client.post(path)
    assert "/portal/open/…" in caplog.text
    assert path.split("/")[-2] not in caplog.text
    assert all("secrets" in handler["filters"] for handler in base.LOGGING["handlers"].values())


def test_no_page_tells_others_where_its_reader_was(festival: uuid.UUID, visitor: Client) -> None:
    """Addresses of the portal go to no other site; nobody keeps, lists or frames its pages."""
    page = visitor.get("/portal/")
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "unsafe" not in page["Content-Security-Policy"]


def test_a_link_that_reached_the_wrong_person_is_closed_and_told(festival: uuid.UUID, visitor: Client) -> None:
    """«Not for me» ends the link, and the holder of the unit hears which address was wrong."""
    assert "Did this reach the wrong person?" in visitor.get("/portal/not-for-me/").content.decode()
    assert visitor.post("/portal/not-for-me/").status_code == 200
    assert visitor.get("/portal/")["Location"] == "/portal/closed/"
    with acting_as_system():
        assert the_link().ending == Ending.NOT_FOR_ME
        [message] = Message.objects.all()
    assert (message.payload["to"], message.payload["template"]) == ("nora@example.org", "client_not_for_me")


@pytest.mark.parametrize(("language", "word"), [("nl", "nl"), ("fr", "fr"), ("en", "en"), ("de", "de")])
def test_the_portal_speaks_the_readers_language(festival: uuid.UUID, follow: Follow, language: str, word: str) -> None:
    """A reader gets the language in which the house writes to them, whatever their browser says."""
    page = follow(festival, language=language).get("/portal/", headers={"Accept-Language": "it"})
    assert f'<html lang="{word}"' in page.content.decode()


def test_a_reader_changes_the_language_and_stays_on_the_page(festival: uuid.UUID, visitor: Client) -> None:
    """The switch keeps the place."""
    answer = visitor.post("/portal/language/", {"language": "de", "next": "/portal/statement/"})
    assert answer["Location"] == "/portal/statement/"
    assert '<html lang="de"' in visitor.get("/portal/statement/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/portal/", "//evil.example/", "/desk/", ""])
def test_the_language_switch_leads_nowhere_else(festival: uuid.UUID, visitor: Client, elsewhere: str) -> None:
    """A way back outside the portal is not taken, a language that nobody has changes nothing."""
    answer = visitor.post("/portal/language/", {"language": "xx", "next": elsewhere})
    assert answer["Location"] == "/portal/"
    assert '<html lang="en"' in visitor.get("/portal/").content.decode()
