"""Answers to an invoice: what the network says and what the buyer says are told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.einvoices import PEPPOL, examples, invoice, needs_peppol

from marke.kernel.refusal import Refusal
from marke.rules.einvoice import open_xml, write_invoice
from marke.rules.einvoice.answers import Answer, BusinessStatus, MessageStatus, Reason, read

REJECTED = "invoice-response/T111-uc004a-Invoice_is_rejected.xml"


def answer(name: str) -> Answer:
    return read(open_xml((PEPPOL / "examples" / name).read_bytes()))


@needs_peppol
@pytest.mark.parametrize(
    ("name", "status"),
    [
        (REJECTED, BusinessStatus.REJECTED),
        ("invoice-response/T111-uc001-Invoice_in_process.xml", BusinessStatus.IN_PROCESS),
        ("invoice-response/T111-uc006a-Under_query_missing_information.xml", BusinessStatus.UNDER_QUERY),
        ("invoice-response/T111-uc008-Invoice_is_accepted_by_third_party.xml", BusinessStatus.ACCEPTED),
        ("mls/MessageLevelStatus_Example_AB.xml", MessageStatus.ACKNOWLEDGED),
        ("mls/MessageLevelStatus_Example_RE.xml", MessageStatus.REJECTED),
    ],
)
def test_an_answer_is_of_the_buyer_or_of_the_network(name: str, status: MessageStatus | BusinessStatus) -> None:
    """RE of the network means «not understood», RE of the buyer «not accepted»: two different statuses."""
    assert answer(name).status is status


@needs_peppol
def test_a_rejection_names_the_invoice_and_the_reason() -> None:
    rejected = answer(REJECTED)
    assert rejected.about == "inv021"
    (reason,) = rejected.reasons
    assert reason.code == "REF"
    assert reason.text is not None
    assert reason.text.startswith("A textual explanation")


@needs_peppol
def test_the_network_says_what_it_could_not_accept() -> None:
    """The overall word and each violation with its code."""
    overall, violation, *_ = answer("mls/MessageLevelStatus_Example_RE.xml").reasons
    assert overall == Reason(description="Rejected due to validation errors")
    assert violation.code == "BV"
    assert "CL-T77-R002" in (violation.description or "")


@needs_peppol
@pytest.mark.parametrize("file", examples("examples/invoice-response"))
def test_every_official_response_is_read(file: Path) -> None:
    read_answer = read(open_xml(file.read_bytes()))
    assert isinstance(read_answer.status, BusinessStatus)
    assert read_answer.about


@needs_peppol
@pytest.mark.parametrize(
    ("pattern", "replacement", "rule"),
    [
        (rb"ResponseCode>RE<", rb"ResponseCode>ZZ<", "einvoice.unknown-status"),
        (rb"invoice_response:3<", rb"invoice_response:9<", "einvoice.unknown-status"),
        (rb"<cbc:ResponseCode>RE</cbc:ResponseCode>", b"", "einvoice.incomplete"),
    ],
)
def test_an_answer_that_says_nothing_known_is_refused(pattern: bytes, replacement: bytes, rule: str) -> None:
    """A status is never guessed."""
    content = re.sub(pattern, replacement, (PEPPOL / "examples" / REJECTED).read_bytes())
    with pytest.raises(Refusal) as refused:
        read(open_xml(content))
    assert refused.value.rule == rule


def test_an_invoice_is_no_answer() -> None:
    with pytest.raises(Refusal, match="no answer to an invoice but «Invoice»"):
        read(open_xml(write_invoice(invoice())))


def test_only_a_rejection_or_a_payment_ends_the_matter() -> None:
    """An accepted invoice may still be paid, or queried."""
    assert {each for each in BusinessStatus if each.is_final} == {BusinessStatus.REJECTED, BusinessStatus.PAID}
