"""The inbox: fetched once, judged, read and given to the unit it names; hostile files harm nobody."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.einvoices import credit_note, examples, invoice, party
from tests.support.network import network
from tests.support.selling import NOW, open_unit

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import IncomingState
from marke.domain.einvoicing.models import Incoming, IncomingFile
from marke.domain.foundation.transactions import acting
from marke.kernel.ids import uuid7
from marke.ops.einvoice.simulator import Fault, Simulator
from marke.rules.einvoice import write_invoice
from marke.usecases.receive_einvoices import receive_einvoices

pytestmark = pytest.mark.usefixtures("selling")

RECEIVED = NOW - dt.timedelta(hours=1)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Simulator]:
    with network(tmp_path) as simulator:
        yield simulator


def bill(number: str = "S-1", **more: object) -> bytes:
    """An invoice of a supplier."""
    return write_invoice(invoice(number=number, **{"buyer_reference": "1001", **more}))


def received(post: Simulator, *contents: bytes) -> list[Incoming]:
    for content in contents:
        post.book.receive(content, at=RECEIVED)
    return receive_einvoices(now=NOW)


def test_an_invoice_that_names_a_unit_waits_there_to_be_booked(post: Simulator) -> None:
    """Amounts, supplier and dates are read; the bytes are kept as they came."""
    (row,) = received(post, bill())
    assert (row.state, row.unit_id) == (IncomingState.OPEN, 1001)
    assert (row.net, row.vat, row.gross, row.currency) == (10_000, 2_100, 12_100, "EUR")
    assert (row.supplier, row.number, row.valid) == ("The cooperative", "S-1", True)
    assert queries.content_of(file_id=row.file_id) == bill()


@pytest.mark.parametrize("reference", ["unit 1001", "Eenheid nr 1001", "Unité n° 1001 - strings", "#1001", "PE-1001"])
def test_a_unit_is_found_however_a_supplier_writes_it(post: Simulator, reference: str) -> None:
    """The number alone, or after the word for a unit."""
    (row,) = received(post, bill(buyer_reference=reference))
    assert row.unit_id == 1001


@pytest.mark.parametrize("reference", ["Festival 1001", "2026/1001", "PO 1001", "unit 4711", "unit 1001 or unit 1002"])
def test_a_reference_that_leaves_a_doubt_goes_to_the_desk(post: Simulator, reference: str) -> None:
    """A year, an order number, an unknown unit or two units: somebody decides."""
    open_unit(1002)
    (row,) = received(post, bill(buyer_reference=reference))
    assert (row.state, row.unit_id) == (IncomingState.TO_ASSIGN, None)


def test_what_was_fetched_is_not_fetched_again(post: Simulator) -> None:
    """The inbox is read again and again; each document comes in once."""
    received(post, bill())
    assert receive_einvoices(now=NOW + dt.timedelta(minutes=5)) == []
    assert Incoming.objects.count() == 1


def test_the_same_file_sent_twice_is_a_copy(post: Simulator) -> None:
    """A supplier who sends twice is not paid twice."""
    first, second = received(post, bill(), bill())
    assert second.state == IncomingState.DUPLICATE
    assert second.original == first


def test_the_same_number_in_another_file_is_a_copy_too(post: Simulator) -> None:
    """One number of one supplier is one invoice, whatever else changed."""
    _, second = received(post, bill(), bill(notes=("a second try",)))
    assert second.state == IncomingState.DUPLICATE


def test_the_same_number_of_another_supplier_is_another_invoice(post: Simulator) -> None:
    """Numbers belong to who gives them."""
    other = party(9, "Another supplier")
    states = [row.state for row in received(post, bill(), bill(seller=other))]
    assert states == [IncomingState.OPEN, IncomingState.OPEN]


def test_a_credit_note_with_the_number_of_an_invoice_is_no_copy_of_it(post: Simulator) -> None:
    """Credit notes have their own series."""
    note = write_invoice(credit_note(number="S-1", buyer_reference="1001"))
    states = [row.state for row in received(post, bill(), note)]
    assert states == [IncomingState.OPEN, IncomingState.OPEN]


HOSTILE = {
    "entities": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Invoice>&b;</Invoice>',
    "external": b'<!DOCTYPE Invoice SYSTEM "file:///etc/passwd"><Invoice/>',
    "deep": b"<a>" * 20_000 + b"</a>" * 20_000,
    "binary": bytes(range(256)),
    "another document": b"<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>",
    "empty": b"",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_gets_a_clear_state_and_holds_up_nobody(post: Simulator, hostile: bytes) -> None:
    """It is kept as it came with the reason, and the good invoice behind it comes in."""
    bad, good = received(post, hostile, bill())
    assert bad.state == IncomingState.UNREADABLE
    assert bad.problem
    assert not bad.valid
    assert good.state == IncomingState.OPEN


def test_a_number_in_no_list_is_no_reason_to_lose_the_document(post: Simulator) -> None:
    """A supplier's broken invoice is shown with what is wrong, for people still have to decide on it."""
    (row,) = received(post, bill(currency="EUX"))
    assert row.state == IncomingState.OPEN
    assert not row.valid
    assert row.findings


