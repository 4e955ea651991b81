"""The adapter for e-invoice.be against the simulated access point: the six calls, and what goes wrong on the way."""

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.einvoices import credit_note, invoice

from marke.kernel.einvoicing import Outgoing, Participant, ProviderRefused, ProviderUnavailable, Reach, Transport
from marke.ops.einvoice.providers.e_invoice_be import EInvoiceBe
from marke.ops.einvoice.simulator import Fault, Simulator
from marke.ops.einvoice.simulator.server import KEY
from marke.rules.einvoice import write_invoice

BUYER = Participant("0208", "0403019261")
SELLER = Participant("0208", "0000000196")
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Simulator]:
    with Simulator(tmp_path / "network.sqlite3").running() as simulator:
        simulator.book.register(str(BUYER))
        yield simulator


@pytest.fixture
def provider(network: Simulator) -> EInvoiceBe:
    return EInvoiceBe(key=KEY, base_url=network.url, timeout=(1, 0.5))


def outgoing(number: str = "2026-0001") -> Outgoing:
    return Outgoing(number, SELLER, BUYER, write_invoice(invoice(number=number)))


def test_a_registered_client_is_reachable_with_its_document_types(provider: EInvoiceBe) -> None:
    """Who is registered on the network receives invoices and credit notes there."""
    found = provider.lookup(BUYER)
    assert found.reach is Reach.REACHABLE
    assert found.takes("Invoice")
    assert found.takes("CreditNote")


def test_a_client_that_is_not_registered_is_absent(provider: EInvoiceBe) -> None:
    """«Not on the network» is an answer of the directory."""
    assert provider.lookup(Participant("0208", "0202239951")).reach is Reach.ABSENT


def test_a_participant_without_invoices_takes_none(network: Simulator, provider: EInvoiceBe) -> None:
    """A participant that registered for orders alone receives no invoice."""
    network.book.register(str(BUYER), types=["urn:oasis:…:Order-2::Order##urn:fdc:peppol.eu:poacc:trns:order:3::2.1"])
    found = provider.lookup(BUYER)
    assert found.reach is Reach.REACHABLE
    assert not found.takes("Invoice")


@pytest.mark.parametrize("fault", ["429", "500", "503", "slow", "lost", "nonsense"])
def test_a_failed_look_up_is_never_taken_for_not_on_the_network(
    network: Simulator, provider: EInvoiceBe, fault: str
) -> None:
    """When the directory gives no answer, nothing is known."""
    network.book.expect(Fault("GET", "/api/lookup", fault))
    found = provider.lookup(BUYER)
    assert found.reach is Reach.UNKNOWN
    assert found.problem


def test_an_error_of_the_directory_itself_leaves_the_reach_unknown(network: Simulator, provider: EInvoiceBe) -> None:
    """The provider answered, the directory behind it did not: nothing is known either."""
    network.book.register(str(BUYER), reach="error")
    assert provider.lookup(BUYER).reach is Reach.UNKNOWN


def test_a_document_is_sent_and_its_bytes_are_those_given(network: Simulator, provider: EInvoiceBe) -> None:
    """What leaves is what was given, to whom it was given for."""
    document = outgoing()
    handed_over = provider.send(document)
    (sent,) = network.book.sent("2026-0001")
    assert handed_over.provider_id == sent["id"]
    assert handed_over.transport is Transport.HANDED_OVER
    assert sent["content"] == document.content
    assert sent["receiver"] == "0208:0403019261"


def test_a_document_is_sent_once_however_often_it_is_asked(network: Simulator, provider: EInvoiceBe) -> None:
    """The number is the key: a second call answers the first."""
    first, second = provider.send(outgoing()), provider.send(outgoing())
    assert first.provider_id == second.provider_id
    assert len(network.book.sent("2026-0001")) == 1


@pytest.mark.parametrize("fault", ["lost", "slow", "503"])
@pytest.mark.parametrize("step", ["/api/documents/ubl", "/api/documents/doc_*/send"])
def test_an_attempt_that_broke_off_is_finished_and_not_repeated(
    network: Simulator, provider: EInvoiceBe, step: str, fault: str
) -> None:
    """Whether the draft or the sending broke off: the second attempt finds what the first one left."""
    network.book.expect(Fault("POST", step, fault))
    with pytest.raises(ProviderUnavailable):
        provider.send(outgoing())
    provider.send(outgoing())
    assert len(network.book.sent("2026-0001")) == 1


def test_a_doubtful_attempt_is_found_by_its_number(network: Simulator, provider: EInvoiceBe) -> None:
    """Whoever lost the answer asks whether the document of this number left."""
    assert provider.find("2026-0001") is None
    network.book.expect(Fault("POST", "/api/documents/doc_*/send", "lost"))
    with pytest.raises(ProviderUnavailable):
        provider.send(outgoing())
    found = provider.find("2026-0001")
    assert found is not None
    assert found.transport is Transport.HANDED_OVER


def test_a_number_that_contains_another_is_not_taken_for_it(network: Simulator, provider: EInvoiceBe) -> None:
    """The provider's search finds parts of numbers; 2026-00012 is not 2026-0001."""
    provider.send(outgoing("2026-00012"))
    assert provider.find("2026-0001") is None


def test_a_draft_has_not_left(network: Simulator, provider: EInvoiceBe) -> None:
    """A draft at the provider is no invoice at the client."""
    network.book.expect(Fault("POST", "/api/documents/doc_*/send", "503"))
    with pytest.raises(ProviderUnavailable):
        provider.send(outgoing())
    assert provider.find("2026-0001") is None


