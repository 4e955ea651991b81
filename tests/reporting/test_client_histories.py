"""How clients pay, counted from invoices and payments."""

import datetime as dt

import pytest
from tests.support.selling import client_of, invoice_of, line, open_house, open_unit

from marke.domain.directory.models import PaymentHistory
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.sales.operations.payments import PaymentInput
from marke.reporting.client_histories import refresh_client_histories
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment

pytestmark = pytest.mark.django_db

START = dt.date(2026, 3, 2)


def test_the_nightly_count_says_the_same_as_payments_one_by_one() -> None:
    """In time 1,210.00 after 5 days, late 2,420.00 after 20 days, overdue 605.00: one highest, averages from two."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        lumen = client_of(1001)
        for euros, after in (("1000", 5), ("2000", 20), ("500", None)):
            sent = issue_invoice(invoice=invoice_of(1001, lumen, line(euros)), on=START, actor=SYSTEM)
            if after is not None:
                day = START + dt.timedelta(days=after)
                receive_payment(payment=PaymentInput(day, sent.gross, sent.communication), actor=SYSTEM)
        assert PaymentHistory.objects.get().highest_in_time == 121_000
        assert refresh_client_histories(as_of=START + dt.timedelta(days=60)) == 1
        found = PaymentHistory.objects.get()
    assert (found.highest_in_time, found.invoiced) == (121_000, 350_000)
    assert (found.due, found.late, found.paid, found.average_days) == (3, 2, 2, 12)