def test_an_access_point_that_falls_silent_loses_nothing(post: Simulator) -> None:
    """What could be fetched came in; the rest is there at the next round."""
    post.book.expect(Fault("GET", "/signed/", "503"))
    assert [row.number for row in received(post, bill(), bill("S-2"))] == ["S-2"]
    post.book.expect(Fault("GET", "/api/inbox/", "503"))
    assert receive_einvoices(now=NOW) == []
    assert [row.number for row in receive_einvoices(now=NOW)] == ["S-1"]


def test_a_document_is_taken_in_whole_or_not_at_all(post: Simulator) -> None:
    """A broken fetch leaves neither a file nor a half document."""
    post.book.expect(Fault("GET", "/signed/", "lost"))
    received(post, bill())
    assert not IncomingFile.objects.exists()
    assert not Incoming.objects.exists()


def test_without_an_access_point_there_is_no_inbox(db: None) -> None:
    """A house that has no contract with one receives nothing, quietly."""
    assert receive_einvoices(now=NOW) == []


def test_a_unit_sees_its_own_documents_and_their_files_alone(post: Simulator) -> None:
    """Row-level security: what was given to one unit does not exist for another."""
    open_unit(1002)
    (row,) = received(post, bill())
    with acting(actor=uuid7(), units=[1002]):
        assert queries.incoming_by_id(incoming_id=row.pk) is None
        assert not IncomingFile.objects.exists()
    with acting(actor=uuid7(), units=[1001]):
        assert queries.content_of(file_id=row.file_id) == bill()


EXAMPLES = examples("examples/billing-examples")[:4]


@pytest.mark.skipif(not EXAMPLES, reason="the official Peppol examples are not beside the project (MARKE_TESTDATA)")
@pytest.mark.parametrize("file", EXAMPLES)
def test_official_examples_come_in(post: Simulator, file: Path) -> None:
    """Real documents of the network are read with their amounts."""
    (row,) = received(post, file.read_bytes())
    assert row.state in {IncomingState.TO_ASSIGN, IncomingState.OPEN}
    assert row.gross


def test_what_was_set_aside_may_come_again(post: Simulator) -> None:
    """A document that was nobody's is no reason to refuse the corrected one of the same number."""
    from marke.domain.einvoicing.operations.incoming import set_aside

    (row,) = received(post, bill())
    set_aside(incoming_ids=[row.pk], reason="Not ours", actor=uuid7(), now=NOW)
    (again,) = received(post, write_invoice(replace(invoice(number="S-1"), buyer_reference="1001", notes=("new",))))
    assert again.state == IncomingState.OPEN
