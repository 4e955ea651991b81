"""Issuing is sending: Peppol if the client is there, else mail, else by hand; never twice, never a wrong document."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.einvoices import PEPPOL, needs_peppol
from tests.support.network import Unforgiving, network
from tests.support.selling import NOW, TODAY, client_of, invoice_of, line

from marke.countries.be.identifiers import make_enterprise_number
from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import DeliveryState, Way
from marke.domain.einvoicing.models import Delivery, SentDocument
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.outbox.attachments import makers
from marke.domain.outbox.models import Message
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.models import Client, Invoice
from marke.kernel.carrying import Carried, NobodyKnows, NotAtAll, NotNow, Parcel
from marke.kernel.ids import uuid7
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal
from marke.ops.einvoice.simulator import Fault, Simulator
from marke.ops.einvoice.simulator.book import BILLING_TYPES
from marke.rules.einvoice import read_invoice
from marke.usecases.carry_einvoice import EinvoiceCarrier
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.follow_einvoices import follow_einvoices
from marke.usecases.issue_invoice import IssueInput, issue_invoice, issue_invoices
from marke.usecases.look_up_clients import look_up_clients
from marke.usecases.send_invoice import mail_instead, peppol_key, release_documents, send_invoices

pytestmark = pytest.mark.usefixtures("selling")

ADDRESS = "0208:0403019261"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Simulator]:
    with network(tmp_path) as simulator:
        simulator.book.register(ADDRESS)
        yield simulator


def issue(*lines, now: dt.datetime | None = NOW, client: dict | None = None, **more) -> Invoice:
    buyer = client_of(1001, **{"email": "boekhouding@lumen.example", **(client or {})})
    return issue_invoice(invoice=invoice_of(1001, buyer, *lines, **more), on=TODAY, actor=SYSTEM, now=now)


@dataclass
class Worker:
    """Takes the message of an invoice out of the house at a moment of the test."""

    at: dt.datetime = NOW

    def parcel(self, invoice: Invoice) -> Parcel:
        return Parcel(uuid7(), "peppol", peppol_key(invoice.pk), ("sales.invoice", invoice.pk), 1001, {})

    def carry(self, invoice: Invoice) -> Carried:
        return EinvoiceCarrier(clock=lambda: self.at).carry(self.parcel(invoice))

    def find(self, invoice: Invoice) -> Carried | None:
        return EinvoiceCarrier(clock=lambda: self.at).find(self.parcel(invoice))


def way(invoice: Invoice) -> tuple[str, str]:
    found = Delivery.objects.get(invoice=invoice)
    return found.way, found.state


def mails(invoice: Invoice) -> list[str]:
    found = Message.objects.filter(channel="mail", subject_id=invoice.pk).order_by("put_at")
    return [message.payload["template"] for message in found]


def kinds(invoice: Invoice) -> list[str]:
    found = queries.delivery_of(invoice.pk)
    assert found
    return [event.kind for event in found.events.all()]


def test_an_organisation_waits_for_the_network_in_the_transaction_that_issued(net: Simulator) -> None:
    """The message exists exactly when the invoice does."""
    invoice = issue()
    assert way(invoice) == (Way.PEPPOL, DeliveryState.WAITING)
    message = Message.objects.get(key=peppol_key(invoice.pk))
    assert (message.channel, message.unit_id, message.subject_id) == ("peppol", 1001, invoice.pk)


def test_history_that_is_loaded_leaves_nothing(net: Simulator) -> None:
    """Invoices of the past are not sent to anybody."""
    issue(now=None)
    assert not Delivery.objects.exists()
    assert not Message.objects.exists()


def test_a_client_on_the_network_gets_exactly_what_was_kept(net: Simulator) -> None:
    """The bytes at the access point are the bytes in the books, and they are the invoice."""
    invoice = issue()
    carried = Worker().carry(invoice)
    (sent,) = net.book.sent(invoice.number)
    kept = SentDocument.objects.get(invoice=invoice)
    assert carried.provider_id == sent["id"]
    assert sent["content"] == bytes(kept.content)
    assert kept.valid
    assert sent["receiver"] == ADDRESS
    read = read_invoice(bytes(kept.content))
    assert (read.number, read.totals.payable) == (invoice.number, invoice.gross)
    assert way(invoice) == (Way.PEPPOL, DeliveryState.SENT)
    assert kinds(invoice) == ["queued", "looked_up", "judged", "handed_over"]


def test_the_paper_travels_inside_the_document(net: Simulator) -> None:
    """People look at the PDF; it is attached."""
    invoice = issue()
    Worker().carry(invoice)
    read = read_invoice(bytes(SentDocument.objects.get().content))
    attached = [each.attachment for each in read.documents if each.attachment]
    assert [each.mime_type for each in attached] == ["application/pdf"]
    assert attached[0].content.startswith(b"%PDF")


def test_a_courtesy_copy_tells_people_that_it_is_in_their_books(net: Simulator) -> None:
    """The contact learns of it and is asked not to book it twice."""
    invoice = issue()
    Worker().carry(invoice)
    assert mails(invoice) == ["invoice_by_peppol"]


def test_carrying_twice_sends_once(net: Simulator) -> None:
    """A worker that was killed after it had written asks again."""
    invoice = issue()
    first, second = Worker().carry(invoice), Worker().carry(invoice)
    assert first.provider_id == second.provider_id
    assert len(net.book.sent(invoice.number)) == 1
    assert mails(invoice) == ["invoice_by_peppol"]


def test_a_lost_answer_is_doubt_and_the_document_is_found_again(net: Simulator) -> None:
    """It had arrived: it is neither sent again nor mailed."""
    invoice = issue()
    net.book.expect(Fault("POST", "/api/documents/doc_*/send", "lost"))
    with pytest.raises(NobodyKnows):
        Worker().carry(invoice)
    found = Worker().find(invoice)
    assert found
    assert len(net.book.sent(invoice.number)) == 1
    assert way(invoice) == (Way.PEPPOL, DeliveryState.SENT)


def test_an_attempt_of_which_nothing_arrived_is_repeated(net: Simulator) -> None:
    """The access point does not know the number: the next attempt sends it."""
    invoice = issue()
    net.book.expect(Fault("POST", "/api/documents/ubl", "503"))
    with pytest.raises(NobodyKnows):
        Worker().carry(invoice)
    assert Worker().find(invoice) is None
    Worker().carry(invoice)
    assert len(net.book.sent(invoice.number)) == 1


def test_a_client_that_is_not_on_the_network_gets_mail_with_the_paper(net: Simulator) -> None:
    """The directory is certain: mail at once, and the proof of the look-up is kept."""
    net.book.register(ADDRESS, reach="absent")
    invoice = issue()
    Worker().carry(invoice)
    assert way(invoice) == (Way.MAIL, DeliveryState.MAILED)
    assert mails(invoice) == ["invoice_sent"]
    (message,) = Message.objects.filter(channel="mail")
    assert message.payload["to"] == "boekhouding@lumen.example"
    assert message.payload["attachments"][0]["maker"] == "invoice.pdf"
    assert "looked_up" in kinds(invoice)
    assert not net.book.sent(invoice.number)


def test_a_client_known_to_be_absent_today_is_not_asked_for_again(net: Simulator) -> None:
    """Within 24 hours the answer counts, and mail leaves with the issue."""
    net.book.register(ADDRESS, reach="absent")
    buyer = client_of(1001, email="a@lumen.example")
    look_up_clients(now=NOW)
    invoice = issue_invoice(invoice=invoice_of(1001, buyer), on=TODAY, actor=SYSTEM, now=NOW + HOUR)
    assert way(invoice) == (Way.MAIL, DeliveryState.MAILED)


def test_a_client_that_takes_no_credit_notes_gets_them_by_mail(net: Simulator) -> None:
    """Registered for invoices alone: the credit note goes by mail."""
    net.book.register(ADDRESS, types=[each for each in BILLING_TYPES if "Invoice-2" in each])
    invoice = issue()
    Worker().carry(invoice)
    note = credit_invoice(invoice_id=invoice.pk, on=TODAY, reason="Mistake", actor=SYSTEM, now=NOW)
    Worker().carry(note)
    assert way(invoice)[0] == Way.PEPPOL
    assert way(note) == (Way.MAIL, DeliveryState.MAILED)
    assert mails(note) == ["credit_note_sent"]


def test_a_private_person_gets_mail_at_once(net: Simulator) -> None:
    """Nobody asks the network for a human being."""
    invoice = issue(client={"kind": "private", "number": "", "name": "Nora"})
    assert way(invoice) == (Way.MAIL, DeliveryState.MAILED)
    assert not Message.objects.filter(channel="peppol").exists()


def test_a_claim_on_a_subsidy_goes_by_mail(net: Simulator) -> None:
    """It is no invoice for VAT, so it has no structured form."""
    claim = issue(line("1000", vat=0, ground="funding"), kind=InvoiceKind.FUNDING)
    assert way(claim) == (Way.MAIL, DeliveryState.MAILED)


def test_without_any_address_the_document_is_to_be_given_by_hand(net: Simulator) -> None:
    """Nothing is lost quietly: the unit and the desk see it."""
    invoice = issue(client={"kind": "private", "number": "", "name": "Nora", "email": ""})
    assert way(invoice) == (Way.HAND, DeliveryState.BY_HAND)
    assert Delivery.objects.get().problem


def test_a_house_without_access_point_sends_mail(db: None) -> None:
    """Before the contract with a provider, clients still get their invoices."""
    assert PORTS.einvoice_provider is None
    assert way(issue()) == (Way.MAIL, DeliveryState.MAILED)


def test_a_silent_directory_lets_the_document_wait(net: Simulator) -> None:
    """Nobody knows whether the client is there: neither mail nor network yet."""
    net.book.register(ADDRESS, reach="error")
    invoice = issue()
    with pytest.raises(NotNow):
        Worker().carry(invoice)
    found = Delivery.objects.get()
    assert found.state == DeliveryState.WAITING
    assert "gave no answer" in found.problem
    assert mails(invoice) == []


def test_after_the_hours_of_the_cooperative_the_client_gets_mail(net: Simulator) -> None:
    """Twelve hours of silence, and the document goes by mail with the proof of every attempt."""
    net.book.register(ADDRESS, reach="error")
    invoice = issue()
    for hours in (0, 1, 3):
        with pytest.raises(NotNow) as later:
            Worker(NOW + hours * HOUR).carry(invoice)
    assert later.value.wait == 9 * HOUR
    Worker(NOW + 12 * HOUR).carry(invoice)
    assert way(invoice) == (Way.MAIL, DeliveryState.MAILED)
    assert kinds(invoice).count("looked_up") == 4


def test_a_client_that_was_there_this_week_is_sent_to_while_the_directory_is_silent(net: Simulator) -> None:
    """The last certain answer counts longer than a silence."""
    buyer = client_of(1001)
    look_up_clients(now=NOW)
    invoice = issue_invoice(invoice=invoice_of(1001, buyer), on=TODAY, actor=SYSTEM, now=NOW + 48 * HOUR)
    net.book.expect(Fault("GET", "/api/lookup", "503"))
    Worker(NOW + 48 * HOUR).carry(invoice)
    assert len(net.book.sent(invoice.number)) == 1


def test_an_access_point_that_wants_fewer_calls_is_waited_for(net: Simulator) -> None:
    """«Too many calls» certainly did nothing: it is no doubt."""
    invoice = issue()
    net.book.expect(Fault("POST", "/api/documents/ubl", "429"))
    with pytest.raises(NotNow) as later:
        Worker().carry(invoice)
    assert later.value.wait == dt.timedelta(seconds=7)


def test_a_document_with_a_fatal_finding_never_leaves(net: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by the network nor by mail: it is held back, and says by which rule."""
    invoice = issue()
    with monkeypatch.context() as patch:
        patch.setattr(PORTS, "einvoice_gate", Unforgiving())
        with pytest.raises(NotAtAll, match="4711"):
            Worker().carry(invoice)
    found = Delivery.objects.get()
    assert found.state == DeliveryState.HELD
    assert found.problem % found.problem_params == "The order number 4711 does not exist."
    assert not net.book.sent(invoice.number)
    assert mails(invoice) == []
    assert list(queries.deliveries(state="problem")) == [found]


