"""Issued documents on the screens of members and desk: where they are, why they are not there, what may be done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.support.network import Unforgiving
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.visitors import together

from marke.countries.registry import country
from marke.domain.einvoicing.enums import DeliveryState
from marke.domain.einvoicing.models import Delivery, SentDocument
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.models import Message
from marke.domain.sales.models import Invoice
from marke.kernel.carrying import NotAtAll, NotNow, Parcel
from marke.kernel.ids import uuid7
from marke.kernel.ports import PORTS
from marke.ops.einvoice.gate import Gate
from marke.ops.einvoice.simulator import Simulator
from marke.usecases.carry_einvoice import EinvoiceCarrier
from marke.usecases.carry_messages import carry_due
from marke.usecases.follow_einvoices import follow_einvoices
from marke.usecases.issue_invoice import issue_invoice


def issue(**client: str) -> Invoice:
    with acting_as_system():
        buyer = client_of(1001, **client)
        return issue_invoice(invoice=invoice_of(1001, buyer), on=TODAY, actor=SYSTEM, now=timezone.now())


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch):
    """Carries everything that is due."""
    monkeypatch.setitem(PORTS.carriers, "peppol", EinvoiceCarrier(clock=timezone.now))
    return lambda: list(carry_due(clock=timezone.now, worker="test"))


def page(browser: Browser, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_member_who_issues_sends(ann: Browser) -> None:
    """Nobody asks how: the invoice is on its way when the page comes back."""
    with acting_as_system():
        buyer = client_of(1001)
    typed = {
        "client": buyer,
        "line-TOTAL_FORMS": "1",
        "line-INITIAL_FORMS": "0",
        "line-MIN_NUM_FORMS": "1",
        "line-MAX_NUM_FORMS": "100",
        "line-0-description": "Concert",
        "line-0-quantity": "1",
        "line-0-unit_price": "1000",
        "line-0-measure": "piece",
        "action": "send",
    }
    form = ann.get("/units/1001/invoices/new/").context["lines"]
    typed["line-0-vat"] = next(value for value, _ in _flat(form.forms[0].fields["vat"].choices) if value)
    answer = ann.post("/units/1001/invoices/new/", typed, follow=True)
    assert answer.status_code == 200
    with acting_as_system():
        assert Delivery.objects.get().state == DeliveryState.WAITING
    assert "On its way to the client" in answer.content.decode()


def _flat(choices):
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def test_the_tracker_follows_an_invoice_to_the_answer_of_the_client(ann: Browser, net: Simulator, worker) -> None:
    """Made out, sent by Peppol, received, refused with the reason: in words, on the member's page."""
    invoice = issue()
    address = f"/units/1001/invoices/{invoice.pk}/"
    assert "It leaves within a minute." in page(ann, address)
    worker()
    assert "Sent by Peppol" in page(ann, address)
    with acting_as_system():
        name = Delivery.objects.get().provider_id
    net.book.move(name, "SENT")
    net.book.note(name, "send_success", at=timezone.now())
    net.book.note(name, "imr_received", at=timezone.now(), response_code="RE", status_reason="Order number is missing")
    follow_einvoices(now=timezone.now() + dt.timedelta(hours=1))
    text = page(ann, address)
    assert "Received by the client&#x27;s access point" in text
    assert "Order number is missing" in text


def test_history_has_no_tracker(ann: Browser) -> None:
    """Invoices of before Marke were sent by others."""
    with acting_as_system():
        old = issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    assert "On its way to the client" not in page(ann, f"/units/1001/invoices/{old.pk}/")


def test_a_document_without_address_tells_the_member_what_to_do(ann: Browser) -> None:
    """Give it by hand, or add an e-mail address."""
    invoice = issue(kind="private", name="Nora", number="")
    assert "add one, or give the document by hand" in page(ann, f"/units/1001/invoices/{invoice.pk}/")


def test_the_desk_sees_its_problems_first(clerk: Browser, net: Simulator, worker) -> None:
    """What arrived is not on top; what has no address is, with the reason."""
    good = issue()
    worker()
    bad = issue(kind="private", name="Nora", number="")
    text = page(clerk, "/desk/einvoices/")
    assert bad.number in text
    assert good.number not in text
    assert good.number in page(clerk, "/desk/einvoices/?state=all")


def test_a_quiet_day_says_so(clerk: Browser) -> None:
    """An empty queue is good news."""
    assert "Every document is on its way." in page(clerk, "/desk/einvoices/")


def test_one_document_with_its_verdict_its_bytes_and_its_answers(clerk: Browser, net: Simulator, worker) -> None:
    """Everything about the sending on one page, and the exact XML to download."""
    invoice = issue()
    worker()
    text = page(clerk, f"/desk/einvoices/{invoice.pk}/")
    assert "Passes" in text
    assert "Handed over to the access point" in text
    with acting_as_system():
        kept = SentDocument.objects.get()
    answer = clerk.get(f"/desk/einvoices/{invoice.pk}/xml/{kept.pk}/")
    assert answer.content == net.book.sent(invoice.number)[0]["content"]
    assert answer["Content-Disposition"] == f'attachment; filename="{invoice.number.replace("/", "-")}.xml"'
    assert answer["Content-Security-Policy"] == "sandbox"


