"""The words of every mail to clients and members, in four languages: one file of data per letter.

A letter says which fields it needs and of what kind, then for each language its subject, its paragraphs, perhaps a
small table of facts, and the one button. A paragraph or fact whose field is empty (or an amount of nothing) is left
out, so a letter needs no conditions. `frame.yaml`, `frame.txt` and `frame.html` are what stands around all of them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from babel.dates import format_date
from babel.numbers import format_currency
from django.template import Context, Engine

FOLDER = Path(__file__).parent
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "en": "en_BE", "de": "de_BE"}
"""A letter follows its reader's language, with figures as they are written in Belgium."""

LINK = "link"
"""The kind of a field that opens something for whoever holds it; it is sealed while it waits."""


@dataclass(frozen=True, slots=True)
class House:
    """Who writes: the cooperative, the entity that invoices, and where they are."""

    name: str
    seller: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to leave, as text and as HTML."""

    subject: str
    text: str
    html: str


def fields_of(template: str) -> Mapping[str, str]:
    """The fields that a letter needs and their kinds: text, money (cents), day (ISO), link (a path).

    Raises ``LookupError`` for a letter that does not exist.
    """
    return dict(_file(template)["fields"])


def names() -> list[str]:
    """Every letter there is."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != "frame")


def write(*, template: str, language: str, context: Mapping[str, Any], house: House, site: str) -> Letter:
    """The letter in the reader's language, in English when Marke does not speak it. ``site`` is put before a link.

    Raises ``LookupError`` for a letter that does not exist or a field that is missing.
    """
    language = language if language in LOCALES else "en"
    words, frame = _file(template)[language], _file("frame")[language]
    values = {"house": house.name, "seller": house.seller}
    for name, kind in fields_of(template).items():
        values[name] = _SHOWN[kind](context[name], LOCALES[language]) if context[name] else ""
    link = f"{site}{values[LINK]}" if values.get(LINK) else ""
    drawn = {
        "language": language,
        "subject": _one_line(words["subject"].format_map(values)),
        "house": house.name,
        "greeting": f"{frame['greeting']},",
        "paragraphs": [text.format_map(values) for text in words["paragraphs"] if _is_filled(text, values)],
        "facts": [
            (label, text.format_map(values))
            for label, text in words.get("facts", {}).items()
            if _is_filled(text, values)
        ],
        "button": words["button"],
        "link": link,
        "fallback": frame["fallback"],
        "closing": f"{frame['closing']},",
        "signature": [line for line in (values.get("unit"), house.seller) if line],
        "foot": frame["foot"].format_map(values),
        "address": house.address,
    }
    text, html = (_engine().get_template(f"frame.{form}").render(Context(drawn)) for form in ("txt", "html"))
    return Letter(drawn["subject"], text, html)


def _is_filled(text: str, values: Mapping[str, str]) -> bool:
    return all(values[name] for _, name, _, _ in Formatter().parse(text) if name)


def _money(cents: int, locale: str) -> str:
    return format_currency(Decimal(cents).scaleb(-2), "EUR", locale=locale)


def _day(day: str, locale: str) -> str:
    return format_date(dt.date.fromisoformat(day), format="long", locale=locale)


def _text(text: str, locale: str) -> str:
    return _one_line(str(text))


def _one_line(text: str) -> str:
    """Without line breaks and other control characters: what was typed cannot become a header."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


_SHOWN: dict[str, Callable[[Any, str], str]] = {"text": _text, "money": _money, "day": _day, LINK: _text}


@cache
def _file(name: str) -> dict[str, Any]:
    path = FOLDER / f"{name}.yaml"
    if not path.is_file() or path.parent != FOLDER:
        raise LookupError(f"There is no letter «{name}».")
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(FOLDER)])
