"""Every page of the money loop opens, for those who may see it."""

import pytest
from django.test import Client as Browser
from tests.support.selling import NOW, REDUCED, STANDARD, TODAY, client_of, invoice_of, line

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import User
from marke.domain.purchases.enums import PaidBy, Proof
from marke.domain.purchases.operations import CostInput
from marke.domain.purchases.receipts import ReceiptInput
from marke.domain.sales.operations.invoices import save_draft
from marke.domain.sales.operations.payments import PaymentInput
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment
from marke.usecases.record_cost import record_cost


@pytest.fixture
def world(selling: None) -> dict[str, object]:
    """A paid invoice, an open one, a draft, a credit note, an unmatched payment and a cost in unit 1001."""
    with acting_as_system():
        buyer = client_of(1001, street="Dok 5", postcode="9000", municipality="Gent")
        paid = issue_invoice(invoice=invoice_of(1001, buyer), on=TODAY, actor=SYSTEM)
        receive_payment(payment=PaymentInput(TODAY, 121_000, paid.communication), actor=SYSTEM)
        lines = (line("50", vat=REDUCED, ground="copyright"), line("20"))
        opened = issue_invoice(invoice=invoice_of(1001, buyer, *lines), on=TODAY, actor=SYSTEM)
        taken = issue_invoice(invoice=invoice_of(1001, buyer), on=TODAY, actor=SYSTEM)
        note = credit_invoice(invoice_id=taken.pk, on=TODAY, reason="Wrong client", actor=SYSTEM)
        draft = save_draft(invoice=invoice_of(1001, buyer), actor=SYSTEM)
        waiting = receive_payment(payment=PaymentInput(TODAY, 500, "who knows"), actor=SYSTEM).payment
        receipt = ReceiptInput("strings.jpg", b"\xff\xd8\xff a photo")
        given = CostInput(
            1001, "Muziekhuis", TODAY, 12_100, STANDARD, "material", Proof.INVOICE, PaidBy.MEMBER, receipts=(receipt,)
        )
        cost = record_cost(cost=given, actor=User.objects.get(email="ann@example.org").pk, now=NOW)
        handed_in = cost.receipts.get()
    return {
        "client": buyer,
        "paid": paid.pk,
        "open": opened.pk,
        "taken": taken.pk,
        "note": note.pk,
        "draft": draft,
        "waiting": waiting.pk,
        "cost": cost.pk,
        "receipt": handed_in.pk,
    }


MEMBER_PAGES = [
    "clients/",
    "clients/?text=lum",
    "clients/?text=nobody",
    "clients/new/",
    "clients/check/?number=0403019261&name=Fest",
    "clients/{client}/",
    "clients/{client}/edit/",
    "invoices/",
    "invoices/?status=overdue",
    "invoices/?status=paid",
    "invoices/new/",
    "invoices/new/?client={client}",
    "invoices/new/?repeat=1",
    "invoices/preview/",
    "invoices/needed/",
    "invoices/needed/?budget=1150",
    "invoices/{paid}/",
    "invoices/{open}/",
    "invoices/{taken}/",
    "invoices/{note}/",
    "invoices/{note}/pdf/",
    "invoices/{open}/pdf/",
    "invoices/{open}/credit/",
    "invoices/{draft}/edit/",
    "costs/",
    "costs/?state=paid",
    "costs/new/",
    "costs/{cost}/",
    "costs/receipts/{receipt}/",
]

DESK_PAGES = [
    "clients/",
    "clients/?text=fest",
    "clients/{client}/",
    "clients/{client}/edit/",
    "invoices/",
    "invoices/?status=overdue&sort=-gross",
    "invoices/?number=2026/0&amount=1210&unit=1001&since=1/9/2026&until=30/9/2026",
    "invoices/{paid}/",
    "invoices/{taken}/",
    "invoices/{open}/pdf/",
    "payments/",
    "payments/?status=unmatched",
    "payments/new/",
    "payments/new/?invoice={open}",
    "payments/{waiting}/",
    "costs/",
    "costs/?state=paid",
    "costs/{cost}/",
    "costs/receipts/{receipt}/",
]


@pytest.mark.parametrize("page", MEMBER_PAGES)
def test_a_member_opens_the_page(ann: Browser, world: dict[str, object], page: str) -> None:
    assert ann.get(f"/units/1001/{page.format(**world)}").status_code == 200


@pytest.mark.parametrize("page", [page for page in MEMBER_PAGES if "{" in page and "?" not in page])
def test_another_unit_s_documents_do_not_exist(bob: Browser, world: dict[str, object], page: str) -> None:
    """Neither under their own unit's address nor under one's own."""
    page = page.format(**world)
    assert bob.get(f"/units/1001/{page}").status_code == 404
    assert bob.get(f"/units/1002/{page}").status_code == 404


@pytest.mark.parametrize("page", DESK_PAGES)
def test_the_desk_opens_the_page(clerk: Browser, world: dict[str, object], page: str) -> None:
    assert clerk.get(f"/desk/{page.format(**world)}").status_code == 200


@pytest.mark.parametrize("page", DESK_PAGES)
def test_a_member_does_not_enter_the_desk(ann: Browser, world: dict[str, object], page: str) -> None:
    assert ann.get(f"/desk/{page.format(**world)}").status_code == 403
