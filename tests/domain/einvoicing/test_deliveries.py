"""How a document fares: each status for itself, each answer written once, nothing ever overwritten."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from tests.support.selling import NOW, TODAY, client_of, invoice_of

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import Business, DeliveryState, MessageLevel, Way
from marke.domain.einvoicing.models import Delivery, DeliveryEvent, SentDocument
from marke.domain.einvoicing.operations import deliveries
from marke.domain.einvoicing.operations.deliveries import Queued
from marke.domain.foundation.transactions import SYSTEM, acting
from marke.kernel.einvoicing import Answered, Handover, Judgement, Participant, Progress, Transport
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")

LATER = NOW + dt.timedelta(hours=1)
BUYER = Participant("0208", "0403019261")


def on_its_way(unit: int = 1001) -> Delivery:
    issued = issue_invoice(invoice=invoice_of(unit, client_of(unit)), on=TODAY, actor=SYSTEM)
    (row,) = deliveries.queue(documents=[Queued(issued.pk, unit, Way.PEPPOL, falls_back_at=LATER)], now=NOW)
    return row


def sent() -> Delivery:
    row = on_its_way()
    handover = Handover("doc_1", Transport.HANDED_OVER, "{}")
    deliveries.handed_over(delivery=row, receiver=BUYER, provider="e-invoice.be", handover=handover, now=NOW)
    return row


def kinds(row: Delivery) -> list[str]:
    return [event.kind for event in DeliveryEvent.objects.filter(delivery=row)]


def test_a_document_is_on_its_way_once() -> None:
    """Whoever asks again changes nothing."""
    row = on_its_way()
    again = deliveries.queue(documents=[Queued(row.invoice_id, 1001, Way.MAIL)], now=LATER)
    assert again == []
    assert Delivery.objects.get().way == Way.PEPPOL


def test_handing_over_twice_is_handing_over_once() -> None:
    """A worker that was killed after it had written says it again."""
    row = sent()
    handover = Handover("doc_1", Transport.HANDED_OVER)
    deliveries.handed_over(delivery=row, receiver=BUYER, provider="e-invoice.be", handover=handover, now=LATER)
    assert kinds(row).count("handed_over") == 1
    assert row.sent_at == NOW


def test_the_three_statuses_never_stand_for_one_another() -> None:
    """Delivered and understood says nothing about what the client will do."""
    row = sent()
    progress = Progress(Transport.DELIVERED, LATER, message_level=(Answered("AP", LATER),))
    deliveries.move(delivery=row, progress=progress, now=LATER)
    row.refresh_from_db()
    assert (row.state, row.message_level, row.business) == (DeliveryState.DELIVERED, MessageLevel.ACCEPTED, "")


def test_a_refusal_of_the_client_is_told_with_its_reason() -> None:
    """The network did its part; the buyer said no, and why."""
    row = sent()
    answer = Answered("RE", LATER, "Order number is missing", '{"code": "RE"}')
    deliveries.move(delivery=row, progress=Progress(Transport.DELIVERED, LATER, business=(answer,)), now=LATER)
    row.refresh_from_db()
    assert (row.business, row.business_reason) == (Business.REJECTED, "Order number is missing")
    assert row.is_refused_by_client
    assert row.next_check_at is None
    assert list(queries.deliveries(state="refused")) == [row]


def test_an_answer_is_written_once_however_often_it_is_read() -> None:
    """The access point repeats its whole timeline at each question."""
    row = sent()
    progress = Progress(Transport.DELIVERED, LATER, business=(Answered("AB", LATER), Answered("IP", LATER)))
    assert deliveries.move(delivery=row, progress=progress, now=LATER)
    assert not deliveries.move(delivery=row, progress=progress, now=LATER)
    assert kinds(row).count("business") == 2
    assert row.business == Business.IN_PROCESS


def test_an_unknown_code_moves_no_status() -> None:
    """What is in no list decides nothing."""
    row = sent()
    deliveries.move(
        delivery=row, progress=Progress(Transport.DELIVERED, LATER, business=(Answered("ZZ", LATER),)), now=LATER
    )
    assert row.business == ""


def test_what_the_network_could_not_deliver_says_why() -> None:
    """A failed delivery is a problem with a sentence."""
    row = sent()
    deliveries.move(delivery=row, progress=Progress(Transport.FAILED, LATER, problem="No such receiver"), now=LATER)
    row.refresh_from_db()
    assert row.state == DeliveryState.FAILED
    assert row.problem % row.problem_params == "The network could not deliver this document: No such receiver"


def test_old_documents_are_left_in_peace() -> None:
    """A buyer that has not answered after two months will not."""
    row = sent()
    for age, asked in ((dt.timedelta(minutes=5), True), (dt.timedelta(days=30), True), (dt.timedelta(days=61), False)):
        deliveries.move(delivery=row, progress=Progress(Transport.DELIVERED, LATER), now=NOW + age)
        assert (row.next_check_at is not None) is asked


def test_the_bytes_are_kept_with_their_verdict_once() -> None:
    """The same file with the same verdict is one record; another verdict is a second one."""
    row = on_its_way()
    good = Judgement(True, "2026.5", ("en16931 1.3.16",))
    for judgement in (good, good, Judgement(True, "2026.11", ("en16931 1.3.17",))):
        deliveries.keep_document(delivery=row, content=b"<Invoice/>", judgement=judgement, now=NOW)
    assert [each.pack for each in queries.documents_of(row.invoice_id)] == ["2026.11", "2026.5"]


def test_the_bytes_that_were_sent_never_change() -> None:
    """What was sent is evidence: the database refuses to touch it."""
    row = on_its_way()
    deliveries.keep_document(delivery=row, content=b"<Invoice/>", judgement=Judgement(True), now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SentDocument.objects.update(content=b"<Forged/>")


def test_events_of_a_delivery_never_change() -> None:
    """The proof of each attempt stays."""
    on_its_way()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DeliveryEvent.objects.all().delete()


def test_what_is_held_back_needs_a_reason() -> None:
    """A document that does not leave and nobody knows why cannot be."""
    on_its_way()
    with pytest.raises(DatabaseError, match="what_does_not_arrive_says_why"), transaction.atomic():
        Delivery.objects.update(state=DeliveryState.HELD)


def test_a_document_that_has_left_is_not_released() -> None:
    """The desk cannot let a document go a second time."""
    row = sent()
    with pytest.raises(Refusal, match="already left"):
        deliveries.release(delivery=row, now=LATER, falls_back_at=LATER)


def test_a_unit_sees_its_own_deliveries_alone() -> None:
    """Row-level security hides the ways of other units' documents."""
    row = on_its_way()
    deliveries.keep_document(delivery=row, content=b"<Invoice/>", judgement=Judgement(True), now=NOW)
    with acting(actor=uuid.uuid4(), units=[1002]):
        assert not Delivery.objects.exists()
        assert not DeliveryEvent.objects.exists()
        assert not SentDocument.objects.exists()
    with acting(actor=uuid.uuid4(), units=[1001]):
        assert queries.delivery_of(row.invoice_id) == row


def test_the_desk_counts_its_problems_in_one_query(django_assert_num_queries) -> None:
    """Waiting, held back, not delivered, by hand, refused: each by itself."""
    row = on_its_way()
    deliveries.hold(delivery=row, finding={"message": "No buyer reference"})
    with django_assert_num_queries(1):
        counts = queries.delivery_counts()
    assert counts == {"waiting": 0, "held": 1, "failed": 0, "by_hand": 0, "refused": 0}
