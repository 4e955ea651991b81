"""Statements of ISO 20022: every official sample is read as others read it, every broken file is refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.banking import samples

from marke.kernel.refusal import Refusal
from marke.rules.banking import camt
from marke.rules.banking.statements import Detail, Kind, Proof, UnableToReadStatement
from marke.rules.xml_gate import UnableToReadXml

SAMPLES = samples("camt", "*.xml")
MADE_UP_BALANCES = "camt053.v2.all-balance-types.xml"
"""One sample shows each type of balance with an invented amount: it adds up to nothing."""

NS = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def statement(
    *, opening: str = "10.00", closing: str = "12.50", entry: str = "2.50", currency: str = "EUR", more: str = ""
) -> bytes:
    """A file with one statement of one entry."""
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-05-12</Dt></Dt></Bal>"
        for code, amount in (("OPBD", opening), ("CLBD", closing))
        if amount
    )
    return (
        f'<Document xmlns="{NS}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id>'
        f"<Acct><Id><IBAN>BE68539007547034</IBAN></Id><Ccy>{currency}</Ccy></Acct>{balances}"
        f'<Ntry><Amt Ccy="{currency}">{entry}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>2026-05-12</Dt></BookgDt>{more}</Ntry></Stmt></BkToCstmrStmt></Document>"
    ).encode()


@pytest.mark.skipif(not SAMPLES, reason="the official samples are not beside the project (MARKE_TESTDATA)")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_an_official_sample_is_read_as_another_reader_reads_it(path: Path) -> None:
    """Amounts, days, names and texts of every entry agree with the published reading of the same file."""
    file = camt.read(path.read_bytes())
    oracle = json.loads(path.with_suffix(".json").read_text())["getEntries"]
    entries = file.statements[-1].entries  # of a file with two statements the published reading has the last one
    assert [abs(entry.amount) for entry in entries] == [abs(int(each["getAmount"]["getAmount"])) for each in oracle]
    assert [entry.amount >= 0 for entry in entries] == [each["getCreditDebitIndicator"] == "CRDT" for each in oracle]
    for entry, other in zip(entries, oracle, strict=True):
        assert not other["getBookingDate"] or entry.booked_on.isoformat() == other["getBookingDate"]["0"][:10]
        assert entry.bank_reference == (other["getAccountServicerReference"] or entry.bank_reference)
        assert len(entry.details) == len(other["getTransactionDetails"])
        if entry.details:
            _agree(entry.details[0], other["getTransactionDetail"])


def _agree(detail: Detail, other: dict[str, Any]) -> None:
    """A payment's identification and what the payer wrote."""
    references = other["getReference"] or {}
    assert detail.end_to_end == (references.get("getEndToEndId") or "")
    remittance = other["getRemittanceInformation"] or {}
    assert (detail.communication or detail.text) == (remittance.get("getMessage") or "")


@pytest.mark.skipif(not SAMPLES, reason="the official samples are not beside the project (MARKE_TESTDATA)")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_balances_of_a_sample_are_proven_where_it_states_them(path: Path) -> None:
    """A statement that gives both balances in its currency leads from one to the other."""
    file = camt.read(path.read_bytes())
    if path.name == MADE_UP_BALANCES:
        with pytest.raises(UnableToReadStatement, match="does not add up"):
            file.prove()
        return
    both = [each.opening is not None and each.closing is not None for each in file.statements]
    assert [proof is Proof.PROVEN for proof in file.prove()] == both


def test_a_statement_is_proven_to_the_cent() -> None:
    """Old balance and movements make the new balance."""
    file = camt.read(statement())
    assert file.prove() == (Proof.PROVEN,)
    (found,) = file.statements
    assert (found.kind, found.account, found.currency) == (Kind.STATEMENT, "BE68539007547034", "EUR")
    assert (found.opening, found.movement, found.closing) == (1000, 250, 1250)


