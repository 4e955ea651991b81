"""What leaves the house: payments that the bank takes, the hash that people approve, and the bank's answer."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.support.banking import INVENTED, schema

from marke.rules.banking import pain001, pain002
from marke.rules.banking.characters import ALLOWED, plain
from marke.rules.banking.pain001 import Version
from marke.rules.banking.pain002 import Answer, Verdict
from marke.rules.banking.references import references_in, structured_reference
from marke.rules.banking.statements import UnableToReadStatement
from marke.rules.banking.transfers import Account, Batch, Transfer, UnableToOrderTransfer, batch_hash

HOUSE = Account("De Marke cv", "BE68539007547034", "GKCCBEBB")
ANN = Transfer("PAY-1", "Ann Peeters", "BE71096123456769", 45_917, "+++090/9337/55493+++")
BOB = Transfer("PAY-2", "Bob & Zoë <Ltd>", INVENTED.iban(3), 100, "Loon – mei 2026")


def batch(*transfers: Transfer, **changes: object) -> Batch:
    made_at = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)
    return replace(Batch("B-1", made_at, dt.date(2026, 5, 13), HOUSE, transfers or (ANN, BOB)), **changes)


transfers = st.builds(
    Transfer,
    end_to_end=st.uuids().map(lambda id_: id_.hex),
    name=st.text(min_size=1, max_size=90).filter(str.strip),
    iban=st.integers(1, 10**6).map(INVENTED.iban),
    amount=st.integers(1, 10**9),
    text=st.text(max_size=140),
)
batches = st.lists(transfers, min_size=1, max_size=5, unique_by=lambda each: each.end_to_end).map(lambda t: batch(*t))


@pytest.mark.parametrize("version", Version)
@given(found=batches, salary=st.booleans(), instant=st.booleans(), bank=st.booleans())
def test_the_file_follows_the_schema_whatever_people_write(
    version: Version, found: Batch, salary: bool, instant: bool, bank: bool
) -> None:
    """Any name and any text, in any script, gives a file that the bank's schema accepts."""
    debtor = HOUSE if bank else replace(HOUSE, bic="")
    content = pain001.write(replace(found, is_salary=salary, instant=instant, debtor=debtor), version=version)
    validator = etree.XMLSchema(etree.parse(schema(f"pain.001.001.{version.value}")))
    assert validator.validate(etree.fromstring(content)), validator.error_log


@given(batches)
def test_the_same_batch_is_the_same_file_with_the_same_totals(found: Batch) -> None:
    """The file can be written again byte for byte; its count and total are those of the payments."""
    content = pain001.write(found)
    assert content == pain001.write(found)
    root = etree.fromstring(content)
    counts = [each.text for each in root.iter("{*}NbOfTxs")]
    sums = [each.text for each in root.iter("{*}CtrlSum")]
    assert counts == [str(found.count)] * 2
    assert sums == [f"{found.total // 100}.{found.total % 100:02d}"] * 2
    amounts = [int(Decimal(each.text) * 100) for each in root.iter("{*}InstdAmt")]
    assert amounts == [each.amount for each in found.transfers]


def test_a_belgian_communication_travels_in_its_own_field() -> None:
    """Structured references carry their issuer: BBA for Belgian banks, ISO for creditor references."""
    content = pain001.write(batch(ANN, replace(BOB, text="RF18539007547034"))).decode()
    assert "<Issr>BBA</Issr></Tp><Ref>090933755493</Ref>" in content
    assert "<Issr>ISO</Issr></Tp><Ref>RF18539007547034</Ref>" in content


def test_wages_are_marked_as_wages() -> None:
    assert "<Cd>SALA</Cd>" in pain001.write(batch(is_salary=True)).decode()
    assert "SALA" not in pain001.write(batch()).decode()


def test_names_are_written_in_the_letters_that_banks_take() -> None:
    assert "<Nm>Bob + Zoe .Ltd.</Nm>" in pain001.write(batch()).decode()


@given(st.text(max_size=300), st.integers(1, 140))
def test_plain_text_holds_only_letters_that_banks_take(text: str, longest: int) -> None:
    """Never too long, never a foreign sign, never a slash that a bank refuses."""
    found = plain(text, longest=longest)
    assert len(found) <= longest
    assert not ALLOWED.search(found)
    assert "//" not in found
    assert not found.startswith("/")
    assert not found.endswith("/")


