"""One table for reading and writing: which element of a document holds which field of the model.

A `Group` binds a dataclass to an element; its entries stand in the order in which the format wants the elements. The
same table serves both directions, so what is read can be written again and nothing is forgotten on one side only.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

from marke.kernel.money import LARGEST_AMOUNT, Cents
from marke.kernel.refusal import Refusal, gettext_noop

DECIMAL = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})", re.ASCII)
CALENDAR_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class UnableToReadInvoice(Refusal):
    """The document is XML, but not an invoice that can be understood."""


class UnableToWriteInvoice(Refusal):
    """The invoice holds something the format cannot carry."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value stands as text. ``read`` raises ``ValueError`` for a text that is none."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    is_amount: bool = False
    """An amount carries the currency of the invoice in an attribute."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one field stands below the element of its group; ``fixed`` is written as it is and never read."""

    field: str
    steps: tuple[str, ...]
    attribute: str | None
    content: Codec | Group
    repeats: bool = False
    fixed: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """A dataclass and the places of its fields; ``required`` are those without which the model makes no sense."""

    model: type
    entries: tuple[Entry, ...]
    required: frozenset[str]


def group(model: type, *entries: Entry) -> Group:
    """Bind a dataclass to the element that holds these entries."""
    required = (
        each.name
        for each in dataclasses.fields(model)
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    )
    return Group(model, entries, frozenset(required))


def one(field: str, path: str, content: Codec | Group) -> Entry:
    """A field that stands at most once."""
    return Entry(field, *_place(path), content)


def many(field: str, path: str, content: Codec | Group) -> Entry:
    """A field that repeats: each value in an element of its own."""
    return Entry(field, *_place(path), content, repeats=True)


def fixed(path: str, text: str) -> Entry:
    """What the format wants to read although it says nothing new."""
    return Entry("", *_place(path), TEXT, fixed=text)


def _place(path: str) -> tuple[tuple[str, ...], str | None]:
    steps = [step for step in path.split("/") if step != "."]
    attribute = steps.pop()[1:] if steps and steps[-1].startswith("@") else None
    return tuple(steps), attribute


class Names(dict[str, str]):
    """Elements by their short name, ``cbc:ID``, with the full name that lxml knows; each is worked out once."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        super().__init__()
        self._namespaces = namespaces

    def __missing__(self, short: str) -> str:
        prefix, _, name = short.partition(":")
        self[short] = f"{{{self._namespaces[prefix]}}}{name}"
        return self[short]


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes models from elements."""

    names: Names

    def read(self, group: Group, element: Any, **given: Any) -> Any:
        """The model of an element, or None when the element says nothing.

        Raises `UnableToReadInvoice` for a value that is none, a single thing given twice, or a missing one.
        """
        values: dict[str, Any] = {}
        for entry in group.entries:
            if entry.field:
                self._collect(values, entry, element)
        if not values and not given:
            return None
        missing = sorted(group.required - values.keys() - given.keys())
        if missing:
            places = [_path(entry) for entry in group.entries if entry.field == missing[0]]
            raise UnableToReadInvoice(
                "einvoice.incomplete",
                gettext_noop("%(place)s of the document lacks %(missing)s."),
                params={"place": location(element), "missing": places[0] if places else missing[0]},
            )
        return group.model(**values, **given)

    def _collect(self, values: dict[str, Any], entry: Entry, element: Any) -> None:
        found = [value for each in self._find(entry, element) if (value := self._value(entry, each)) is not None]
        if not found:
            return
        if entry.repeats:
            values[entry.field] = (*values.get(entry.field, ()), *found)
        elif any(other != found[0] for other in found[1:]):
            raise UnableToReadInvoice(
                "einvoice.given-twice",
                gettext_noop("%(place)s of the document gives %(what)s twice, and differently."),
                params={"place": location(element), "what": _path(entry)},
            )
        else:
            values.setdefault(entry.field, found[0])

    def _find(self, entry: Entry, element: Any) -> Sequence[Any]:
        found = [element]
        for step in entry.steps:
            tag = self.names[step]
            found = [child for each in found for child in each.iterchildren(tag)]
        return found

    def _value(self, entry: Entry, element: Any) -> Any:
        if isinstance(entry.content, Group):
            return self.read(entry.content, element)
        text = (element.get(entry.attribute) if entry.attribute else element.text) or ""
        if not text.strip():
            return None
        try:
            return entry.content.read(text.strip())
        except ValueError:
            raise UnableToReadInvoice(
                "einvoice.value",
                gettext_noop("%(place)s of the document cannot hold «%(text)s»."),
                params={"place": location(element), "text": text.strip()[:40]},
            ) from None


