"""The queue of documents to look at: what advisers see and decide, and what members read of it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client as Browser
from tests.support.ordering import open_order
from tests.support.selling import NOW
from tests.web.sales.test_orders import words

from marke.domain.accounts.models import DemoPersona
from marke.domain.checks.enums import CheckReason, DocumentKind
from marke.domain.checks.models import Check, Trust
from marke.domain.checks.operations import CheckInput, ask
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole, User

QUEUE = "/desk/checks/"


@pytest.fixture
def adviser(selling: None) -> Browser:
    with acting_as_system():
        user = User.objects.create_user("adviser@example.org", language="en", staff_role=StaffRole.ADVISER)
        DemoPersona.objects.create(user=user, name="Lea", title="Adviser", story="Advises", order=2)
    found = Browser()
    found.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def asked(*, writer: str = "ann@example.org") -> uuid.UUID:
    """An order of Ann whose files wait for a look."""
    with acting_as_system():
        order = open_order(1001, subject="Roof")
        given = CheckInput(DocumentKind.ORDER, order, 1001, "Festival Lumen: Roof", [CheckReason.FILES], 100_000)
        return ask(checks=[given], now=NOW, actor=User.objects.get(email=writer).pk)[0]


def stored(check: uuid.UUID) -> Check:
    with acting_as_system():
        return Check.objects.get(pk=check)


def test_the_queue_says_who_waits_for_what_and_why(adviser: Browser) -> None:
    asked()
    page = words(adviser.get(QUEUE))
    assert "Festival Lumen: Roof" in page
    assert "This kind of deal requires files" in page
    assert "Holder 1001" in page
    assert "Nothing waits here" in words(adviser.get(f"{QUEUE}?kind=quote"))
    assert "Nothing waits here" in words(adviser.get(f"{QUEUE}?state=approved"))


def test_the_desk_is_told_on_its_first_page(adviser: Browser) -> None:
    asked()
    assert "Documents to look at before they bind the enterprise" in words(adviser.get("/desk/"))


def test_an_adviser_lets_a_document_go(adviser: Browser) -> None:
    check = asked()
    page = words(adviser.post(f"{QUEUE}{check}/", {"action": "approve", "reason": ""}, follow=True))
    assert "It may go" in page
    assert stored(check).state == "approved"
    assert "already decided" in words(adviser.post(f"{QUEUE}{check}/", {"action": "approve"}))


def test_a_return_says_what_must_change(adviser: Browser) -> None:
    """Without a reason nothing happens; what was typed beside «Let it go» returns nothing."""
    check = asked()
    refused = adviser.post(f"{QUEUE}{check}/", {"action": "return", "reason": ""})
    assert refused.status_code == 422
    assert "Say what must change" in words(refused)
    adviser.post(f"{QUEUE}{check}/", {"action": "return", "reason": "The signature is missing"})
    assert (stored(check).state, stored(check).reason) == ("returned", "The signature is missing")


def test_nobody_decides_their_own_document(adviser: Browser) -> None:
    check = asked(writer="adviser@example.org")
    page = adviser.post(f"{QUEUE}{check}/", {"action": "approve"})
    assert page.status_code == 422
    assert "another person looks at it" in words(page)


def test_many_documents_go_after_a_look(adviser: Browser) -> None:
    first, second = asked(), asked()
    run = adviser.post(f"{QUEUE}together/", {"action": "approve", "picked": [str(first), str(second)]}, follow=True)
    assert "2 can be done" in words(run)
    assert stored(first).state == "waiting"
    adviser.post(run.redirect_chain[-1][0], {"action": "confirm"})
    assert {stored(first).state, stored(second).state} == {"approved"}


def test_the_desk_lets_a_member_go_without_and_looks_again(adviser: Browser, ann: Browser) -> None:
    """With a reason each time, which the member reads."""
    check = asked()
    assert "Say why" in words(adviser.post(f"{QUEUE}{check}/trust/", {"reason": ""}, follow=True))
    adviser.post(f"{QUEUE}{check}/trust/", {"reason": "Ten years with us"})
    page = words(ann.get("/checks/"))
    assert "These leave without a check since" in page
    assert "Ten years with us" in page
    adviser.post(f"{QUEUE}{check}/trust/", {"reason": "Two complaints"})
    assert "Two complaints" in words(ann.get("/checks/"))
    with acting_as_system():
        assert list(Trust.objects.order_by("at").values_list("event", flat=True)) == ["granted", "revoked"]


def test_a_member_reads_what_the_desk_said_of_their_documents_alone(ann: Browser, bob: Browser) -> None:
    asked()
    assert "Festival Lumen: Roof" in words(ann.get("/checks/"))
    assert "Festival Lumen: Roof" not in words(bob.get("/checks/"))
    assert "0 clean checks of 5" in words(bob.get("/checks/"))


@pytest.mark.parametrize("path", ["", "together/"])
def test_a_member_and_a_clerk_decide_nothing(ann: Browser, clerk: Browser, path: str) -> None:
    check = asked()
    target = f"{QUEUE}{path or f'{check}/'}"
    for browser in (ann, clerk):
        assert browser.post(target, {"action": "approve", "picked": str(check)}).status_code in {302, 403, 404}
    assert stored(check).state == "waiting"