def test_a_document_that_the_provider_cannot_read_is_refused_for_good(provider: EInvoiceBe) -> None:
    """Sending the same bytes again would change nothing."""
    with pytest.raises(ProviderRefused) as refused:
        provider.send(Outgoing("2026-0001", SELLER, BUYER, b"<Order/>"))
    assert refused.value.params["status"] == 422


def test_the_wait_that_the_provider_asks_for_is_passed_on(network: Simulator, provider: EInvoiceBe) -> None:
    """«Too many calls» says how long to wait."""
    network.book.expect(Fault("POST", "/api/documents/ubl", "429"))
    with pytest.raises(ProviderUnavailable) as unavailable:
        provider.send(outgoing())
    assert unavailable.value.wait == dt.timedelta(seconds=7)


def test_a_wrong_key_is_no_answer_about_the_document(network: Simulator) -> None:
    """The house is not known there: that says nothing of the invoice, and the key stands in no message."""
    provider = EInvoiceBe(key="wrong-secret", base_url=network.url)
    with pytest.raises(ProviderUnavailable) as unavailable:
        provider.send(outgoing())
    assert "wrong-secret" not in str(unavailable.value)


def test_the_key_is_never_logged(network: Simulator, provider: EInvoiceBe, caplog: pytest.LogCaptureFixture) -> None:
    """Not even where every call is logged."""
    with caplog.at_level(logging.DEBUG):
        provider.send(outgoing())
    assert KEY not in caplog.text


def test_the_provider_is_spoken_to_over_tls_alone() -> None:
    """Outside this computer there is no call without TLS."""
    with pytest.raises(ValueError, match="TLS"):
        EInvoiceBe(key="key", base_url="http://api.e-invoice.be")


def test_the_three_statuses_come_one_by_one(network: Simulator, provider: EInvoiceBe) -> None:
    """Handed over, delivered, understood, then refused by the buyer: none stands for another."""
    name = provider.send(outgoing()).provider_id
    assert provider.status(name).transport is Transport.HANDED_OVER
    network.book.move(name, "SENT")
    network.book.note(name, "send_success")
    assert provider.status(name).transport is Transport.DELIVERED
    network.book.note(name, "mlr_received", response_code="AP")
    network.book.note(name, "imr_received", response_code="RE", status_reason="Order number is missing")
    progress = provider.status(name)
    assert [each.code for each in progress.message_level] == ["AP"]
    assert [(each.code, each.reason) for each in progress.business] == [("RE", "Order number is missing")]


def test_an_answer_without_a_code_moves_no_status(network: Simulator, provider: EInvoiceBe) -> None:
    """What cannot be read is kept as it came and decides nothing."""
    name = provider.send(outgoing()).provider_id
    network.book.note(name, "imr_received", remark="thanks")
    progress = provider.status(name)
    assert progress.business == ()
    assert "thanks" in progress.raw


def test_a_failed_delivery_says_why(network: Simulator, provider: EInvoiceBe) -> None:
    """The document will not arrive, for the reason the network gave."""
    name = provider.send(outgoing()).provider_id
    network.book.move(name, "FAILED")
    network.book.note(name, "send_failed", error="The receiver's access point refused it")
    progress = provider.status(name)
    assert progress.transport is Transport.FAILED
    assert progress.problem == "The receiver's access point refused it"


def test_the_inbox_lists_what_arrived_since_and_fetches_the_bytes(network: Simulator, provider: EInvoiceBe) -> None:
    """Documents of suppliers come as they were sent."""
    content = write_invoice(credit_note())
    network.book.receive(content, at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    network.book.receive(write_invoice(invoice()), at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
    page = provider.inbox(since=dt.datetime(2026, 10, 15, tzinfo=dt.UTC))
    assert [each.number for each in page.documents] == ["2026-C001"]
    assert provider.fetch(page.documents[0].provider_id) == content


def test_an_inbox_of_many_pages_is_read_page_by_page(network: Simulator, provider: EInvoiceBe) -> None:
    """Fifty documents a page; the last page says that it is the last."""
    for number in range(52):
        network.book.receive(write_invoice(invoice(number=f"S-{number}")))
    first = provider.inbox(since=LONG_AGO)
    assert (len(first.documents), first.next_page) == (50, 2)
    last = provider.inbox(since=LONG_AGO, page=2)
    assert (len(last.documents), last.next_page) == (2, None)


def test_the_signed_address_of_a_document_never_sees_the_key(network: Simulator, provider: EInvoiceBe) -> None:
    """The file lies elsewhere, where a call that shows a key is refused; a failure there tells nobody the address."""
    name = network.book.receive(write_invoice(invoice()))
    assert provider.fetch(name)
    network.book.expect(Fault("GET", "/signed", "503"))
    with pytest.raises(ProviderUnavailable) as unavailable:
        provider.fetch(name)
    assert "signed" not in str(unavailable.value)


def test_the_providers_own_check_is_told_in_findings(provider: EInvoiceBe) -> None:
    """What the provider would refuse can be asked before."""
    assert provider.validate(write_invoice(invoice())).valid
    judged = provider.validate(b"<Order/>")
    assert not judged.valid
    assert judged.findings[0]["severity"] == "fatal"


def test_one_buyer_in_twenty_refuses_in_a_lively_network(tmp_path: Path) -> None:
    """The demo's network goes on by itself: delivered, understood, answered."""
    with Simulator(tmp_path / "lively.sqlite3", lively=True).running() as simulator:
        simulator.book.register(str(BUYER))
        provider = EInvoiceBe(key=KEY, base_url=simulator.url)
        name = provider.send(outgoing()).provider_id
        for _ in range(3):
            progress = provider.status(name)
        assert progress.transport is Transport.DELIVERED
        assert [each.code for each in progress.message_level] == ["AP"]