def test_a_statement_that_does_not_add_up_is_refused() -> None:
    """One cent too much, and nothing of the file is taken in."""
    with pytest.raises(
        UnableToReadStatement, match=r"EUR 10\.00 and movements of EUR 2\.51 make EUR 12\.51"
    ) as refused:
        camt.read(statement(entry="2.51")).prove()
    assert refused.value.rule == "bank.unbalanced"


def test_a_statement_without_balances_says_so() -> None:
    assert camt.read(statement(opening="")).prove() == (Proof.NOT_STATED,)


def test_an_amount_in_yen_has_no_cents() -> None:
    """Money is kept in the smallest unit of its own currency."""
    found = camt.read(statement(opening="100", closing="103", entry="3", currency="JPY"))
    assert found.statements[0].entries[0].amount == 3
    with pytest.raises(UnableToReadStatement, match=r"3\.5 is no amount in JPY"):
        camt.read(statement(entry="3.5", currency="JPY"))


def test_a_structured_reference_has_its_own_field() -> None:
    more = (
        "<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Ann</Nm></Pty>"
        "</Dbtr><DbtrAcct><Id><IBAN>BE71096123456769</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Strd><CdtrRefInf>"
        "<Ref>+++090/9337/55493+++</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>"
    )
    (detail,) = camt.read(statement(more=more)).statements[0].entries[0].details
    assert (detail.communication, detail.end_to_end) == ("090933755493", "")
    assert (detail.counterparty.name, detail.counterparty.account, detail.amount) == ("Ann", "BE71096123456769", 250)


def test_a_batch_is_one_entry_with_its_payments() -> None:
    """Two payments booked together keep their own amounts, and count once."""
    part = '<TxDtls><Amt Ccy="EUR">{}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>'
    more = f"<NtryDtls>{part.format('1.00')}{part.format('1.50')}</NtryDtls>"
    file = camt.read(statement(more=more))
    assert [detail.amount for detail in file.statements[0].entries[0].details] == [100, 150]
    assert file.prove() == (Proof.PROVEN,)


def test_a_pending_entry_does_not_count() -> None:
    content = statement(closing="10.00").replace(b"<Cd>BOOK</Cd>", b"<Cd>PDNG</Cd>")
    assert camt.read(content).prove() == (Proof.PROVEN,)


HOSTILE: dict[str, tuple[str, bytes]] = {
    "truncated": ("xml.not-well-formed", statement()[:-40]),
    "an entity": ("xml.doctype", b'<!DOCTYPE x [<!ENTITY a "b">]>' + statement()),
    "an invoice": ("bank.no-statement", b'<Invoice xmlns="urn:oasis:x"/>'),
    "a payment file": ("bank.no-statement", b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>'),
    "no statement inside": ("bank.no-statement", f'<Document xmlns="{NS}"><BkToCstmrStmt/></Document>'.encode()),
    "a version from the future": ("bank.version", statement().replace(b"001.08", b"001.99")),
    "no amount": ("bank.amount", statement(entry="")),
    "an amount in words": ("bank.amount", statement(entry="two")),
    "a negative amount": ("bank.amount", statement(entry="-2.50")),
    "a floating amount": ("bank.amount", statement(entry="2.5e0")),
    "more than all money": ("bank.amount", statement(entry="9999999999999")),
    "no direction": ("bank.no-amount", statement().replace(b"<CdtDbtInd>CRDT", b"<CdtDbtInd>LEFT")),
    "the 31st of February": ("bank.day", statement().replace(b"2026-05-12", b"2026-02-31")),
    "no day": ("bank.no-day", statement().replace(b"<BookgDt><Dt>2026-05-12</Dt></BookgDt>", b"")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_file_is_refused_with_its_reason(name: str) -> None:
    """Whatever is wrong with a file, nothing of it is half read and the reason is a sentence."""
    rule, content = HOSTILE[name]
    with pytest.raises((UnableToReadStatement, UnableToReadXml)) as refused:
        camt.read(content)
    assert isinstance(refused.value, Refusal)
    assert refused.value.rule == rule
    assert "%(" not in str(refused.value)
