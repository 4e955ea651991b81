"""How figures, days and identifiers read in each interface language, as Belgians write them.

Pure functions of a value and a language code; no Django. A language that has no row of its own reads as English.
The conventions come from the Unicode CLDR for nl-BE, fr-BE, de-BE and en, with four-digit years always.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import get_day_names, get_month_names

from marke.kernel.money import Cents

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
MINUS = "\u2212"
MASK = "\u2022"


@dataclass(frozen=True, slots=True)
class Convention:
    """One language's way of writing numbers; the names of its days and months are those of its Babel locale."""

    group: str
    decimal: str
    euro_before: str
    euro_after: str
    sign_inside: bool
    """Whether the minus stands between the euro sign and the digits, as in Dutch."""
    percent: str
    locale: str
    million: str


CONVENTIONS = {
    "nl": Convention(
        locale="nl_BE",
        group=".",
        decimal=",",
        euro_before=f"€{NO_BREAK}",
        euro_after="",
        sign_inside=True,
        percent="%",
        million="mln.",
    ),
    "fr": Convention(
        locale="fr_BE",
        group=NARROW_NO_BREAK,
        decimal=",",
        euro_before="",
        euro_after=f"{NO_BREAK}€",
        sign_inside=False,
        percent=f"{NO_BREAK}%",
        million="M",
    ),
    "de": Convention(
        locale="de_BE",
        group=".",
        decimal=",",
        euro_before="",
        euro_after=f"{NO_BREAK}€",
        sign_inside=False,
        percent=f"{NO_BREAK}%",
        million="Mio.",
    ),
    "en": Convention(
        locale="en_GB",
        group=",",
        decimal=".",
        euro_before="€",
        euro_after="",
        sign_inside=False,
        percent="%",
        million="m",
    ),
}


def convention(language: str) -> Convention:
    """The convention of a language code such as ``nl``, ``nl-be`` or ``fr_BE``; English when there is none."""
    return CONVENTIONS.get(language.lower().replace("_", "-").split("-")[0], CONVENTIONS["en"])


def format_number(value: int | Decimal, *, language: str, decimals: int = 0) -> str:
    """A plain number with the language's grouping: 1.234,5 in Dutch. Rounds half up to ``decimals`` for display."""
    rules = convention(language)
    shown = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(shown):,f}".partition(".")
    digits = whole.replace(",", rules.group) + (rules.decimal + fraction if fraction else "")
    return f"{MINUS}{digits}" if shown < 0 else digits


def format_money(cents: Cents, *, language: str, sign: bool = False, whole: bool = False) -> str:
    """An amount in euro: € 1.234,50 (nl), 1 234,50 € (fr), €1,234.50 (en); a debt is € −5,00 (nl).

    ``sign`` writes a plus before a gain as well; ``whole`` drops the cents, for headlines that say so.
    """
    rules = convention(language)
    amount = Decimal(abs(cents)).scaleb(-2)
    digits = format_number(amount, language=language, decimals=0 if whole else 2)
    prefix = MINUS if cents < 0 else "+" if sign and cents > 0 else ""
    start = f"{rules.euro_before}{prefix}" if rules.sign_inside else f"{prefix}{rules.euro_before}"
    return f"{start}{digits}{rules.euro_after}"


def headline_parts(cents: Cents, *, language: str) -> tuple[str, str, str]:
    """A written amount cut around its cents, with their decimal mark, so that a headline can draw them smaller."""
    written = format_money(cents, language=language)
    start = written.rindex(convention(language).decimal)
    return written[:start], written[start : start + 3], written[start + 3 :]


def format_compact_money(cents: Cents, *, language: str) -> str:
    """A headline amount in millions when it reaches one: € 194,2 mln. (nl), 194,2 M € (fr), €194.2m (en)."""
    if abs(cents) < 100_000_000:
        return format_money(cents, language=language, whole=True)
    rules = convention(language)
    millions = format_number(Decimal(cents).scaleb(-8), language=language, decimals=1)
    space = "" if language.startswith("en") else NO_BREAK
    return f"{rules.euro_before}{millions}{space}{rules.million}{rules.euro_after}"


def format_percent(rate: Decimal, *, language: str, decimals: int = 1) -> str:
    """A rate as a percentage: 0.859 is 85,9% (nl), 85,9 % (fr), 85.9% (en)."""
    return format_number(rate * 100, language=language, decimals=decimals) + convention(language).percent


def month_name(number: int, *, language: str) -> str:
    """The name of a month, 1 to 12: maart."""
    return str(get_month_names("wide", locale=convention(language).locale)[number])


def format_day(day: dt.date, *, language: str) -> str:
    """A short day with a four-digit year: 9/03/2026 (nl, fr), 09.03.2026 (de), 9 Mar 2026 (en)."""
    if language.startswith("en"):
        return f"{day.day} {get_month_names('abbreviated', locale='en')[day.month]} {day.year}"
    if convention(language) is CONVENTIONS["de"]:
        return f"{day:%d.%m.}{day.year}"
    return f"{day.day}/{day.month:02d}/{day.year}"


def format_long_day(day: dt.date, *, language: str, weekday: bool = False) -> str:
    """A day in words: 9 maart 2026, with the weekday before it on request; «1er» in French, «9.» in German."""
    rules = convention(language)
    number = f"{day.day}{_after_day(day.day, rules)}"
    text = f"{number} {month_name(day.month, language=language)} {day.year}"
    return f"{get_day_names('wide', locale=rules.locale)[day.weekday()]} {text}" if weekday else text


def _after_day(day: int, rules: Convention) -> str:
    """What is written after the number of a day: «1er» in French, a point after each in German."""
    if rules is CONVENTIONS["fr"] and day == 1:
        return "er"
    return "." if rules is CONVENTIONS["de"] else ""


def format_month(day: dt.date, *, language: str) -> str:
    """A calendar month in words: maart 2026."""
    return f"{month_name(day.month, language=language)} {day.year}"


def format_moment(moment: dt.datetime, *, language: str) -> str:
    """A day and a time on the 24-hour clock: 9/03/2026 14:05."""
    return f"{format_day(moment.date(), language=language)} {moment:%H:%M}"


def format_enterprise_number(number: str) -> str:
    """A Belgian enterprise number in its written groups: 0123.456.749. Anything but ten digits is left as typed."""
    digits = "".join(filter(str.isdigit, number))
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}" if len(digits) == 10 else number


def format_structured_reference(reference: str) -> str:
    """The reference a client copies into a transfer: +++090/9337/55493+++. Other texts are left as typed."""
    digits = "".join(filter(str.isdigit, reference))
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++" if len(digits) == 12 else reference


def format_iban(iban: str) -> str:
    """An account number in groups of four, kept on one line."""
    compact = "".join(iban.split()).upper()
    return NO_BREAK.join(compact[start : start + 4] for start in range(0, len(compact), 4))


def format_masked_national_number(number: str) -> str:
    """A national number of which only the birth year and the check digits show: 85.••.••-•••.97.

    The full number is a restricted datum; who needs it opens it where the access is logged.
    """
    digits = "".join(filter(str.isdigit, number))
    if len(digits) != 11:
        return MASK * 11
    return f"{digits[:2]}.{MASK * 2}.{MASK * 2}-{MASK * 3}.{digits[9:]}"