def test_a_held_document_names_the_rule(clerk: Browser, net: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Layer, rule and sentence stand on the page, and one tap lets it try again."""
    invoice = issue()
    with monkeypatch.context() as patch:
        patch.setattr(PORTS, "einvoice_gate", Unforgiving())
        with pytest.raises(NotAtAll):
            _carry(invoice)
    text = page(clerk, f"/desk/einvoices/{invoice.pk}/")
    assert "BUYER-REF" in text
    assert "The order number 4711 does not exist." in text
    clerk.post(f"/desk/einvoices/{invoice.pk}/", {"action": "again"})
    with acting_as_system():
        assert Delivery.objects.get().state == DeliveryState.WAITING


def _carry(invoice: Invoice) -> None:
    parcel = Parcel(uuid7(), "peppol", "key", ("sales.invoice", invoice.pk), 1001, {})
    EinvoiceCarrier(clock=timezone.now).carry(parcel)


def test_what_has_left_is_not_let_go_twice(clerk: Browser, net: Simulator, worker) -> None:
    """The hostile twin: pressing a button that is not there any more changes nothing."""
    invoice = issue()
    worker()
    answer = clerk.post(f"/desk/einvoices/{invoice.pk}/", {"action": "mail"}, follow=True)
    assert "not sent twice" in answer.content.decode()
    assert len(net.book.sent(invoice.number)) == 1


def test_waiting_documents_are_mailed_together(clerk: Browser, net: Simulator) -> None:
    """Look first, then each for itself."""
    net.book.register("0208:0403019261", reach="error")
    invoice = issue(email="books@lumen.example")
    with pytest.raises(NotNow):
        _carry(invoice)
    said = together(clerk, "/desk/einvoices/together/?state=waiting", invoice.pk, action="mail")
    assert "It leaves by e-mail with the PDF." in said
    with acting_as_system():
        assert Delivery.objects.get().state == DeliveryState.MAILED
        assert Message.objects.filter(channel="mail").count() == 1


def test_the_network_page_says_what_is_missing(clerk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """No access point: what that means, and what to do."""
    assert "European rules alone" in page(clerk, "/desk/einvoices/network/")
    with monkeypatch.context() as patch:
        patch.setattr(PORTS, "einvoice_provider", None)
        assert "MARKE_EINVOICE_KEY_FILE" in page(clerk, "/desk/einvoices/network/")


def test_missing_rules_are_told_where_it_matters(clerk: Browser, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves by Peppol: the desk reads why on the first page, and which command helps."""
    strict = Gate(home=tmp_path / "nothing", law=country("be").vat_law, needs_peppol=True)
    with monkeypatch.context() as patch:
        patch.setattr(PORTS, "einvoice_gate", strict)
        assert "./marke einvoice install" in page(clerk, "/desk/einvoices/")


@pytest.mark.parametrize("address", ["/desk/einvoices/", "/desk/einvoices/network/", "/desk/einvoices/inbox/"])
def test_members_have_no_business_at_the_desk(ann: Browser, address: str) -> None:
    """The desk is for staff."""
    assert ann.get(address).status_code == 403


def test_a_document_that_does_not_exist_is_not_found(clerk: Browser) -> None:
    """Also not by an address that somebody guessed."""
    nothing = "00000000-0000-7000-8000-000000000000"
    invoice = issue()
    assert clerk.get(f"/desk/einvoices/{nothing}/").status_code == 404
    assert clerk.get(f"/desk/einvoices/{invoice.pk}/xml/{nothing}/").status_code == 404


def test_the_queue_asks_the_same_number_of_questions_however_long_it_is(
    clerk: Browser,
) -> None:
    """A hundred problems cost as many queries as one."""
    issue(kind="private", name="Nora", number="")
    clerk.get("/desk/einvoices/")
    with CaptureQueriesContext(connection) as few:
        clerk.get("/desk/einvoices/")
    for serial in range(5):
        issue(kind="private", name=f"Nora {serial}", number="")
    with CaptureQueriesContext(connection) as many:
        clerk.get("/desk/einvoices/")
    assert len(many) == len(few)


def test_a_held_document_does_not_leave_on_paper_either(
    clerk: Browser, net: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button is not there, and whoever presses it all the same reads what to do instead."""
    invoice = issue(email="books@lumen.example")
    with monkeypatch.context() as patch:
        patch.setattr(PORTS, "einvoice_gate", Unforgiving())
        with pytest.raises(NotAtAll):
            _carry(invoice)
    address = f"/desk/einvoices/{invoice.pk}/"
    assert "Send by e-mail instead" not in page(clerk, address)
    answer = clerk.post(address, {"action": "mail"}, follow=True)
    assert "make a correct one" in answer.content.decode()
    with acting_as_system():
        assert not Message.objects.filter(channel="mail").exists()
