"""The proofs of sending and receiving: nothing to find in a good house, and each finds its own exception."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.support.selling import NOW, TODAY, client_of, invoice_of

from marke.domain.einvoicing.enums import Way
from marke.domain.einvoicing.models import Delivery
from marke.domain.einvoicing.operations import deliveries
from marke.domain.einvoicing.operations.deliveries import Queued
from marke.domain.einvoicing.proofs import PROOFS
from marke.domain.foundation.transactions import SYSTEM
from marke.kernel.einvoicing import Handover, Judgement, Transport
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")


def exceptions(name: str) -> int:
    (proof,) = [each for each in PROOFS if each.name == f"einvoicing.{name}"]
    with connection.cursor() as cursor:
        cursor.execute(proof.sql)
        return len(cursor.fetchall())


def queued() -> Delivery:
    issued = issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    (row,) = deliveries.queue(documents=[Queued(issued.pk, 1001, Way.PEPPOL)], now=NOW)
    return row


def hand_over(row: Delivery, *, valid: bool) -> None:
    deliveries.keep_document(delivery=row, content=b"<Invoice/>", judgement=Judgement(valid), now=NOW)
    handover = Handover("doc_1", Transport.HANDED_OVER)
    deliveries.handed_over(delivery=row, receiver=None, provider="test", handover=handover, now=NOW)


def test_every_proof_can_be_run() -> None:
    """In an empty house nothing is found."""
    assert [exceptions(proof.name.removeprefix("einvoicing.")) for proof in PROOFS] == [0] * len(PROOFS)


@pytest.mark.parametrize(("valid", "found"), [(True, 0), (False, 1)])
def test_a_document_that_left_without_passing_is_found(valid: bool, found: int) -> None:
    """What was handed over had passed the rules."""
    hand_over(queued(), valid=valid)
    assert exceptions("passed") == found


def test_a_document_that_waits_for_nobody_is_found() -> None:
    """Whatever waits has its message in the outbox."""
    queued()
    assert exceptions("waiting") == 1


def test_two_documents_of_one_number_are_found() -> None:
    """An access point gives each document a number of its own."""
    for _ in range(2):
        hand_over(queued(), valid=True)
    assert exceptions("once") == 1
