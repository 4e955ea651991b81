"""The second fence: what the database shows when a page forgets to ask whose it is."""

import pytest
from django.db import transaction
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit

from marke.domain.foundation.transactions import SYSTEM, acting, acting_as_system
from marke.domain.sales.models import Client, ClientLink, Invoice, InvoiceLine, InvoiceVat, Payment
from marke.domain.sales.operations.payments import PaymentInput
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_units() -> None:
    """Unit 1001 invoiced its client and was paid; unit 1002 has nothing."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        open_unit(1002)
        invoice = issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
        receive_payment(payment=PaymentInput(TODAY, 121_000, invoice.communication), actor=SYSTEM)


@pytest.mark.parametrize("model", [Client, ClientLink, Invoice, InvoiceLine, InvoiceVat])
def test_a_unit_sees_its_own_sales_only(model: type) -> None:
    with acting(actor=SYSTEM, units=[1001]):
        assert model.objects.count() == 1
    with acting(actor=SYSTEM, units=[1002]):
        assert model.objects.count() == 0


def test_a_bank_line_is_seen_by_staff_only() -> None:
    with acting(actor=SYSTEM, units=[1001, 1002]):
        assert not Payment.objects.exists()


def test_a_member_writes_an_invoice_within_the_fence() -> None:
    """Everything a member needs is reachable with a member's own rights."""
    with acting(actor=SYSTEM, units=[1002]):
        sent = issue_invoice(invoice=invoice_of(1002, client_of(1002)), on=TODAY, actor=SYSTEM)
    assert sent.number == "2026/00002"


def test_a_unit_cannot_take_another_unit_s_invoice() -> None:
    with acting(actor=SYSTEM, units=[1002]), transaction.atomic():
        assert Invoice.objects.filter(unit_id=1001).update(paid=0) == 0
