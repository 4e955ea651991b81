"""«Why this amount»: every line of a payslip as sentences in the reader's language.

The sentences are data beside a country's rules: per line a title, a text, and texts for particular cases. They are not
in the interface's catalogues, because a stored payslip must be explained years later, by pure code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.payslip import Line, Payslip

LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "en": "en_GB"}
"""The languages of every explanation, with the way each writes money and dates."""


class UnknownLanguage(Refusal):
    """The explanation exists in Dutch, French and English only."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line explained: its title, the sentence, the law behind it and the version of each figure used."""

    code: str
    title: str
    text: str
    reference: str
    figures: tuple[str, ...]


class Wording(Formatter):
    """Fills a sentence; the placeholder says how a value is written: money, percent, hundredths, number or day."""

    def __init__(self, language: str, currency: str) -> None:
        if language not in LOCALES:
            raise UnknownLanguage(
                "payroll.unknown-language",
                gettext_noop("There is no explanation in %(language)s, only in %(known)s."),
                field="language",
                params={"language": language[:20], "known": ", ".join(LOCALES)},
            )
        self.locale = LOCALES[language]
        self.currency = currency

    def money(self, cents: Cents) -> str:
        return format_currency(Decimal(cents) / 100, self.currency, locale=self.locale)

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "money":
            return self.money(value)
        if format_spec == "percent":
            return format_percent(value, locale=self.locale, decimal_quantization=False)
        if format_spec == "number":
            return format_decimal(Decimal(value), locale=self.locale)
        if format_spec == "hundredths":
            return format_percent(Decimal(value) / 100, locale=self.locale)
        if format_spec == "day":
            return self.day(value)
        return str(value)

    def day(self, day: dt.date) -> str:
        return format_date(day, format="long", locale=self.locale)


class Messages:
    """The sentences of one country, by line code and language."""

    def __init__(self, data: Mapping[str, Any], *, currency: str) -> None:
        self.lines: Mapping[str, Mapping[str, Any]] = data["lines"]
        self.notices: Mapping[str, Mapping[str, str]] = data["notices"]
        self.causes: Mapping[str, Mapping[str, str]] = data["causes"]
        self.facts: Mapping[str, Mapping[str, str]] = data["facts"]
        self.figures: Mapping[str, Mapping[str, str]] = data["figures"]
        self.currency = currency

    def wording(self, language: str) -> Wording:
        return Wording(language, self.currency)

    def title(self, code: str, language: str) -> str:
        return str(self.lines[code]["title"][language])

    def line(self, line: Line, language: str) -> Sentence:
        """One line as a sentence with its own amounts."""
        message = self.lines[line.code]
        template = message.get("cases", {}).get(line.case) or message["text"]
        values = {**line.inputs, "amount": line.amount, "base": line.base, "rate": line.rate}
        text = self.wording(language).vformat(template[language], (), values)
        figures = tuple(f"{version.key} {version.valid_from.isoformat()}" for version in line.figures)
        return Sentence(line.code, str(message["title"][language]), text, line.rule.reference, figures)

    def explain(self, payslip: Payslip, language: str) -> list[Sentence]:
        """Every line of a traced payslip, in the order of the payslip, zero amounts of no interest left out."""
        return [self.line(line, language) for line in payslip.lines if line.amount or line.case]

    def notice_texts(self, payslip: Payslip, language: str) -> list[str]:
        """What the reader must know: figures that are defaults or not yet confirmed."""
        wording = self.wording(language)
        return [
            wording.vformat(
                self.notices[notice.code][language],
                (),
                {**notice.params, "figure": self.figures[notice.params["figure"]][language]},
            )
            for notice in payslip.notices
            if notice.code in self.notices
        ]
