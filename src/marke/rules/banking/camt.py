"""Statements of ISO 20022: camt.053 (booked day), camt.052 (day so far) and camt.054 (single movements).

Versions 1 to 8 differ in where a date or a name stands, not in what they say: each place is tried in order. Namespaces
are ignored once the root has told the version.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from lxml import etree

from marke.kernel.money import Cents
from marke.kernel.refusal import gettext_noop
from marke.rules.banking.references import structured_reference
from marke.rules.banking.statements import (
    Counterparty,
    Detail,
    Entry,
    Kind,
    Statement,
    StatementFile,
    UnableToReadStatement,
    minor_units,
)
from marke.rules.xml_gate import BANK_FILE_LIMITS, open_xml

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[234]\.001\.(\d\d))")
VERSION = re.compile(r"V\d\d$")
NEWEST = 13
ROOTS = {
    "BkToCstmrStmt": (Kind.STATEMENT, "Stmt"),
    "BkToCstmrAcctRpt": (Kind.REPORT, "Rpt"),
    "BkToCstmrDbtCdtNtfctn": (Kind.NOTICE, "Ntfctn"),
}
OPENINGS = ("OPBD", "PRCD")
CLOSINGS = {Kind.STATEMENT: ("CLBD",), Kind.REPORT: ("CLBD", "ITBD"), Kind.NOTICE: ()}
AMOUNT = re.compile(r"\d{1,13}(\.\d{1,5})?|\.\d{1,5}", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
REFERENCE = "RmtInf/Strd/CdtrRefInf/Ref"
FINAL_STATES = frozenset({"BOOK", ""})


def read(content: bytes) -> StatementFile:
    """All statements of a file, unproven. Raises `UnableToReadXml` or `UnableToReadStatement` with the reason."""
    root = open_xml(content, limits=BANK_FILE_LIMITS)
    form = _format(root)
    _forget_namespaces(root)
    message = next((child for child in root if _name(child) in ROOTS), None)
    if message is None:
        raise _no_statement()
    kind, name = ROOTS[_name(message)]
    statements = tuple(_statement(each, kind) for each in message.findall(name))
    if not statements:
        raise _no_statement()
    return StatementFile(form, _text(message, "GrpHdr/MsgId"), statements)


def _name(message: Any) -> str:
    """The message's name; the first versions carried their number in it."""
    return VERSION.sub("", str(message.tag))


def _format(root: Any) -> str:
    found = NAMESPACE.fullmatch(etree.QName(root).namespace or "")
    if found is None or etree.QName(root).localname != "Document":
        raise _no_statement()
    if int(found.group(2)) > NEWEST:
        raise UnableToReadStatement(
            "bank.version",
            gettext_noop("The file is %(format)s, which is newer than what can be read here."),
            params={"format": found.group(1)},
        )
    return found.group(1)


def _no_statement() -> UnableToReadStatement:
    return UnableToReadStatement("bank.no-statement", gettext_noop("The file is XML, but no bank statement."))


def _forget_namespaces(root: Any) -> None:
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname


def _statement(element: Any, kind: Kind) -> Statement:
    made_on = None if kind is Kind.STATEMENT else _moment(element)
    entries = tuple(_entry(each, made_on) for each in element.findall("Ntry"))
    currency = _text(element, "Acct/Ccy") or _first_currency(element)
    opening, closing = (_balance(element, codes, currency) for codes in (OPENINGS, CLOSINGS[kind]))
    return Statement(
        kind=kind,
        account=_account(element.find("Acct")),
        currency=currency,
        number=_text(element, "LglSeqNb", "ElctrncSeqNb", "Id"),
        entries=entries,
        opening=opening[0] if opening else None,
        closing=closing[0] if closing else None,
        opened_on=opening[1] if opening else None,
        closed_on=closing[1] if closing else None,
        holder=_text(element, "Acct/Ownr/Nm", "Acct/Nm"),
    )


def _first_currency(element: Any) -> str:
    """Where the account does not say its currency, its entries do, then its balances."""
    amount = element.find("Ntry/Amt")
    amount = element.find("Bal/Amt") if amount is None else amount
    return str(amount.get("Ccy", "")) if amount is not None else ""