@dataclass(frozen=True, slots=True)
class Writer:
    """Makes elements from models."""

    names: Names
    currency: str

    def write(self, group: Group, value: Any, element: Any) -> None:
        """Fill an element. Raises `UnableToWriteInvoice` for a text that XML cannot carry."""
        for entry in group.entries:
            content = getattr(value, entry.field) if entry.fixed is None else entry.fixed
            for each in content if entry.repeats else [content]:
                if each is not None and each != "":
                    self._write_one(entry, each, element)

    def _write_one(self, entry: Entry, value: Any, element: Any) -> None:
        target = self._descend(entry, element)
        if isinstance(entry.content, Group):
            self.write(entry.content, value, target)
            return
        text = entry.content.write(value)
        try:
            if entry.attribute:
                target.set(entry.attribute, text)
            else:
                target.text = text
        except ValueError:
            raise UnableToWriteInvoice(
                "einvoice.control-character",
                gettext_noop("«%(text)s» holds a character that cannot travel in an invoice; type it again."),
                params={"text": "".join(sign for sign in text if sign.isprintable())[:40]},
            ) from None
        if entry.content.is_amount:
            target.set("currencyID", self.currency)

    def _descend(self, entry: Entry, element: Any) -> Any:
        """The element of an entry. Steps before the last are shared with the entry before, unless the entry repeats."""
        for index, step in enumerate(entry.steps):
            is_last = index == len(entry.steps) - 1
            shares = bool(entry.attribute) if is_last else not (entry.repeats and index == 0)
            tag = self.names[step]
            if shares and len(element) and element[-1].tag == tag:
                element = element[-1]
            else:
                element = etree.SubElement(element, tag)
        return element


def location(element: Any) -> str:
    """Where an element stands, in words of the format: ``/Invoice/InvoiceLine[2]/Price``."""
    steps = []
    while element is not None:
        name = etree.QName(element).localname
        parent = element.getparent()
        twins = [] if parent is None else [each for each in parent if each.tag == element.tag]
        steps.append(f"{name}[{twins.index(element) + 1}]" if len(twins) > 1 else name)
        element = parent
    return "/" + "/".join(reversed(steps))


def _path(entry: Entry) -> str:
    steps = "/".join(step.partition(":")[2] for step in entry.steps)
    return f"{steps}/@{entry.attribute}" if entry.attribute else steps or "its text"


def _read_decimal(text: str) -> Decimal:
    if not DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def _read_day(text: str) -> dt.date:
    if not CALENDAR_DAY.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _read_cents(text: str) -> Cents:
    cents = _read_decimal(text) * 100
    if cents != int(cents) or abs(cents) > LARGEST_AMOUNT:
        raise ValueError(text)
    return int(cents)


def _write_cents(cents: Cents) -> str:
    sign, rest = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def _write_decimal(value: Decimal) -> str:
    return f"{value:f}"


def _read_yes_no(text: str) -> bool:
    if text not in {"true", "false", "1", "0"}:
        raise ValueError(text)
    return text in {"true", "1"}


def _read_bytes(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


TEXT = Codec(str, str)
DAY = Codec(_read_day, dt.date.isoformat)
MONEY = Codec(_read_cents, _write_cents, is_amount=True)
PRICE = Codec(_read_decimal, _write_decimal, is_amount=True)
NUMBER = Codec(_read_decimal, _write_decimal)
YES_NO = Codec(_read_yes_no, lambda yes: "true" if yes else "false")
BYTES = Codec(_read_bytes, lambda content: base64.b64encode(content).decode())
