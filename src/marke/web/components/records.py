"""Small records that components draw: key figures, events, changes, steps, lines of an explanation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: an ``amount`` in cents, or a ``value`` already written out. ``url`` opens the rows behind it."""

    label: str
    value: str = ""
    amount: Cents | None = None
    note: str = ""
    url: str = ""
    explain_url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated fact in a timeline. ``state`` is empty for the past, ``now``, or ``ahead`` for what is promised."""

    what: str
    at: dt.date | dt.datetime
    who: str = ""
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one field was and became; empty where there was or is nothing."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a checklist."""

    label: str
    url: str = ""
    done: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One line of «how is this computed»: base in cents, rate, amount in cents, and the source of the rule."""

    label: str
    amount: Cents
    base: Cents | None = None
    rate: Decimal | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One answer of the command palette, with the reason why it matched."""

    label: str
    url: str
    icon: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class BulkAction:
    """What can be done to the picked rows: the value of the submit button named ``action``."""

    label: str
    value: str
    kind: str = ""