def test_what_was_held_back_leaves_when_the_desk_lets_it(net: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules were corrected: one tap, and it goes as it would have gone."""
    invoice = issue()
    with monkeypatch.context() as patch:
        patch.setattr(PORTS, "einvoice_gate", Unforgiving())
        with pytest.raises(NotAtAll):
            Worker().carry(invoice)
    release_documents(invoice_ids=[invoice.pk], now=NOW + HOUR, actor=SYSTEM)
    Worker(NOW + HOUR).carry(invoice)
    assert len(net.book.sent(invoice.number)) == 1
    with pytest.raises(Refusal, match="already left"):
        release_documents(invoice_ids=[invoice.pk], now=NOW + HOUR, actor=SYSTEM)


def test_without_rules_a_document_waits_and_is_not_called_wrong(tmp_path: Path) -> None:
    """Missing rules are no fault of the document; once they are installed, it leaves."""
    with network(tmp_path, peppol_rules=True) as net:
        net.book.register(ADDRESS)
        invoice = issue()
        with pytest.raises(NotNow, match="not installed"):
            Worker().carry(invoice)
        assert way(invoice) == (Way.PEPPOL, DeliveryState.WAITING)
        assert not net.book.sent(invoice.number)


@needs_peppol
def test_with_the_rules_of_the_network_a_good_invoice_leaves(tmp_path: Path) -> None:
    """The whole way with the Peppol layer: judged by its release, which is kept."""
    shutil.copytree(PEPPOL / "rulepacks/2026.5", tmp_path / "rulepacks/2026.5")
    with network(tmp_path, peppol_rules=True) as net:
        net.book.register(ADDRESS)
        invoice = issue()
        Worker().carry(invoice)
        assert len(net.book.sent(invoice.number)) == 1
        assert "2026.5" in SentDocument.objects.get().pack


def test_a_document_that_the_access_point_refuses_is_held_back(net: Simulator) -> None:
    """The provider's own sentence stands at the desk."""
    invoice = issue()
    net.book.expect(Fault("POST", "/api/documents/ubl", "422"))
    with pytest.raises(NotAtAll, match="simulated"):
        Worker().carry(invoice)
    assert way(invoice) == (Way.PEPPOL, DeliveryState.HELD)


def test_a_waiting_document_can_be_mailed_by_the_desk(net: Simulator) -> None:
    """Somebody decides not to wait; the message that comes later finds it gone."""
    invoice = issue()
    mail_instead(invoice_ids=[invoice.pk], now=NOW, actor=SYSTEM)
    Worker().carry(invoice)
    assert way(invoice) == (Way.MAIL, DeliveryState.MAILED)
    assert not net.book.sent(invoice.number)


def test_asked_twice_a_document_goes_once(net: Simulator) -> None:
    """The journey that issues may be followed by another that sends."""
    invoice = issue()
    assert send_invoices(invoice_ids=[invoice.pk], now=NOW, actor=SYSTEM) == []
    assert Message.objects.filter(channel="peppol").count() == 1


def test_the_network_is_asked_until_it_says_something(net: Simulator) -> None:
    """Delivered, understood, refused: each answer is read when it is there."""
    invoice = issue()
    name = Worker().carry(invoice).provider_id
    net.book.move(name, "SENT")
    net.book.note(name, "send_success", at=NOW)
    net.book.note(name, "imr_received", at=NOW, response_code="RE", status_reason="Not ours")
    assert follow_einvoices(now=NOW) == 0
    assert follow_einvoices(now=NOW + HOUR) == 1
    found = Delivery.objects.get()
    assert (found.state, found.business, found.business_reason) == (DeliveryState.DELIVERED, "RE", "Not ours")


def test_what_the_network_could_not_deliver_goes_by_mail(net: Simulator) -> None:
    """The client has nothing: it gets the paper, and the failure stays on the record."""
    invoice = issue()
    name = Worker().carry(invoice).provider_id
    net.book.move(name, "FAILED")
    net.book.note(name, "send_failed", at=NOW, error="No such receiver")
    follow_einvoices(now=NOW + HOUR)
    assert way(invoice) == (Way.MAIL, DeliveryState.MAILED)
    assert "invoice_sent" in mails(invoice)
    assert {"transport", "mailed"} <= set(kinds(invoice))


def test_a_silent_access_point_changes_no_status(net: Simulator) -> None:
    """No answer is no answer: the document stays where it was and is asked for again."""
    invoice = issue()
    Worker().carry(invoice)
    net.book.expect(Fault("GET", "/api/documents/", "503"))
    assert follow_einvoices(now=NOW + HOUR) == 0
    assert way(invoice) == (Way.PEPPOL, DeliveryState.SENT)


def test_a_directory_that_keeps_silent_ends_the_round(net: Simulator) -> None:
    """Five failures in a row: the directory is down, and nothing is known of anybody."""
    for serial in range(10, 20):
        number = make_enterprise_number(serial)
        client_of(1001, name=f"Client {serial}", number=number)
        net.book.register(f"0208:{number}", reach="error")
    assert look_up_clients(now=NOW) == 0
    assert Client.objects.filter(reachability__isnull=False).count() == 5


def test_many_invoices_are_put_on_their_way_in_the_same_number_of_statements(net: Simulator) -> None:
    """A run of invoices costs as many statements as one of each way."""
    organisation, person = (
        client_of(1001),
        client_of(1001, name="Nora", number="", kind="private", email="n@nora.example"),
    )
    given = [invoice_of(1001, organisation), invoice_of(1001, person)]

    def statements(count: int) -> int:
        issued = issue_invoices(invoices=[IssueInput(each, TODAY) for each in given * count], actor=SYSTEM)
        with CaptureQueriesContext(connection) as counted:
            send_invoices(invoice_ids=[invoice.pk for invoice in issued], now=NOW, actor=SYSTEM)
        return len(counted)

    assert statements(20) == statements(1)


def test_the_paper_goes_along_with_the_mail(net: Simulator) -> None:
    """The attachment is made when the mail leaves, from what was fixed at issue."""
    invoice = issue(client={"kind": "private", "number": "", "name": "Nora"})
    (attachment,) = Message.objects.get(subject_id=invoice.pk).payload["attachments"]
    assert makers()[attachment["maker"]](invoice.pk).startswith(b"%PDF")
    assert attachment["file_name"] == f"{invoice.number.replace('/', '-')}.pdf"
    assert (
        read_invoice(makers()["invoice.xml"](issue(client={"number": "0202239951"}).pk)).totals.payable == invoice.gross
    )
