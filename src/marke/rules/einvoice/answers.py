"""What becomes of an invoice that was sent: three statuses that never stand for one another.

Transport says that the message arrived at the receiver's access point, the message level that it was understood there,
and the buyer's answer what the buyer makes of the invoice. Each may fail while the others succeed, none may ever come,
and VAT law waits for none of them (formats.md, 2.2).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Any

from marke.kernel.refusal import gettext_noop
from marke.rules.einvoice.binding import DAY, TEXT, Names, Reader, UnableToReadInvoice, group, many, one
from marke.rules.einvoice.ubl import NAMESPACES

NAMES = Names(NAMESPACES)
ROOT = "{urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2}ApplicationResponse"


class MessageStatus(Enum):
    """Peppol Message Level Status 1.0: whether the receiver's side could accept the message."""

    ACKNOWLEDGED = "AB"
    """Received, not yet checked."""
    ACCEPTED = "AP"
    REJECTED = "RE"


class BusinessStatus(Enum):
    """Peppol Invoice Response (T111): what the buyer does with the invoice; buyers may stay silent."""

    RECEIVED = "AB"
    IN_PROCESS = "IP"
    UNDER_QUERY = "UQ"
    CONDITIONALLY_ACCEPTED = "CA"
    REJECTED = "RE"
    ACCEPTED = "AP"
    PAID = "PD"

    @property
    def is_final(self) -> bool:
        """Whether the buyer has decided; an accepted invoice may still be reported as paid."""
        return self in {BusinessStatus.REJECTED, BusinessStatus.PAID}


STATUSES: dict[str, type[MessageStatus] | type[BusinessStatus]] = {
    "urn:peppol:edec:mls:1.0": MessageStatus,
    "urn:fdc:peppol.eu:poacc:trns:invoice_response:3": BusinessStatus,
}
"""Which status an answer carries, by what it says it follows."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a message or an invoice was not simply accepted, or what is asked for."""

    code: str | None = None
    text: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    specification: str
    number: str
    issued_on: dt.date
    code: str
    about: str
    effective_on: dt.date | None = None
    description: str | None = None
    reasons: tuple[Reason, ...] = ()
    line_reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to something we sent. ``about`` names it: the invoice, or for a message status the message."""

    status: MessageStatus | BusinessStatus
    number: str
    issued_on: dt.date
    about: str
    reasons: tuple[Reason, ...]
    effective_on: dt.date | None = None


_RESPONSE = "cac:DocumentResponse/cac:Response"
_REASON = group(
    Reason,
    one("code", "cbc:StatusReasonCode", TEXT),
    one("text", "cbc:StatusReason", TEXT),
)
_LINE_REASON = group(
    Reason,
    one("code", "cac:Status/cbc:StatusReasonCode", TEXT),
    one("description", "cbc:Description", TEXT),
)
_ANSWER = group(
    _Document,
    one("specification", "cbc:CustomizationID", TEXT),
    one("number", "cbc:ID", TEXT),
    one("issued_on", "cbc:IssueDate", DAY),
    one("code", f"{_RESPONSE}/cbc:ResponseCode", TEXT),
    one("description", f"{_RESPONSE}/cbc:Description", TEXT),
    one("effective_on", f"{_RESPONSE}/cbc:EffectiveDate", DAY),
    many("reasons", f"{_RESPONSE}/cac:Status", _REASON),
    one("about", "cac:DocumentResponse/cac:DocumentReference/cbc:ID", TEXT),
    many("line_reasons", "cac:DocumentResponse/cac:LineResponse/cac:Response", _LINE_REASON),
)


def read(root: Any) -> Answer:
    """The answer in an opened document. Raises `UnableToReadInvoice` for another document or an unknown status."""
    if root.tag != ROOT:
        raise UnableToReadInvoice(
            "einvoice.no-answer",
            gettext_noop("This is no answer to an invoice but «%(root)s»."),
            params={"root": root.tag.rpartition("}")[2]},
        )
    document: _Document = Reader(NAMES).read(_ANSWER, root)
    overall = (Reason(description=document.description),) if document.description else ()
    return Answer(
        status=_status(document),
        number=document.number,
        issued_on=document.issued_on,
        about=document.about,
        reasons=(*overall, *document.reasons, *document.line_reasons),
        effective_on=document.effective_on,
    )


def _status(document: _Document) -> MessageStatus | BusinessStatus:
    kind = STATUSES.get(document.specification)
    known = {each.value: each for each in kind} if kind else {}
    if document.code not in known:
        raise UnableToReadInvoice(
            "einvoice.unknown-status",
            gettext_noop("The answer carries the status «%(code)s», which «%(specification)s» does not know."),
            params={"code": document.code, "specification": document.specification},
        )
    return known[document.code]
