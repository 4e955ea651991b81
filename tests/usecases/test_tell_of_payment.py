"""Members hear by mail that a client paid, and how much they may use now (journey J2, step 8)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support.selling import NOW, TODAY, client_of, invoice_of, open_house, open_unit

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.models import Message
from marke.domain.people.models import User
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.payments import PaymentInput
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_money import receive_money
from marke.usecases.receive_payment import allocate_payment


@pytest.fixture
def invoice(db: None) -> Iterator[Invoice]:
    """Nora's unit has an invoice of 1,210.00 to be paid."""
    with acting_as_system():
        open_house()
        open_unit(1001, user=User.objects.create_user("nora@example.org", "three plain words", language="fr"))
        yield issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


def pay(amount: int, communication: str):
    return receive_money(payments=[PaymentInput(TODAY, amount, communication)], actor=SYSTEM, now=NOW).received[0]


def told() -> list[tuple[str, str, int, int, int]]:
    """To whom, in which language, and the three amounts of each mail about money that came."""
    mails = Message.objects.filter(payload__template="invoice_paid").order_by("put_at", "pk")
    return [
        (mail.payload["to"], mail.payload["language"], *(mail.payload["context"][name] for name in AMOUNTS))
        for mail in mails
    ]


AMOUNTS = ("paid", "available", "outstanding")


def test_a_paid_invoice_is_told_to_its_member(invoice: Invoice) -> None:
    """The mail says what came and what is available now, in the member's own language."""
    pay(121_000, invoice.communication)
    assert told() == [("nora@example.org", "fr", 121_000, 93_500, 0)]


def test_a_part_says_what_is_still_open(invoice: Invoice) -> None:
    """A client who pays a part leaves the rest in the mail."""
    pay(21_000, invoice.communication)
    ((_to, _language, came, _available, outstanding),) = told()
    assert (came, outstanding) == (21_000, 100_000)


def test_money_that_pays_no_invoice_is_told_to_nobody(invoice: Invoice) -> None:
    """Nobody knows yet whose it is; once somebody says so, the member hears of it."""
    received = pay(121_000, "no idea")
    assert told() == []
    allocate_payment(payment_id=received.payment.pk, invoice_id=invoice.pk, on=TODAY, actor=SYSTEM)
    assert told() == [("nora@example.org", "fr", 121_000, 93_500, 0)]
