"""Write statements as CODA: the bank of the demo cooperative writes its files with it, and so do the tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from marke.countries.be.banking.coda.records import COUNTED, ENCODING, compose, kind_of
from marke.kernel.money import Cents
from marke.rules.banking.statements import Detail, Entry, Statement

IN, OUT = "0150000", "0101000"
"""Family 01, transfers: 50 received, 01 ordered; no category."""
CODE_LENGTH = 8
SIMPLE, TOTAL, PART = "0", "1", "5"
"""The type before it: a simple movement, the total of what the customer ordered together, a part of that."""
FIRST, SECOND, THIRD = 53, 106, 149
"""How much of a communication fits the first, the second and the third line of a movement."""


def write(statements: Sequence[Statement], *, made_on: dt.date, reference: str = "", addressee: str = "") -> bytes:
    """One file with these statements, all in euro, in the encoding of the banks."""
    lines = [compose("0", **_header(made_on, reference, addressee))]
    for statement in statements:
        lines.extend(_statement(statement))
    lines.append(compose("9", **_trailer(lines, statements)))
    return ("\r\n".join(lines) + "\r\n").encode(ENCODING, errors="replace")


def _header(made_on: dt.date, reference: str, addressee: str) -> dict[str, str]:
    return {
        "zeros": "00000",
        "created": _day(made_on),
        "bank": "999",
        "application": "05",
        "reference": reference,
        "addressee": addressee,
        "version": "2",
    }


def _trailer(lines: Sequence[str], statements: Sequence[Statement]) -> dict[str, str]:
    amounts = [entry.amount for statement in statements for entry in statement.entries]
    return {
        "records": f"{sum(kind_of(line) in COUNTED for line in lines):06d}",
        "debit": _units(-sum(amount for amount in amounts if amount < 0)),
        "credit": _units(sum(amount for amount in amounts if amount > 0)),
        "another": "2",
    }


def _statement(statement: Statement) -> Iterator[str]:
    assert statement.opening is not None, "CODA states the old balance"
    assert statement.closing is not None, "CODA states the new balance"
    number = statement.number.zfill(3)[-3:]
    account = statement.account.ljust(34) + statement.currency
    yield compose(
        "1",
        structure="2",
        sequence=number,
        account=account,
        sign=_sign(statement.opening),
        balance=_units(statement.opening),
        day=_day(statement.opened_on) if statement.opened_on else "0" * 6,
        holder=statement.holder,
        coda_sequence=number,
    )
    for sequence, entry in enumerate(statement.entries, 1):
        yield from _entry(sequence, entry, number)
    yield compose(
        "8",
        sequence=number,
        account=account,
        sign=_sign(statement.closing),
        balance=_units(statement.closing),
        day=_day(statement.closed_on) if statement.closed_on else "0" * 6,
        link="0",
    )


def _entry(sequence: int, entry: Entry, statement: str) -> Iterator[str]:
    """A movement; several payments become a total and its numbered parts."""
    details = entry.details
    if len(details) > 1:
        yield from _movement(sequence, 0, TOTAL, Detail(entry.amount), entry, statement)
        for number, detail in enumerate(details, 1):
            yield from _movement(sequence, number, PART, detail, entry, statement)
    else:
        yield from _movement(sequence, 0, SIMPLE, details[0] if details else Detail(entry.amount), entry, statement)


def _code(kind: str, detail: Detail, entry: Entry) -> str:
    """The code of the movement that is given, else that of a credit transfer."""
    if len(entry.code) == CODE_LENGTH and entry.code.isdigit():
        return kind + entry.code[1:]
    return kind + (IN if detail.amount > 0 else OUT)


def _movement(sequence: int, number: int, kind: str, detail: Detail, entry: Entry, statement: str) -> Iterator[str]:
    place = {"sequence": f"{sequence:04d}", "detail": f"{number:04d}"}
    structured = len(detail.communication) == 12 and detail.communication.isdigit()
    text = "101" + detail.communication if structured else detail.text or detail.communication
    yield compose(
        "21",
        **place,
        reference=entry.bank_reference,
        sign=_sign(detail.amount),
        amount=_units(detail.amount),
        value_day=_day(entry.value_on),
        code=_code(kind, detail, entry),
        structured="1" if structured else "0",
        communication=text[:FIRST],
        entry_day=_day(entry.booked_on),
        statement=statement,
        globalisation="1" if kind == TOTAL else "0",
        next="1",
        link="0",
    )
    other = detail.counterparty
    yield compose(
        "22",
        **place,
        communication=text[FIRST:SECOND],
        end_to_end=detail.end_to_end,
        bic=other.bank,
        return_type="1" if detail.return_reason else " ",
        return_reason=detail.return_reason,
        next="1",
        link="0",
    )
    yield compose(
        "23",
        **place,
        account=other.account.ljust(34) + ("EUR" if other.account else ""),
        name=other.name,
        communication=text[SECOND:THIRD],
        next="0",
        link="0",
    )


def _sign(amount: Cents) -> str:
    return "0" if amount >= 0 else "1"


def _units(amount: Cents) -> str:
    """Fifteen digits, the last three behind the point."""
    return f"{abs(amount) * 10:015d}"


def _day(day: dt.date) -> str:
    return day.strftime("%d%m%y")
