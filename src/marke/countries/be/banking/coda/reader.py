"""Read a CODA file: every statement of it, or the reason why nothing is read.

A file proves itself three times: each statement's movements lead from its old to its new balance, the trailer counts
the lines, and it adds up what came in and went out. Only movements of detail number 0000 count: the details of a
globalised movement are its parts and are never added again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from marke.countries.be.banking.coda.records import COUNTED, ENCODING, LENGTH, LINES, kind_of
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
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
    proven,
)

HEADER = re.compile(rb"00000\d{9}05")
"""How every CODA file begins: record 0, the day of creation, the bank, application 05."""

VERSIONS = frozenset({"1", "2"})
LARGEST_FILE = 256 * 1024 * 1024
DIGITS = re.compile(r"\d+", re.ASCII)
STRUCTURED_REFERENCE = frozenset({"101", "102"})
DIRECT_DEBIT = "127"
MANDATE = slice(47, 82)
"""Where the mandate stands in the communication of a direct debit."""
WHOLE = "0000"
SPACES = re.compile(r"\s+")


def is_coda(content: bytes) -> bool:
    """Whether a file begins as a CODA file does."""
    return bool(HEADER.match(content[:LENGTH]))


def read(content: bytes) -> StatementFile:
    """All statements of a file, each proven by its balances. Raises `UnableToReadStatement` with line and reason."""
    if len(content) > LARGEST_FILE:
        raise _refused("coda.size", gettext_noop("The file is larger than a bank statement can be."))
    lines = _lines(content)
    file = _File(lines)
    while not file.is_done:
        file.read_part()
    return proven(StatementFile(f"coda.{file.version}", file.reference, tuple(file.statements)))


def _lines(content: bytes) -> list[str]:
    """The lines, each of 128 characters: blanks at the end may have been lost on the way."""
    text = content.decode(ENCODING, errors="replace").replace("\x1a", "")
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines or not is_coda(content):
        raise _refused("coda.header", gettext_noop("The file does not begin as a CODA file does."))
    for number, line in enumerate(lines, 1):
        if len(line) > LENGTH:
            raise _refused("coda.length", gettext_noop("Line %(line)s is longer than 128 characters."), line=number)
    return [line.ljust(LENGTH) for line in lines]


def _refused(rule: str, message: str, **params: object) -> Refusal:
    return UnableToReadStatement(rule, message, params=params)


@dataclass
class _Movement:
    """A movement while its lines come by."""

    number: int
    values: dict[str, str]
    communication: str
    end_to_end: str = ""
    bic: str = ""
    return_reason: str = ""
    account: str = ""
    name: str = ""
    information: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return self.values["detail"] == WHOLE


@dataclass
class _Open:
    """A statement while its lines come by."""

    values: dict[str, str]
    movements: list[_Movement] = field(default_factory=list)


class _File:
    """Walks the lines once; a file may hold several parts, each from a header to its trailer."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.at = 0
        self.version = ""
        self.reference = ""
        self.statements: list[Statement] = []

    @property
    def is_done(self) -> bool:
        return self.at >= len(self.lines)

    def read_part(self) -> None:
        """From a header to its trailer."""
        header = self._take("0")
        self.version, self.reference = header["version"], header["reference"]
        if self.version not in VERSIONS:
            raise _refused(
                "coda.version",
                gettext_noop("The file is CODA version %(version)s, which cannot be read here."),
                version=self.version or "?",
            )
        first = self.at
        while not self.is_done and self.lines[self.at][0] != "9":
            self._read_statement()
        if self.is_done:
            raise _refused(
                "coda.incomplete",
                gettext_noop(
                    "The file ends before its last line: the bank has not finished writing it. Send it again."
                ),
            )
        counted = [line for line in self.lines[first : self.at] if kind_of(line) in COUNTED]
        self._check_trailer(self._take("9"), counted)

    def _take(self, kind: str) -> dict[str, str]:
        """The fields of the next line, which must be of this kind."""
        if self.is_done or kind_of(self.lines[self.at]) != kind:
            raise _refused(
                "coda.order",
                gettext_noop("Line %(line)s of the file should be record %(kind)s."),
                line=self.at + 1,
                kind=kind,
            )
        line = self.lines[self.at]
        self.at += 1
        return {name: place.of(line) for name, place in LINES[kind].items()}

    def _read_statement(self) -> None:
        opening = _Open(self._take("1"))
        while not self.is_done and (kind := kind_of(self.lines[self.at])) not in ("8", "9"):
            self._read_line(opening, kind)
        if self.is_done:
            return
        closing = self._take("8")
        while not self.is_done and self.lines[self.at][0] == "4":
            self.at += 1
        self.statements.append(self._statement(opening, closing))

    def _read_line(self, statement: _Open, kind: str) -> None:
        if kind == "4":
            self.at += 1
            return
        if kind not in LINES or kind in ("0", "1"):
            raise _refused("coda.order", gettext_noop("Line %(line)s is of an unknown kind."), line=self.at + 1)
        number, values = self.at + 1, self._take(kind)
        if kind == "21":
            statement.movements.append(_Movement(number, values, values["communication"]))
            return
        if not statement.movements:
            raise _refused(
                "coda.order", gettext_noop("Line %(line)s continues a movement that is not there."), line=number
            )
        _continue(statement.movements[-1], kind, values)

    def _statement(self, opening: _Open, closing: dict[str, str]) -> Statement:
        values = opening.values
        account, currency = _account(values["structure"], values["account"])
        return Statement(
            kind=Kind.STATEMENT,
            account=account,
            currency=currency,
            number=values["coda_sequence"] or values["sequence"],
            entries=tuple(_entries(opening.movements, currency)),
            opening=_amount(values["sign"], values["balance"], currency, self.at),
            closing=_amount(closing["sign"], closing["balance"], currency, self.at),
            opened_on=_day(values["day"], self.at) if values["day"].strip("0 ") else None,
            closed_on=_day(closing["day"], self.at) if closing["day"].strip("0 ") else None,
            holder=values["holder"],
        )

    def _check_trailer(self, trailer: dict[str, str], counted: Sequence[str]) -> None:
        """The trailer counts the lines and adds the movements of both directions."""
        amounts = [
            (fields["sign"], fields["amount"])
            for line in counted
            if kind_of(line) == "21"
            for fields in [{name: place.of(line) for name, place in LINES["21"].items()}]
            if fields["detail"] == WHOLE
        ]
        told = (trailer["records"], trailer["debit"], trailer["credit"])
        sums = tuple(sum(int(amount) for sign, amount in amounts if sign == wanted) for wanted in ("1", "0"))
        if any(not DIGITS.fullmatch(text) for text in told) or tuple(map(int, told)) != (len(counted), *sums):
            raise _refused(
                "coda.trailer",
                gettext_noop(
                    "The last line of the file does not agree with the others: lines or amounts are missing or were "
                    "changed. Nothing of the file is taken in."
                ),
            )


