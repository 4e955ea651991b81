"""Taking an invoice back: a mirror, once, and the client's money stays the client's."""

import pytest
from django.db import transaction
from tests.support.selling import REDUCED, TODAY, client_of, invoice_of, line

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.operations import post
from marke.domain.ledger.queries import trial_balance, unit_budget
from marke.domain.sales.enums import InvoiceKind, InvoiceStatus
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.sales.queries.clients import credit_of_client
from marke.kernel.refusal import Refusal
from marke.rules.posting.recipes.costs import purchase
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment

pytestmark = pytest.mark.usefixtures("selling")


@pytest.fixture
def invoice(selling: None) -> Invoice:
    lines = [line("1000"), line("33.33", vat=REDUCED, ground="copyright", quantity="3")]
    return issue_invoice(invoice=invoice_of(1001, client_of(1001), *lines), on=TODAY, actor=SYSTEM)


def credit(invoice: Invoice, reason: str = "Wrong client") -> Invoice:
    return credit_invoice(invoice_id=invoice.pk, on=TODAY, reason=reason, actor=SYSTEM)


def test_an_invoice_and_its_credit_note_leave_nothing(invoice: Invoice) -> None:
    """P25: every account is back where it was, to the cent, and the note mirrors line by line."""
    note = credit(invoice)
    assert {row.natural for row in trial_balance()} == {0}
    assert (note.kind, note.number) == (InvoiceKind.CREDIT_NOTE, "C2026/00001")
    mirrored = ("position", "description", "quantity", "unit_price", "net", "vat_rate", "vat_ground")
    assert list(note.lines.values_list(*mirrored)) == list(invoice.lines.values_list(*mirrored))
    assert (note.net, note.vat, note.contribution) == (invoice.net, invoice.vat, invoice.contribution)
    invoice.refresh_from_db()
    assert invoice.status(as_of=TODAY) is InvoiceStatus.CREDITED
    assert invoice.outstanding == 0


def test_an_invoice_is_credited_once(invoice: Invoice) -> None:
    credit(invoice)
    with pytest.raises(Refusal, match="credited once"):
        credit(invoice)


def test_a_credit_note_is_not_credited(invoice: Invoice) -> None:
    note = credit(invoice)
    with pytest.raises(Refusal, match="Only an invoice"):
        credit(note)


def test_a_paid_invoice_is_credited_and_the_money_is_owed_back(invoice: Invoice) -> None:
    """The client had paid 1,316.00: it is the client's credit now, and the unit's budget is taken back."""
    receive_payment(payment=PaymentInput(TODAY, invoice.gross, invoice.communication), actor=SYSTEM)
    credit(invoice)
    assert credit_of_client(client_id=invoice.client_id) == invoice.gross
    assert unit_budget(unit_id=1001).total == 0
    left = {row.role.code: row.natural for row in trial_balance() if row.natural}
    assert left == {"bank": invoice.gross, "bank.suspense": invoice.gross}


def test_a_partly_paid_invoice_gives_back_only_what_came_in(invoice: Invoice) -> None:
    receive_payment(payment=PaymentInput(TODAY, 50_000, invoice.communication), actor=SYSTEM)
    credit(invoice)
    assert credit_of_client(client_id=invoice.client_id) == 50_000
    assert unit_budget(unit_id=1001).total == 0


def test_a_credit_of_money_already_spent_is_refused(invoice: Invoice) -> None:
    """What the unit has spent cannot go back to the client out of other units' money."""
    receive_payment(payment=PaymentInput(TODAY, invoice.gross, invoice.communication), actor=SYSTEM)
    post(entry=purchase(on=TODAY, unit=1001, cost=100, deductible_vat=0), source=("test", 1), step="buy", actor=SYSTEM)
    with pytest.raises(Refusal, match="takes EUR"), transaction.atomic():
        credit(invoice)


def test_a_credit_note_says_why(invoice: Invoice) -> None:
    with pytest.raises(Refusal, match="Say why"):
        credit(invoice, reason="  ")
