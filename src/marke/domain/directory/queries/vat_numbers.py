"""Read what the European register said of VAT numbers, and which ones are to be asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from marke.domain.directory.enums import VatValidity
from marke.domain.directory.models import VatAnswer, VatNumber
from marke.kernel.refusal import Refusal, gettext_noop


def vat_number(*, number: str) -> VatNumber | None:
    """What is known of a number; None when nobody watches it (numbers of the house's own country)."""
    return VatNumber.objects.filter(number=number).first() if number else None


def vat_numbers(*, numbers: Collection[str]) -> dict[str, VatNumber]:
    """The same for many numbers, in one query."""
    return {row.number: row for row in VatNumber.objects.filter(number__in=numbers)}


def answers_about(*, number: str) -> list[VatAnswer]:
    """Every certain answer, the latest first."""
    return list(VatAnswer.objects.filter(vat_number__number=number))


def numbers_to_ask(*, now: dt.datetime, most: int = 200) -> list[str]:
    """The numbers whose answer is missing or old, those that wait longest first."""
    return list(VatNumber.objects.filter(ask_at__lte=now).order_by("ask_at").values_list("number", flat=True)[:most])


def require_not_refused(*, number: str) -> None:
    """Raise `Refusal` when the register's last certain answer is that a number does not count.

    Without VAT to another member state, the buyer's number must count there (article 138(1)(b) of directive
    2006/112/EC; article 39bis of the Belgian VAT code). A register that does not answer blocks nothing.
    """
    row = vat_number(number=number)
    if row is not None and row.validity == VatValidity.INVALID:
        raise Refusal(
            "vat.number-not-valid",
            gettext_noop(
                "The European register says that %(number)s is not a valid VAT number (asked on %(day)s), so this "
                "client pays VAT. Correct the number, or choose another reason for the rate."
            ),
            params={"number": number, "day": row.answered_at.date() if row.answered_at else None},
        )
