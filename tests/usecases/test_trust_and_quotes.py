"""What a client's state does to quotes, and what a signature does to its state."""

from __future__ import annotations

import uuid

import pytest
from tests.support.quoting import NOW, offering, signer
from tests.support.selling import CLERK, client_of

from marke.domain.directory.models import StateChange
from marke.domain.directory.operations.states import FIRST_ORDER, block
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.orders.models import Order
from marke.domain.quotes.enums import SignedBy
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.enums import ClientState
from marke.domain.sales.models import Client
from marke.kernel.refusal import Refusal
from marke.usecases.answer_quote import accept_quote
from marke.usecases.merge_clients import merge_clients
from marke.usecases.send_quote import send_quote

pytestmark = pytest.mark.usefixtures("selling")


@pytest.fixture
def lumen(selling: None) -> uuid.UUID:
    return client_of(1001, postcode="9000", municipality="Gent")


def sent(client_id: uuid.UUID) -> QuoteVersion:
    version = offering(1001, client_id)()
    send_quote(version_id=version.pk, now=NOW, actor=SYSTEM)
    return QuoteVersion.objects.select_related("quote").get(pk=version.pk)


def accept(version: QuoteVersion) -> None:
    accept_quote(quote_id=version.quote_id, version=version.number, signer=signer(SignedBy.LINK), now=NOW, actor=SYSTEM)


def test_the_first_signed_order_verifies_a_client(lumen: uuid.UUID) -> None:
    accept(sent(lumen))
    assert Client.objects.get(pk=lumen).state == ClientState.VERIFIED
    assert StateChange.objects.get().reason == FIRST_ORDER


def test_a_blocked_client_gets_no_new_quote(lumen: uuid.UUID) -> None:
    version = offering(1001, lumen)()
    block(client_ids=[lumen], reason="Insolvent", actor=CLERK)
    with pytest.raises(Refusal, match="The desk has blocked"):
        send_quote(version_id=version.pk, now=NOW, actor=SYSTEM)


def test_a_blocked_client_opens_no_order_and_is_not_told_why(lumen: uuid.UUID) -> None:
    """The quote was sent before the block; the client reads a sentence that accuses nobody."""
    version = sent(lumen)
    block(client_ids=[lumen], reason="Fraud", actor=CLERK)
    with pytest.raises(Refusal, match="cannot be accepted at the moment") as refusal:
        accept(version)
    assert "block" not in str(refusal.value).casefold()
    assert not Order.objects.exists()


def test_a_signed_quote_follows_its_client_into_a_merge(lumen: uuid.UUID) -> None:
    double = client_of(1001, name="Lumen", number="", country="LU", postcode="1000", municipality="Luxembourg")
    version = sent(double)
    accept(version)
    merge_clients(client_id=double, into=lumen, reason="Same", actor=CLERK)
    version.quote.refresh_from_db()
    assert (version.quote.client_id, Order.objects.get().client_id) == (lumen, lumen)
