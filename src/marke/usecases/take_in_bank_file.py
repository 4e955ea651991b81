"""A file of the bank comes in: read, proven, kept, and every line of it booked; or put aside whole, with its reason.

The same file again, or the same statement in another file, changes nothing. A statement that does not follow the
balance of the account waits for the one before it. What each line did is written beside it with its reasons.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from marke.countries.registry import country
from marke.domain.banking import operations
from marke.domain.banking.enums import Channel, FileState
from marke.domain.banking.models import BankFile, Statement
from marke.domain.parameters.queries import cooperative
from marke.kernel.refusal import Refusal
from marke.usecases.book_bank_lines import book_statement


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a file did: the file as it is kept, whether it was known before, and what of it is in the books now."""

    file: BankFile
    is_new: bool
    kept: int = 0
    booked: int = 0

    @property
    def is_quarantined(self) -> bool:
        return self.file.state == FileState.QUARANTINED


def take_in(*, name: str, content: bytes, channel: Channel, actor: uuid.UUID, now: dt.datetime) -> TakenIn:
    """Take in one file; never raises for what is wrong with the file: that is kept as the reason of its quarantine."""
    known = operations.known_file(content=content)
    if known is not None:
        return TakenIn(known, is_new=False)
    house = cooperative()
    if house.iban:
        operations.open_account(iban=house.iban, name=house.legal_name)
    given = {"name": name, "content": content, "channel": channel, "actor": actor, "now": now}
    try:
        with transaction.atomic():
            told = country(house.country).read_bank_file(content)
            kept = operations.keep(file=told, **given)  # type: ignore[arg-type]
            booked = book_waiting(actor=actor, now=now)
    except Refusal as refusal:
        return TakenIn(operations.quarantine(refusal=refusal, **given), is_new=True)  # type: ignore[arg-type]
    file = BankFile.objects.get(fingerprint=operations.fingerprint(content))
    return TakenIn(file, is_new=True, kept=len(kept), booked=len(booked))


def book_waiting(*, actor: uuid.UUID, now: dt.datetime) -> list[Statement]:
    """Book every statement whose turn it is, in the order of its balances; answers them."""
    done = []
    while (row := operations.next_to_book()) is not None:
        book_statement(row=row, actor=actor, now=now)
        done.append(row)
    return done
