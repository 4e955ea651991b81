"""Write what the European register says of VAT numbers of other countries.

A number is watched from the moment a client has it. The worker asks about it outside any transaction; a certain answer
is kept for ever with its consultation number, silence only says when to ask again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from marke.countries import eu_vat
from marke.domain.directory.enums import VatValidity
from marke.domain.directory.models import VatAnswer, VatNumber
from marke.domain.sales.home import home
from marke.domain.sales.models import Client
from marke.kernel.registers import VatAnswer as Answer
from marke.kernel.registers import VatOutcome

FIRST_PAUSE = dt.timedelta(minutes=15)
"""After the first question without an answer; the pauses double from there."""

LONGEST_PAUSE = dt.timedelta(hours=12)


def watch_numbers(*, numbers: Collection[str], now: dt.datetime) -> int:
    """Have the register asked about these numbers; those that are watched already keep their answers.

    Only numbers of other member states are watched. Answers how many are new.
    """
    here = home()
    members, own = here.vat_law().eu_members, here.code.upper()
    wanted = {number for number in numbers if number and eu_vat.country_of(number) in members and number[:2] != own}
    known = set(VatNumber.objects.filter(number__in=wanted).values_list("number", flat=True))
    fresh = [VatNumber(number=number, ask_at=now) for number in sorted(wanted - known)]
    VatNumber.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def watch_clients(*, now: dt.datetime) -> int:
    """Have the register asked about every client's number that nobody watches yet. Answers how many are new."""
    elsewhere = Client.objects.exclude(vat_number="").exclude(vat_number__startswith=home().code.upper())
    elsewhere = elsewhere.exclude(vat_number__in=VatNumber.objects.values("number"))
    return watch_numbers(numbers=set(elsewhere.values_list("vat_number", flat=True)), now=now)


def ask_again(*, number: str, now: dt.datetime) -> None:
    """Have the register asked about a number at the worker's next turn."""
    watch_numbers(numbers=[number], now=now)
    VatNumber.objects.filter(number=number).update(ask_at=now)


def keep_answer(*, number: str, answer: Answer, now: dt.datetime, fresh_for: dt.timedelta) -> VatNumber:
    """Keep what the register answered. A certain answer counts for ``fresh_for``; silence changes nothing but the
    moment of the next question."""
    row = VatNumber.objects.select_for_update().get(number=number)
    row.asked_at = now
    if answer.outcome is VatOutcome.UNANSWERED:
        row.problem, row.silent_since = answer.problem, row.silent_since or now
        row.ask_at = now + _pause(row, now)
    else:
        row.validity, row.answered_at = VatValidity(answer.outcome.value), now
        row.consultation, row.problem, row.silent_since = answer.consultation[:60], "", None
        row.ask_at = now + fresh_for
        VatAnswer.objects.create(
            vat_number=row,
            validity=row.validity,
            consultation=row.consultation,
            name=answer.name,
            address=answer.address,
            answered_at=now,
        )
    row.save()
    return row


def _pause(row: VatNumber, now: dt.datetime) -> dt.timedelta:
    """As long as nobody has answered so far, between a quarter of an hour and half a day."""
    since = now - row.silent_since if row.silent_since else dt.timedelta()
    return max(FIRST_PAUSE, min(since, LONGEST_PAUSE))
