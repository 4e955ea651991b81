"""A client signs in eight tabs at the same moment, while the member changes the quote: one signature, one order."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections
from tests.conftest import OwnDatabase
from tests.support.quoting import NOW, offering, signer
from tests.support.selling import client_of, open_house, open_unit

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.orders.models import Order
from marke.domain.quotes.models import Answer, QuoteVersion
from marke.domain.quotes.operations.writing import begin_version
from marke.kernel.refusal import Refusal
from marke.usecases.answer_quote import accept_quote
from marke.usecases.follow_quotes import follow_quotes
from marke.usecases.send_quote import send_quote

TABS = 8


def test_signing_in_many_tabs_opens_one_order(own_database: OwnDatabase) -> None:
    """One tab signs; the others read that it was signed already."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        version = send_quote(version_id=offering(1001, client_of(1001))().pk, now=NOW, actor=SYSTEM)
    together = Barrier(TABS)

    def sign(_tab: int) -> str:
        together.wait()
        try:
            with acting_as_system():
                accept_quote(quote_id=version.quote_id, version=1, signer=signer(), now=NOW, actor=SYSTEM)
        except Refusal as refusal:
            return refusal.rule
        finally:
            connections.close_all()
        return "signed"

    with ThreadPoolExecutor(TABS) as tabs:
        said = sorted(tabs.map(sign, range(TABS)))
    assert said == ["quote.accepted"] * (TABS - 1) + ["signed"]
    with acting_as_system():
        assert (Order.objects.count(), Answer.objects.count()) == (1, 1)


def test_a_change_that_is_sent_while_the_client_signs(own_database: OwnDatabase) -> None:
    """Either the old version is signed and the change waits to be signed too, or the old one is replaced."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        first = send_quote(version_id=offering(1001, client_of(1001))().pk, now=NOW, actor=SYSTEM)
        change = begin_version(quote_id=first.quote_id, actor=SYSTEM)
    together = Barrier(2)

    def sign() -> str:
        return attempt(lambda: accept_quote(quote_id=first.quote_id, version=1, signer=signer(), now=NOW, actor=SYSTEM))

    def send() -> str:
        return attempt(lambda: send_quote(version_id=change.pk, now=NOW, actor=SYSTEM))

    def attempt(act) -> str:
        together.wait()
        try:
            with acting_as_system():
                act()
        except Refusal:
            return "refused"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as people:
        said = [task.result() for task in (people.submit(sign), people.submit(send))]
    with acting_as_system():
        states = list(QuoteVersion.objects.order_by("number").values_list("state", flat=True))
    assert (said, states) in [
        (["done", "refused"], ["accepted"]),
        (["refused", "done"], ["replaced", "sent"]),
    ]


def test_following_goes_on_in_its_own_transactions(own_database: OwnDatabase) -> None:
    """The daily task reminds and ends what it should, and does nothing the second time."""
    from datetime import timedelta

    with acting_as_system():
        open_house()
        open_unit(1001)
        draft = offering(1001, client_of(1001))
        for _ in range(2):
            send_quote(version_id=draft().pk, now=NOW, actor=SYSTEM)
    soon, late = NOW + timedelta(days=28), NOW + timedelta(days=31)
    counts = [(run.expired, run.reminded) for run in (follow_quotes(now=moment) for moment in (soon, soon, late, late))]
    assert counts == [(0, 2), (0, 0), (2, 0), (0, 0)]
