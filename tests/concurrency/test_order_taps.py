"""Eight workers invoice the same orders at the same moment: each part once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections
from tests.conftest import OwnDatabase
from tests.support.ordering import FINAL, deposit, open_order
from tests.support.selling import NOW, open_house, open_unit

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.orders.models import OrderInvoice
from marke.domain.orders.standing import standing
from marke.domain.sales.models import Invoice
from marke.usecases.invoice_order import Wanted, invoice_due_orders, invoice_order

WORKERS = 8


def test_many_taps_at_once_make_one_invoice(own_database: OwnDatabase) -> None:
    """All get the same invoice; the rest of the order is still there."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        order = open_order(1001, schedule=(deposit(), FINAL))
        due = standing(order_id=order).next
    assert due
    together = Barrier(WORKERS)

    def tap(_: int) -> object:
        together.wait()
        with acting_as_system():
            made = invoice_order(wanted=Wanted(order, due.step.pk, due.turn), now=NOW, actor=SYSTEM)
        connections.close_all()
        return made.pk

    with ThreadPoolExecutor(WORKERS) as workers:
        answers = set(workers.map(tap, range(WORKERS)))
    with acting_as_system():
        assert answers == set(Invoice.objects.values_list("pk", flat=True))
        assert standing(order_id=order).remaining == 70_000
    assert len(answers) == 1


def test_two_runs_at_once_invoice_each_order_once(own_database: OwnDatabase) -> None:
    with acting_as_system():
        open_house()
        open_unit(1001)
        for _ in range(6):
            open_order(1001, schedule=(deposit(), FINAL), automatic=True)
    together = Barrier(2)

    def run(_: int) -> int:
        together.wait()
        made = invoice_due_orders(now=NOW).made
        connections.close_all()
        return made

    with ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(run, range(2))) == 6
    with acting_as_system():
        assert OrderInvoice.objects.count() == Invoice.objects.count() == 6
