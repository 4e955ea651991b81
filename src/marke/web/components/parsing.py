"""Reading amounts and days the ways people in Belgium type them, refusing what could mean two things."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from marke.kernel.money import LARGEST_AMOUNT, Cents
from marke.kernel.refusal import Refusal, gettext_noop

NOT_AN_AMOUNT = gettext_noop("Write an amount such as 1.234,50.")
FRACTION_OF_A_CENT = gettext_noop("Write at most two decimals: money is counted in whole cents.")
AMOUNT_TOO_LARGE = gettext_noop("This amount is too large. Check the decimals.")
NOT_A_DAY = gettext_noop("Write a date such as 12/3/2026.")
DAY_WITHOUT_CENTURY = gettext_noop("Write the year in four digits, such as 2026.")
NO_SUCH_DAY = gettext_noop("This day does not exist in the calendar.")

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_AMOUNT = re.compile(r"[+\-]?([1-9]\d{0,2}(?:[.,]\d{3})+|\d+)([.,]\d*)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{2,4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def parse_money(text: str) -> Cents:
    """Read an amount as typed: «1.234,50», «1234.5», «€ 12», «1 234,50 €» and «12,-» are all understood, in cents.

    A point before exactly three digits marks thousands, as the Dutch way has it: «1.234» is one thousand two hundred
    thirty-four euro. A lone comma before three digits could mean either and is refused. Raises `Refusal` when the
    text is no amount.
    """
    compact = _SPACES.sub("", text).replace("\u2212", "-").replace("EUR", "").replace("eur", "").strip("€")
    compact = re.sub(r"^([+\-])€", r"\1", compact).removesuffix(",-").removesuffix(".-")
    match = _AMOUNT.fullmatch(compact)
    grouped, tail = (match.group(1), match.group(2) or "") if match else ("", "")
    if not match or not _groups_agree(grouped, tail):
        raise Refusal("money.readable", NOT_AN_AMOUNT)
    if grouped.count(",") == 1 and not tail:
        raise Refusal("money.whole-cents", FRACTION_OF_A_CENT)
    whole, fraction = re.sub(r"[.,]", "", grouped), tail[1:]
    if len(fraction) > 2:
        raise Refusal("money.whole-cents", FRACTION_OF_A_CENT)
    cents = int(Decimal(f"{whole}.{fraction or '0'}").scaleb(2))
    if cents > LARGEST_AMOUNT:
        raise Refusal("money.plausible", AMOUNT_TOO_LARGE)
    return -cents if compact.startswith("-") else cents


def _groups_agree(grouped: str, tail: str) -> bool:
    """Thousands are marked by one sign throughout, and the decimals by the other one."""
    marks = {character for character in grouped if character in ".,"}
    return len(marks) <= 1 and tail[:1] not in marks


def parse_day(text: str) -> dt.date:
    """Read a day as typed: 12/3/2026, 12-03-2026, 12.3.2026 or 2026-03-12.

    Raises `Refusal` when the text is no day, when the year has two digits, or when the calendar lacks that day.
    """
    typed = " ".join(text.split())
    if iso := _ISO.fullmatch(typed):
        year, month, day = iso.groups()
    elif day_first := _DAY_FIRST.fullmatch(typed):
        day, month, year = day_first.groups()
    else:
        raise Refusal("day.readable", NOT_A_DAY)
    if len(year) != 4:
        raise Refusal("day.four-digit-year", DAY_WITHOUT_CENTURY)
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise Refusal("day.exists", NO_SUCH_DAY) from None
