"""The bank's answer to a payment file: pain.002, what was accepted and what was not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from lxml import etree

from marke.kernel.refusal import gettext_noop
from marke.rules.banking.statements import UnableToReadStatement
from marke.rules.xml_gate import BANK_FILE_LIMITS, open_xml


class Verdict(Enum):
    """What the bank says of a file or of a payment."""

    ACCEPTED = "accepted"
    PENDING = "pending"
    PARTLY = "partly"
    REFUSED = "refused"


VERDICTS = {
    **dict.fromkeys(("ACCP", "ACSC", "ACSP", "ACTC", "ACWC", "ACCC"), Verdict.ACCEPTED),
    **dict.fromkeys(("PDNG", "RCVD", "PATC"), Verdict.PENDING),
    "PART": Verdict.PARTLY,
    **dict.fromkeys(("RJCT", "CANC"), Verdict.REFUSED),
}
"""ISO 20022 external code sets: payment group and transaction status."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank says of one payment: the reason is an ISO code such as AC04 (account closed)."""

    end_to_end: str
    verdict: Verdict
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The answer to a file. ``verdict`` is None when the bank only answers payment by payment."""

    batch: str
    verdict: Verdict | None
    reason: str
    answers: tuple[Answer, ...]


def read(content: bytes) -> StatusReport:
    """Read the bank's answer. Raises `UnableToReadXml`, or `UnableToReadStatement` when it is something else."""
    root = open_xml(content, limits=BANK_FILE_LIMITS)
    report = next((each for each in root if _name(each) == "CstmrPmtStsRpt"), None)
    if report is None:
        raise UnableToReadStatement(
            "bank.no-status", gettext_noop("The file is XML, but not the bank's answer to a payment file.")
        )
    for element in report.iter(etree.Element):
        element.tag = _name(element)
    group = report.find("OrgnlGrpInfAndSts")
    return StatusReport(
        batch=_text(group, "OrgnlMsgId"),
        verdict=_verdict(_text(group, "GrpSts")),
        reason=_text(group, "StsRsnInf/Rsn/Cd"),
        answers=tuple(_answer(each) for each in report.iterfind("OrgnlPmtInfAndSts/TxInfAndSts")),
    )


def _answer(element: Any) -> Answer:
    verdict = _verdict(_text(element, "TxSts"))
    if verdict is None:
        raise UnableToReadStatement("bank.no-verdict", gettext_noop("The bank's answer lacks the state of a payment."))
    return Answer(
        end_to_end=_text(element, "OrgnlEndToEndId"),
        verdict=verdict,
        reason=_text(element, "StsRsnInf/Rsn/Cd") or _text(element, "StsRsnInf/Rsn/Prtry"),
        text=_text(element, "StsRsnInf/AddtlInf"),
    )


def _verdict(code: str) -> Verdict | None:
    if not code:
        return None
    if code not in VERDICTS:
        raise UnableToReadStatement(
            "bank.unknown-verdict",
            gettext_noop("The bank's answer holds the unknown state %(code)s."),
            params={"code": code[:20]},
        )
    return VERDICTS[code]


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: Any, path: str) -> str:
    return "" if element is None else str(element.findtext(path) or "").strip()
