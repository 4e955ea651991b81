"""Eight people send invoices at the same moment: no number twice, none missing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections, transaction
from tests.conftest import OwnDatabase
from tests.support.selling import TODAY, client_of, invoice_of, line, open_house, open_unit

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.sales.models import Invoice
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import issue_invoice

PEOPLE, EACH = 8, 6


def test_invoice_numbers_have_no_gap_and_no_duplicate(own_database: OwnDatabase) -> None:
    """Also when every third attempt is refused in the middle: its number goes to the next one."""
    with acting_as_system():
        open_house()
        for number in range(1001, 1001 + PEOPLE):
            open_unit(number)
        buyers = {number: client_of(number) for number in range(1001, 1001 + PEOPLE)}
    together = Barrier(PEOPLE)

    def send(unit: int) -> int:
        together.wait()
        sent = 0
        for attempt in range(EACH):
            try:
                with transaction.atomic(), acting_as_system():
                    issue_invoice(invoice=invoice_of(unit, buyers[unit], line("100")), on=TODAY, actor=SYSTEM)
                    if attempt % 3 == 2:
                        raise Refusal("test.late", "Refused after the number was taken.")
                    sent += 1
            except Refusal:
                continue
        connections.close_all()
        return sent

    with ThreadPoolExecutor(PEOPLE) as people:
        sent = sum(people.map(send, buyers))
    with acting_as_system():
        numbers = list(Invoice.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, sent + 1))
