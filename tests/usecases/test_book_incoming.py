"""From a supplier's document to a cost of the unit: one tap, to the cent, once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction
from tests.support.einvoices import REDUCED, credit_note, invoice, line
from tests.support.enterprise import receive
from tests.support.network import network
from tests.support.selling import CLERK, NOW

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import IncomingState
from marke.domain.einvoicing.models import Incoming
from marke.domain.einvoicing.operations.incoming import assign, set_aside
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import unit_budget
from marke.domain.purchases.enums import CostState, PaidBy
from marke.domain.purchases.models import Cost, Receipt
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.ops.einvoice.simulator import Simulator
from marke.rules.einvoice import write_invoice
from marke.rules.einvoice.model import Attachment, Identifier, SupportingDocument
from marke.usecases.book_incoming import BookingInput, book_incoming, book_many
from marke.usecases.receive_einvoices import receive_einvoices

pytestmark = pytest.mark.usefixtures("selling")

ISSUED = NOW.date()


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Simulator]:
    with network(tmp_path) as simulator:
        yield simulator


def money_in(unit: int, cents: int) -> None:
    """The unit has received money."""
    receive(Unit.objects.get(pk=unit), cents, day=ISSUED)


def arrived(post: Simulator, *lines, reference: str = "1001", **more) -> Incoming:
    made = invoice(*lines, issued_on=ISSUED, due_on=ISSUED, buyer_reference=reference, **{"number": "S-1", **more})
    post.book.receive(write_invoice(made), at=NOW)
    (row,) = receive_einvoices(now=NOW)
    return row


def booked(row: Incoming, category: str = "material", **more) -> list[Cost]:
    return book_incoming(booking=BookingInput(row.pk, category, **more), actor=SYSTEM, now=NOW)


def test_a_supplier_invoice_becomes_a_cost_with_its_file_as_receipt(post: Simulator) -> None:
    """EUR 121 with EUR 21 VAT that comes back: the unit bears EUR 100, and the XML proves it."""
    money_in(1001, 50_000)
    row = arrived(post)
    (cost,) = booked(row)
    assert (cost.gross, cost.vat, cost.deductible, cost.charge) == (12_100, 2_100, 2_100, 10_000)
    assert (cost.supplier, cost.spent_on, cost.state) == ("The cooperative", ISSUED, CostState.SUBMITTED)
    assert (cost.pay_to_iban, cost.pay_to_reference) == ("BE68539007547034", "+++090/9337/55493+++")
    receipt = Receipt.objects.get()
    assert receipt.content_type == "application/xml"
    assert receipt.file.read() == queries.content_of(file_id=row.file_id)
    assert unit_budget(unit_id=1001).committed == 10_000


def test_two_vat_rates_become_two_costs_that_are_the_invoice_to_the_cent(post: Simulator) -> None:
    """21 % and 6 % are decided apart, and together they are what the supplier asks."""
    money_in(1001, 50_000)
    costs = booked(arrived(post, line(1), line(2, category=REDUCED)))
    assert sorted(cost.gross for cost in costs) == [10_600, 12_100]
    assert Incoming.objects.get().gross == 22_700


def test_the_picture_inside_the_document_is_kept_as_a_receipt_too(post: Simulator) -> None:
    """People look at the PDF, the books rest on the XML."""
    money_in(1001, 50_000)
    paper = Attachment(b"%PDF-1.7 paper", "application/pdf", "invoice.pdf")
    hostile = Attachment(b"<html><script>", "text/csv", "evil.csv")
    attached = tuple(SupportingDocument(Identifier(each.file_name), attachment=each) for each in (paper, hostile))
    booked(arrived(post, documents=attached))
    assert sorted(Receipt.objects.values_list("name", flat=True)) == ["S-1.xml", "invoice.pdf"]


def test_a_document_is_booked_once(post: Simulator) -> None:
    """The second tap changes nothing."""
    money_in(1001, 50_000)
    row = arrived(post)
    booked(row)
    with pytest.raises(Refusal, match="already decided"):
        booked(row)
    assert Cost.objects.count() == 1


def test_a_unit_without_budget_books_nothing_and_leaves_nothing_half_made(post: Simulator) -> None:
    """The document waits until there is money; no cost, no receipt, no state changed."""
    row = arrived(post)
    with pytest.raises(Refusal, match="available"):
        booked(row)
    row.refresh_from_db()
    assert row.state == IncomingState.OPEN
    assert not Cost.objects.exists()


def test_a_document_for_nobody_is_first_given_to_a_unit(post: Simulator) -> None:
    """The desk says whose it is, then the unit books it."""
    money_in(1001, 50_000)
    row = arrived(post, reference="Festival")
    with pytest.raises(Refusal, match="which unit"):
        booked(row)
    assign(incoming_ids=[row.pk], unit_id=1001, actor=CLERK, now=NOW)
    assert len(booked(row)) == 1


def test_an_invoice_in_another_currency_is_not_guessed(post: Simulator) -> None:
    """The books are in euro: somebody says what was paid."""
    with pytest.raises(Refusal, match="in USD"):
        booked(arrived(post, currency="USD"))


def test_a_partly_paid_invoice_is_not_paid_twice(post: Simulator) -> None:
    """What was paid before is not asked from the budget again."""
    made = invoice(issued_on=ISSUED, due_on=ISSUED, buyer_reference="1001", number="S-1")
    totals = replace(made.totals, prepaid=2_100, payable=10_000)
    post.book.receive(write_invoice(replace(made, totals=totals)), at=NOW)
    (row,) = receive_einvoices(now=NOW)
    with pytest.raises(Refusal, match="already paid"):
        booked(row)


def test_amounts_that_do_not_add_up_are_not_booked(post: Simulator) -> None:
    """Who sends wrong sums sends a correct invoice first."""
    made = invoice(issued_on=ISSUED, due_on=ISSUED, buyer_reference="1001", number="S-1")
    wrong = replace(made.totals, with_vat=12_200, payable=12_200)
    post.book.receive(write_invoice(replace(made, totals=wrong)), at=NOW)
    (row,) = receive_einvoices(now=NOW)
    with pytest.raises(Refusal, match="do not add up"):
        booked(row)


def test_a_credit_note_is_settled_at_the_desk(post: Simulator) -> None:
    """Money that comes back is no cost."""
    note = credit_note(issued_on=ISSUED, due_on=ISSUED, buyer_reference="1001")
    post.book.receive(write_invoice(note), at=NOW)
    (row,) = receive_einvoices(now=NOW)
    with pytest.raises(Refusal, match="credit note"):
        booked(row)


def test_a_copy_is_never_booked(post: Simulator) -> None:
    """What was received twice is decided once."""
    money_in(1001, 50_000)
    booked(arrived(post))
    post.book.receive(queries.content_of(file_id=Incoming.objects.get().file_id), at=NOW)
    (copy,) = receive_einvoices(now=NOW)
    with pytest.raises(Refusal, match="already decided"):
        booked(copy)


def test_a_cost_paid_by_the_member_needs_no_account(post: Simulator) -> None:
    """Whoever paid the supplier gets the money back."""
    money_in(1001, 50_000)
    (cost,) = booked(arrived(post, payment_means=()), paid_by=PaidBy.MEMBER)
    assert cost.paid_by == PaidBy.MEMBER


def test_setting_aside_needs_a_reason(post: Simulator) -> None:
    """Whoever looks later wants to know why."""
    row = arrived(post)
    with pytest.raises(Refusal, match="Say why"):
        set_aside(incoming_ids=[row.pk], reason=" ", actor=CLERK, now=NOW)
    set_aside(incoming_ids=[row.pk], reason="Not ours", actor=CLERK, now=NOW)
    with pytest.raises(Refusal, match="already decided"):
        booked(row)


def test_many_documents_are_booked_all_or_none(post: Simulator) -> None:
    """The bulk form: one without budget leaves all as they were."""
    money_in(1001, 15_000)
    first = arrived(post)
    second = arrived(post, number="S-2")
    bookings = [BookingInput(first.pk, "material"), BookingInput(second.pk, "material")]
    with pytest.raises(Refusal, match="available"), transaction.atomic():
        book_many(bookings=bookings, actor=SYSTEM, now=NOW)
    assert set(Incoming.objects.values_list("state", flat=True)) == {IncomingState.OPEN}
