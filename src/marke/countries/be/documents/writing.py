"""Words, amounts and days of documents as they stand on paper, in the worker's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from marke.countries.be.identifiers import format_enterprise_number
from marke.countries.files import read_exact_yaml
from marke.kernel.dates import Month
from marke.kernel.money import Cents
from marke.rules.payroll.explain import LOCALES
from marke.rules.social.records import Employer, Person

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Writing:
    """How one language writes. A language without words of its own reads Dutch."""

    language: str

    @property
    def words(self) -> dict[str, Any]:
        found: dict[str, Any] = all_words()[self.language]
        return found

    @property
    def locale(self) -> str:
        return LOCALES[self.language]

    def money(self, cents: Cents) -> str:
        """An amount without the sign of its currency: every amount of these documents is in euro."""
        return format_decimal(Decimal(cents) / 100, format="#,##0.00", locale=self.locale)

    def euro(self, cents: Cents) -> str:
        return f"{self.money(cents)} EUR"

    def rate(self, rate: Decimal) -> str:
        return format_percent(rate, locale=self.locale, decimal_quantization=False)

    def number(self, number: Decimal) -> str:
        return format_decimal(number.normalize(), locale=self.locale)

    def day(self, day: dt.date) -> str:
        return format_date(day, format="d MMMM y", locale=self.locale)

    def month(self, month: Month) -> str:
        return format_date(month.first, format="LLLL y", locale=self.locale)

    def period(self, first: dt.date, last: dt.date | None) -> str:
        """From a day until another one; a single day stands alone, an open end stays open."""
        if last is None:
            return f"{first:%d/%m/%Y} –"
        if first == last:
            return f"{first:%d/%m/%Y}"
        return f"{first:%d/%m} – {last:%d/%m/%Y}" if first.year == last.year else f"{first:%d/%m/%y} – {last:%d/%m/%y}"

    def period_of_year(self, first: dt.date, last: dt.date) -> str:
        """The same on a document of one year, which names the year itself."""
        return f"{first:%d/%m}" if first == last else f"{first:%d/%m} – {last:%d/%m}"

    def head(self, employer: Employer, person: Person, *, title: str, subtitle: str, on: dt.date) -> dict[str, Any]:
        """What every document of pay has at its head and its foot."""
        number = format_enterprise_number(employer.enterprise_number)
        return {
            "language": self.language,
            "words": self.words,
            "title": title,
            "subtitle": subtitle,
            "day": [on.year, on.month, on.day],
            "employer": {"name": employer.name, "lines": [*employer.address.lines, number]},
            "worker": {"name": person.name, "lines": person.address.lines},
        }


def writing(language: str) -> Writing:
    """The writing of a language; of Dutch where these documents do not know it."""
    return Writing(language if language in all_words() else "nl")


@cache
def all_words() -> dict[str, Any]:
    found: dict[str, Any] = read_exact_yaml(
        files("marke.countries.be.documents").joinpath("words.yaml").read_text(encoding="utf-8")
    )
    return found