def _continue(movement: _Movement, kind: str, values: dict[str, str]) -> None:
    """Add a following line to its movement."""
    if kind == "22":
        movement.communication = movement.communication.ljust(53) + values["communication"]
        movement.end_to_end, movement.bic = values["end_to_end"], values["bic"]
        movement.return_reason = values["return_reason"]
    elif kind == "23":
        movement.account, movement.name = values["account"], values["name"]
        movement.communication = movement.communication.ljust(106) + values["communication"]
    else:
        movement.information.append(values["communication"])


def _entries(movements: Sequence[_Movement], currency: str) -> Iterator[Entry]:
    """Whole movements, each with the details that follow it; one without details is its own single payment."""
    at = 0
    while at < len(movements):
        whole, at = movements[at], at + 1
        if not whole.is_whole:
            raise _refused(
                "coda.detail",
                gettext_noop("Line %(line)s is a part of a movement that is not there."),
                line=whole.number,
            )
        parts = []
        while at < len(movements) and not movements[at].is_whole:
            parts.append(movements[at])
            at += 1
        yield _entry(whole, parts or [whole], currency)


def _entry(whole: _Movement, parts: Sequence[_Movement], currency: str) -> Entry:
    values = whole.values
    booked_on = _day(values["entry_day"], whole.number)
    valued = values["value_day"].strip("0 ")
    return Entry(
        amount=_amount(values["sign"], values["amount"], currency, whole.number),
        booked_on=booked_on,
        value_on=_day(values["value_day"], whole.number) if valued else booked_on,
        bank_reference=values["reference"],
        code=values["code"],
        text=_one_line(" ".join(whole.information)),
        details=tuple(_detail(part, currency) for part in parts),
    )


def _detail(part: _Movement, currency: str) -> Detail:
    structured, text = _communication(part)
    return Detail(
        amount=_amount(part.values["sign"], part.values["amount"], currency, part.number),
        counterparty=Counterparty(part.name, part.account[:34].rstrip(), part.bic),
        communication=structured,
        text=text,
        end_to_end=part.end_to_end.replace("NOTPROVIDED", ""),
        mandate=part.communication[MANDATE].strip() if _type_of(part) == DIRECT_DEBIT else "",
        return_reason=part.return_reason,
    )


def _type_of(part: _Movement) -> str:
    """The kind of structured communication: 101 is a credit transfer with reference; empty for free text."""
    return part.communication[:3] if part.values["structured"] == "1" else ""


def _communication(part: _Movement) -> tuple[str, str]:
    """The structured reference, and the free text."""
    kind = _type_of(part)
    if kind in STRUCTURED_REFERENCE:
        return structured_reference(part.communication[3:15]), ""
    text = _one_line(part.communication[3:] if kind else part.communication)
    return "", text


def _one_line(text: str) -> str:
    return SPACES.sub(" ", text).strip()


def _account(structure: str, text: str) -> tuple[str, str]:
    """Account and currency. The kind of account may be blank: then the currency stands at the end all the same."""
    if structure == "0":
        return text[:12].strip(), text[13:16].strip() or "EUR"
    return text[:34].split(" ")[0], text[34:37].strip() or "EUR"


def _amount(sign: str, text: str, currency: str, line: int) -> Cents:
    """Twelve places before and three after the point; 0 came in, 1 went out."""
    if not DIGITS.fullmatch(text) or sign not in ("0", "1"):
        raise _refused("coda.amount", gettext_noop("The amount near line %(line)s cannot be read."), line=line)
    amount = minor_units(Decimal(text).scaleb(-3), currency)
    return amount if sign == "0" else -amount


def _day(text: str, line: int) -> dt.date:
    """DDMMYY, of this century."""
    try:
        return dt.date(2000 + int(text[4:6]), int(text[2:4]), int(text[:2]))
    except ValueError:
        raise _refused("coda.day", gettext_noop("The date near line %(line)s cannot be read."), line=line) from None
