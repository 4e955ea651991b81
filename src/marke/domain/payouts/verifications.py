"""Verification of payees: what the bank is asked about names and accounts, and its answers read back.

Instant Payments Regulation, art. 5c. The answer is kept per account and name; a name that nearly fits stops nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from marke.domain.payouts.enums import OrderState, Verification
from marke.domain.payouts.models import PayeeVerification, PaymentOrder
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import fold

MOST_BYTES = 5 * 1024 * 1024
HEADER = ("iban", "name", "answer", "known_as")
ANSWERS = {
    Verification.MATCH: ("match", "mtch", "ok"),
    Verification.CLOSE: ("close", "close match", "cmtc"),
    Verification.NO_MATCH: ("no_match", "no match", "nmtc"),
    Verification.IMPOSSIBLE: ("impossible", "not possible", "noap"),
}
"""The words of banks, and the codes of the European scheme (EPC verification of payee: MTCH, CMTC, NMTC, NOAP)."""
_MEANING = {word: answer for answer, words in ANSWERS.items() for word in words}


@dataclass(frozen=True, slots=True)
class PayeeAnswer:
    """What the bank says of a name and an account; ``known_as`` is the name it has, when it says so."""

    iban: str
    name: str
    answer: Verification
    known_as: str = ""


def unverified() -> QuerySet[PaymentOrder]:
    """Payments that wait, to an account and name about which the bank was never asked."""
    asked = PayeeVerification.objects.filter(iban=OuterRef("iban"), name=OuterRef("name"))
    waiting = PaymentOrder.objects.filter(state=OrderState.WAITING)
    return waiting.filter(~Exists(asked)).order_by("iban", "name", "id").distinct("iban", "name")


def questions() -> str:
    """The payees to ask the bank about, as a file with an empty place for each answer."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADER)
    writer.writerows((row.iban, row.name, "", "") for row in unverified())
    return out.getvalue()


def read_answers(content: bytes) -> list[PayeeAnswer]:
    """The bank's answers from the file of `questions`, filled in. Raises `Refusal` beside ``file``."""
    if len(content) > MOST_BYTES:
        raise _refused("payees.size", gettext_noop("The file is larger than 5 MB. Divide it."))
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";", strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refused("payees.text", gettext_noop("The file cannot be read as a list of answers.")) from error
    if not lines or tuple(fold(cell) for cell in lines[0]) != HEADER:
        raise _refused("payees.header", gettext_noop("The first row must be: iban;name;answer;known_as"))
    return list(_answers(lines[1:]))


def _answers(rows: Sequence[Sequence[str]]) -> Iterator[PayeeAnswer]:
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = [cell.strip() for cell in row]
        answer = _MEANING.get(fold(cells[2])) if len(cells) == len(HEADER) else None
        if answer is None or not cells[0] or not cells[1]:
            raise _refused(
                "payees.row",
                gettext_noop(
                    "Row %(row)s lacks an answer: write match, close, no_match or impossible. Nothing is kept."
                ),
                row=number,
            )
        yield PayeeAnswer(cells[0].replace(" ", "")[:34], cells[1][:140], answer, cells[3][:140])


def record_answers(*, answers: Sequence[PayeeAnswer], actor: uuid.UUID, now: dt.datetime) -> int:
    """Keep what the bank answered about payees; answers how many. The latest answer about a payee counts."""
    rows = [
        PayeeVerification(
            iban=each.iban,
            name=each.name,
            answer=each.answer,
            known_as=each.known_as,
            answered_at=now,
            recorded_by=actor,
        )
        for each in answers
    ]
    return len(PayeeVerification.objects.bulk_create(rows, batch_size=2_000))


def _refused(rule: str, message: str, **params: object) -> Refusal:
    return Refusal(rule, message, field="file", params=params)
