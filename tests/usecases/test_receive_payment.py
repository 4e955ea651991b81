"""Money of clients arrives: matched, posted, and the unit's budget available."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from tests.support.selling import OTHER_NUMBER, TODAY, client_of, invoice_of, line, open_unit

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance, unit_budget
from marke.domain.sales.enums import InvoiceStatus, PaymentStatus
from marke.domain.sales.models import Allocation, Invoice, Payment
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.sales.queries.clients import credit_of_client
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import allocate_payment, receive_payment, receive_payments

pytestmark = pytest.mark.usefixtures("selling")


@pytest.fixture
def invoice(selling: None) -> Invoice:
    return issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


def paid(amount: int, communication: str, **more):
    return receive_payment(payment=PaymentInput(TODAY, amount, communication, **more), actor=SYSTEM)


def test_a_paid_invoice_makes_its_budget_available(invoice: Invoice) -> None:
    """P2: the client pays 1,210.00; the unit may now use 935.00."""
    received = paid(
        121_000, f"+++{invoice.communication[:3]}/{invoice.communication[3:7]}/{invoice.communication[7:]}+++"
    )
    assert (received.settled, received.waiting, received.available) == (121_000, 0, 93_500)
    budget = unit_budget(unit_id=1001)
    assert (budget.received, budget.expected) == (93_500, 0)
    assert role_balance(role="receivable.client") == 0
    assert role_balance(role="bank") == 121_000
    invoice.refresh_from_db()
    assert invoice.status(as_of=TODAY) is InvoiceStatus.PAID


def test_parts_of_an_invoice_set_its_budget_free_to_the_cent(invoice: Invoice) -> None:
    """Three odd parts add up to the whole budget: each part is rounded over what was paid so far."""
    parts = [
        receive_payment(payment=PaymentInput(TODAY, amount, invoice.communication), actor=SYSTEM)
        for amount in (40_333, 40_333, 40_334)
    ]
    assert [part.available for part in parts] == [31_166, 31_167, 31_167]
    assert unit_budget(unit_id=1001).received == 93_500
    invoice.refresh_from_db()
    assert invoice.available == invoice.budget


def test_a_part_leaves_the_invoice_partly_paid(invoice: Invoice) -> None:
    paid(21_000, invoice.communication)
    invoice.refresh_from_db()
    assert invoice.outstanding == 100_000
    assert invoice.status(as_of=TODAY) is InvoiceStatus.PARTLY_PAID
    assert invoice.status(as_of=dt.date(2026, 12, 1)) is InvoiceStatus.OVERDUE


def test_what_is_paid_too_much_is_kept_as_the_client_s_credit(invoice: Invoice) -> None:
    """5.00 too much belongs to the client, not to the unit."""
    received = paid(121_500, invoice.communication)
    assert received.waiting == 500
    assert received.payment.status is PaymentStatus.CREDIT
    assert credit_of_client(client_id=invoice.client_id) == 500
    assert role_balance(role="bank.suspense") == 500
    assert unit_budget(unit_id=1001).received == 93_500


def test_a_payment_nobody_knows_waits_until_somebody_says_what_it_pays(invoice: Invoice) -> None:
    """A wrong communication: the money is in suspense, and is allocated later by hand."""
    received = paid(121_000, "invoice of september")
    assert received.payment.status is PaymentStatus.UNMATCHED
    assert unit_budget(unit_id=1001).received == 0
    allocated = allocate_payment(payment_id=received.payment.pk, invoice_id=invoice.pk, on=TODAY, actor=SYSTEM)
    assert (allocated.settled, allocated.waiting) == (121_000, 0)
    assert role_balance(role="bank.suspense") == 0
    assert unit_budget(unit_id=1001).received == 93_500


def test_a_credit_pays_the_next_invoice_of_the_same_client_only(invoice: Invoice) -> None:
    credit = paid(130_000, invoice.communication).payment
    open_unit(1002)
    other = issue_invoice(invoice=invoice_of(1002, client_of(1002, number=OTHER_NUMBER)), on=TODAY, actor=SYSTEM)
    with pytest.raises(Refusal, match="another client"), transaction.atomic():
        allocate_payment(payment_id=credit.pk, invoice_id=other.pk, on=TODAY, actor=SYSTEM)
    following = issue_invoice(invoice=invoice_of(1001, invoice.client_id, line("50")), on=TODAY, actor=SYSTEM)
    allocate_payment(payment_id=credit.pk, invoice_id=following.pk, on=TODAY, actor=SYSTEM)
    assert credit_of_client(client_id=invoice.client_id) == 9_000 - 6_050


def test_two_payments_of_one_file_for_one_invoice(invoice: Invoice) -> None:
    """The second line of the same bank file settles what the first left, and the rest waits."""
    first, second = receive_payments(
        payments=[
            PaymentInput(TODAY, 100_000, invoice.communication),
            PaymentInput(TODAY, 100_000, invoice.communication),
        ],
        actor=SYSTEM,
    )
    assert (first.settled, second.settled, second.waiting) == (100_000, 21_000, 79_000)
    assert first.available + second.available == 93_500


def test_a_bank_line_is_recorded_once(invoice: Invoice) -> None:
    paid(100, invoice.communication, bank_reference="2026-09-11/7")
    with pytest.raises(Refusal, match="already recorded"):
        paid(100, invoice.communication, bank_reference="2026-09-11/7")


def test_one_invoice_named_in_two_ways_is_settled_once(invoice: Invoice) -> None:
    """One line names it by communication, the next by number: the second is kept for the client."""
    first, second = receive_payments(
        payments=[
            PaymentInput(TODAY, 121_000, invoice.communication),
            PaymentInput(TODAY, 121_000, "", invoice_id=invoice.pk),
        ],
        actor=SYSTEM,
    )
    assert (first.settled, second.settled, second.waiting) == (121_000, 0, 121_000)
    assert credit_of_client(client_id=invoice.client_id) == 121_000


@pytest.mark.parametrize("amount", [0, -1])
def test_a_payment_is_more_than_nothing(invoice: Invoice, amount: int) -> None:
    with pytest.raises(Refusal, match="more than zero"):
        paid(amount, invoice.communication)


def test_a_recorded_payment_never_changes(invoice: Invoice) -> None:
    """The bank line and what it settled are facts."""
    payment = paid(100, invoice.communication).payment
    for attempt in (
        lambda: Payment.objects.filter(pk=payment.pk).update(amount=5),
        lambda: Payment.objects.filter(pk=payment.pk).delete(),
        lambda: Allocation.objects.update(amount=5),
        lambda: Allocation.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