def _balance(element: Any, codes: Sequence[str], currency: str) -> tuple[Cents, dt.date | None] | None:
    """The first balance of these kinds that is in the currency of the account."""
    for code in codes:
        for balance in element.findall("Bal"):
            amount = balance.find("Amt")
            same = amount is not None and amount.get("Ccy") == currency
            if same and _text(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd") == code:
                return _signed(balance), _day(balance, "Dt")
    return None


def _entry(element: Any, made_on: dt.date | None) -> Entry:
    """An entry; one that is not booked for good may lack its day and then has that of the report."""
    booked, valued = _day(element, "BookgDt"), _day(element, "ValDt")
    day = booked or valued or made_on
    if day is None:
        raise UnableToReadStatement(
            "bank.no-day", gettext_noop("An entry of the statement has no date."), params={"line": element.sourceline}
        )
    amount = _signed(element)
    return Entry(
        amount=amount,
        booked_on=day,
        value_on=valued or day,
        bank_reference=_text(element, "AcctSvcrRef", "NtryRef"),
        code=_code(element.find("BkTxCd")),
        text=_text(element, "AddtlNtryInf"),
        is_reversal=_text(element, "RvslInd") == "true",
        is_booked=_text(element, "Sts/Cd", "Sts") in FINAL_STATES,
        details=tuple(_details(element, amount, element.find("Amt").get("Ccy"))),
    )


def _details(element: Any, entry: Cents, currency: str) -> Iterator[Detail]:
    """The payments of an entry. One without an amount in its currency is the whole entry; version 1 has no wrapper."""
    found = element.findall("NtryDtls/TxDtls") or element.findall("TxDtls")
    incoming = entry >= 0
    for each in found:
        own = _own_amount(each, currency)
        came_in = _text(each, "CdtDbtInd") == "CRDT" if each.find("CdtDbtInd") is not None else incoming
        yield Detail(
            amount=entry if own is None else (own if came_in else -own),
            counterparty=_counterparty(each, came_in),
            communication=_communication(each),
            text=_free_text(each),
            end_to_end=_text(each, "Refs/EndToEndId").replace("NOTPROVIDED", ""),
            mandate=_text(each, "Refs/MndtId"),
            return_reason=_text(each, "RtrInf/Rsn/Cd", "RtrInf/RtrRsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Prtry"),
        )


def _own_amount(detail: Any, currency: str) -> Cents | None:
    """What a payment amounts to in the currency of its entry."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        amount = detail.find(path)
        if amount is not None and amount.get("Ccy") == currency:
            return _cents(amount)
    return None


def _counterparty(detail: Any, came_in: bool) -> Counterparty:
    """The debtor of what came in, the creditor of what went out; the ultimate one where the bank knows no other."""
    role = "Dbtr" if came_in else "Cdtr"
    return Counterparty(
        name=_text(
            detail,
            f"RltdPties/{role}/Pty/Nm",
            f"RltdPties/{role}/Nm",
            f"RltdPties/Ultmt{role}/Pty/Nm",
            f"RltdPties/Ultmt{role}/Nm",
        ),
        account=_account(detail.find(f"RltdPties/{role}Acct")),
        bank=_text(detail, f"RltdAgts/{role}Agt/FinInstnId/BICFI", f"RltdAgts/{role}Agt/FinInstnId/BIC"),
    )


def _communication(detail: Any) -> str:
    """The structured reference in its own field; elsewhere it is looked for when payments are matched."""
    found = (structured_reference(text) for text in _all(detail, REFERENCE))
    return next((reference for reference in found if reference), "")


def _free_text(detail: Any) -> str:
    """What the payer wrote; where there is none, the reference of a kind that is not known here."""
    written = " ".join(part.strip() for part in _all(detail, "RmtInf/Ustrd"))
    return written or " ".join(text.strip() for text in _all(detail, REFERENCE) if not structured_reference(text))


def _account(element: Any) -> str:
    if element is None:
        return ""
    return _text(element, "Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id").replace(" ", "")


def _code(element: Any) -> str:
    if element is None:
        return ""
    parts = (_text(element, path) for path in ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd"))
    return ".".join(part for part in parts if part) or _text(element, "Prtry/Cd")


def _signed(element: Any) -> Cents:
    amount = element.find("Amt")
    direction = _text(element, "CdtDbtInd")
    if amount is None or direction not in ("CRDT", "DBIT"):
        raise UnableToReadStatement(
            "bank.no-amount",
            gettext_noop("Line %(line)s of the file lacks an amount, or whether it came in or went out."),
            params={"line": element.sourceline},
        )
    return _cents(amount) if direction == "CRDT" else -_cents(amount)


def _cents(amount: Any) -> Cents:
    text = (amount.text or "").strip()
    if not AMOUNT.fullmatch(text):
        raise UnableToReadStatement(
            "bank.amount",
            gettext_noop("%(amount)s is no amount in %(currency)s."),
            params={"amount": text[:40], "currency": amount.get("Ccy", "")},
        )
    return minor_units(Decimal(text), amount.get("Ccy", "EUR"))


def _moment(statement: Any) -> dt.date | None:
    """The day on which a report was made."""
    return _calendar_day(_text(statement, "CreDtTm"))


def _day(element: Any, name: str) -> dt.date | None:
    return _calendar_day(_text(element, f"{name}/Dt", f"{name}/DtTm"))


def _calendar_day(moment: str) -> dt.date | None:
    text = moment[:10]
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text) if DAY.fullmatch(text) else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> dt.date:
    raise UnableToReadStatement("bank.day", gettext_noop("%(text)s is no date."), params={"text": text})


def _text(element: Any, *paths: str) -> str:
    """The first of these places that says something."""
    for path in paths:
        found = element.findtext(path)
        if found is not None and found.strip():
            return str(found.strip())
    return ""


def _all(element: Any, path: str) -> list[str]:
    return [each.text for each in element.findall(path) if each.text]
