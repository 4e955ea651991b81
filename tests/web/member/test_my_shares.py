"""My shares: bought, covered, certified, left."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.cooperative import open_test_cooperative, pay, subscribe
from tests.support.visitors import member_with_log_in

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.members.exits import propose_exclusion
from marke.domain.members.models import Exit, Subscription
from marke.domain.members.operations import apply


@pytest.fixture(autouse=True)
def cooperative(db: None) -> None:
    with acting_as_system():
        open_test_cooperative(years=(timezone.localdate().year,))


@pytest.fixture
def nora() -> Client:
    """A member with one paid share of this year."""
    with acting_as_system():
        client, person = member_with_log_in(shares=0)
        today = timezone.localdate()
        pay(subscribe(person, on=today), on=today)
    return client


def test_it_works(nora: Client) -> None:
    """The page shows what is held and which years are covered."""
    page = nora.get("/shares/").content.decode()
    assert "covered" in page
    assert nora.post("/shares/", {"count": "2"}).status_code == 302
    waiting = Subscription.objects.get(state=Subscription.State.SUBSCRIBED)
    page = nora.get("/shares/").content.decode()
    assert "data:image/svg+xml" in page
    assert waiting.count == 2


@pytest.mark.parametrize("count", ["0", "-1", "21", "1.5", "one", "", "9" * 30])
def test_what_is_no_number_of_shares_is_refused(nora: Client, count: str) -> None:
    answer = nora.post("/shares/", {"count": count})
    assert answer.status_code == 422
    assert "count" in answer.context["form"].errors
    assert Subscription.objects.count() == 1


def test_the_certificate_is_a_file(nora: Client) -> None:
    answer = nora.get("/shares/certificate/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_who_has_no_share_gets_no_certificate() -> None:
    with acting_as_system():
        client, _ = member_with_log_in(shares=0)
    assert client.get("/shares/").status_code == 200
    assert client.get("/shares/certificate/").status_code == 404
    assert client.get("/shares/leave/").url == "/shares/"


def test_a_member_leaves_and_stays_after_all(nora: Client) -> None:
    assert nora.post("/shares/leave/", {"sure": ""}).status_code == 422
    assert not Exit.objects.exists()
    assert nora.post("/shares/leave/", {"sure": "on", "reason": "Moving abroad"}).status_code == 302
    assert "You asked to leave" in nora.get("/shares/").content.decode()
    nora.post("/shares/stay/")
    assert Exit.objects.get().state == Exit.State.WITHDRAWN
    assert nora.post("/shares/stay/").status_code == 404


def test_a_member_answers_a_proposed_exclusion(nora: Client) -> None:
    today = timezone.localdate()
    with acting_as_system():
        file = apply(person_id=Subscription.objects.get().member.person_id)
        propose_exclusion(member_id=file.pk, reason="Invoices of their own", today=today, actor=file.pk)
    assert "Invoices of their own" in nora.get("/shares/").content.decode()
    assert nora.post("/shares/observations/", {"text": " "}).status_code == 422
    assert nora.post("/shares/observations/", {"text": "Not so."}).status_code == 302
    assert Exit.objects.get().observations == "Not so."


def test_anybody_else_is_asked_to_log_in() -> None:
    for page in ("/shares/", "/shares/certificate/", "/shares/leave/", "/me/", "/contract-of-use/", "/me/data/"):
        assert Client().get(page).url.startswith("/account/login")
