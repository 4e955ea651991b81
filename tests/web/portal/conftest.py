"""A festival that gets quotes and invoices of unit 1001, and the browser in which it follows its link."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from tests.support.quoting import offering
from tests.support.selling import CLERK, NOW, TODAY, client_of, invoice_of

from marke.domain.checks.models import Check
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import User
from marke.domain.portal.models import PortalLink
from marke.domain.portal.operations import make_link
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.models import Invoice
from marke.domain.units.queries import holder_accounts
from marke.usecases.check_documents import Decision, decide_checks
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.send_quote import send_quote

READER = "kim@festival.example"


@pytest.fixture(autouse=True)
def today() -> Iterator[time_machine.Coordinates]:
    """The day on which all this happens."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def festival(nora: User) -> uuid.UUID:
    """A client of unit 1001."""
    with acting_as_system():
        return client_of(1001, email="office@festival.example", language="en")


def sent_quote(client_id: uuid.UUID, *prices: str, unit: int = 1001, **more: object) -> QuoteVersion:
    """A quote that left the house, past an adviser's look if one is needed."""
    with acting_as_system():
        draft = offering(unit, client_id)(*prices, **{"to_name": "Kim Claes", **more})
        send_quote(version_id=draft.pk, now=NOW, actor=holder_accounts(unit_id=unit)[0].pk)
        waiting = list(Check.objects.filter(subject_id=draft.pk, state="waiting").values_list("pk", flat=True))
        if waiting:
            decide_checks(decision=Decision(waiting), now=NOW, actor=CLERK)
        return QuoteVersion.objects.select_related("quote").get(pk=draft.pk)


def sent_invoice(client_id: uuid.UUID, *, unit: int = 1001, on: dt.date = TODAY, **more: object) -> Invoice:
    """An invoice of EUR 1,210.00."""
    with acting_as_system():
        return issue_invoice(invoice=invoice_of(unit, client_id, **more), on=on, actor=SYSTEM)


@pytest.fixture
def quote(festival: uuid.UUID) -> QuoteVersion:
    """A quote that waits for the festival's answer."""
    return sent_quote(festival)


@pytest.fixture
def invoice(festival: uuid.UUID) -> Invoice:
    """An invoice that the festival has to pay."""
    return sent_invoice(festival, subject="Opening night")


def link_for(
    client_id: uuid.UUID,
    purpose: tuple[str, uuid.UUID] | None = None,
    *,
    unit: int = 1001,
    language: str = "en",
    now: dt.datetime = NOW,
) -> str:
    """The path in a mail to the reader at a client."""
    with acting_as_system():
        return make_link(
            client_id=client_id,
            unit_id=unit,
            email=READER,
            purpose=purpose or ("client", client_id),
            now=now,
            actor=SYSTEM,
            language=language,
        )


Follow = Callable[..., Client]


@pytest.fixture
def follow() -> Follow:
    """A browser that followed a link to what unit 1001 has for a client."""

    def followed(client_id: uuid.UUID, **more: object) -> Client:
        browser = Client(HTTP_USER_AGENT="Firefox", REMOTE_ADDR="192.0.2.77")
        answer = browser.get(link_for(client_id, **more))
        assert answer.status_code == 302
        return browser

    return followed


@pytest.fixture
def visitor(festival: uuid.UUID, follow: Follow) -> Client:
    """The festival's browser, after its link was followed."""
    return follow(festival)


def the_link() -> PortalLink:
    """The link that the visitor followed; those in the mails of documents are others."""
    with acting_as_system():
        return PortalLink.objects.filter(subject_kind="client").latest("made_at", "pk")