HOSTILE = {
    "transfer.iban": {"iban": "BE71096123456760"},
    "transfer.amount": {"amount": 0},
    "transfer.name": {"name": " "},
    "transfer.text": {"text": "x" * 141},
    "transfer.end-to-end": {"end_to_end": "PAY//1"},
}


@pytest.mark.parametrize("rule", HOSTILE)
def test_a_payment_that_the_bank_would_refuse_is_refused_here(rule: str) -> None:
    with pytest.raises(UnableToOrderTransfer) as refused:
        replace(ANN, **HOSTILE[rule])
    assert refused.value.rule == rule


def test_an_account_number_in_another_form_is_refused() -> None:
    """Numbers are kept compact: a space or a small letter would make two accounts of one."""
    for iban in ("BE71 0961 2345 6769", "be71096123456769", ""):
        with pytest.raises(UnableToOrderTransfer):
            replace(ANN, iban=iban)


def test_nothing_to_pay_and_paying_twice_are_refused() -> None:
    with pytest.raises(UnableToOrderTransfer, match="nothing to pay"):
        batch(transfers=())
    with pytest.raises(UnableToOrderTransfer, match="same payment twice"):
        batch(ANN, ANN)


def test_the_hash_is_known() -> None:
    """SHA-256 over count, total and every payment in order, as any other program computes it from the same bytes."""
    spelled = b"1|45917\n5:PAY-116:BE7109612345676911:Ann Peeters5:45917\n"
    assert batch(ANN).hash == hashlib.sha256(spelled).hexdigest()
    assert batch(ANN).hash == "3b117390d6b484da6b4cd912edb44af6b0c81388392bca9544d13d9a52f79d3d"


@pytest.mark.parametrize(
    "change", [{"amount": 45_918}, {"iban": INVENTED.iban(4)}, {"name": "Ann Peters"}, {"end_to_end": "PAY-9"}]
)
def test_any_change_of_a_payment_changes_the_hash(change: dict[str, object]) -> None:
    """Whoever approved a batch approved exactly these payments."""
    assert batch_hash([replace(ANN, **change), BOB]) != batch_hash([ANN, BOB])


def test_the_order_counts_and_texts_do_not_run_together() -> None:
    """Moving a letter from one field to the next is a change too."""
    assert batch_hash([ANN, BOB]) != batch_hash([BOB, ANN])
    one, other = replace(ANN, name="Ann 1", amount=2), replace(ANN, name="Ann ", amount=12)
    assert batch_hash([one]) != batch_hash([other])


def test_references_are_found_wherever_people_put_them() -> None:
    """In stars, in the middle of a text, with blanks, twice; a wrong check digit is no reference."""
    text = "invoice ***090/9337/55493*** and 090 9337 55493, also rf18 5390 0754 7034 thanks; not 090/9337/55494"
    assert list(references_in(text)) == ["090933755493", "RF18539007547034"]
    assert structured_reference("+++090/9337/55493+++") == "090933755493"
    assert structured_reference("IBAN BE68539007547034") == ""
    assert structured_reference("09093375549312") == ""


def answer(body: str) -> bytes:
    """The bank's answer with this body."""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr/>'
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>B-1</OrgnlMsgId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>{body}"
        "</CstmrPmtStsRpt></Document>"
    ).encode()


def test_the_bank_says_which_payment_it_refuses_and_why() -> None:
    refused = (
        "<OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>PAY-2</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn>"
        "<Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>"
    )
    report = pain002.read(answer(refused))
    assert (report.batch, report.verdict) == ("B-1", Verdict.PARTLY)
    assert report.answers == (Answer("PAY-2", Verdict.REFUSED, "AC04"),)


@pytest.mark.parametrize(
    ("rule", "content"),
    [
        ("bank.no-status", b"<Document/>"),
        ("bank.unknown-verdict", answer("").replace(b"PART", b"WHAT")),
        ("bank.no-verdict", answer("<OrgnlPmtInfAndSts><TxInfAndSts/></OrgnlPmtInfAndSts>")),
    ],
)
def test_an_answer_that_is_none_is_refused(rule: str, content: bytes) -> None:
    with pytest.raises(UnableToReadStatement) as refused:
        pain002.read(content)
    assert refused.value.rule == rule
