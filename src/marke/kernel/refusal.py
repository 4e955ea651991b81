"""A refusal: the enterprise says no, names the rule and says what to do next.

Pure code raises a `Refusal`; interfaces translate its sentence and show it beside the field. The sentence is an
English message id with named placeholders, marked with `gettext_noop` so that the catalogues find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation where it is written; the interface translates it when it is shown."""
    return message


class Amount(int):
    """Cents inside a sentence: tells the interface to show them as money in the reader's own form."""

    def __str__(self) -> str:
        return f"EUR {self // 100}.{self % 100:02d}" if self >= 0 else f"-{Amount(-self)}"


class Refusal(Exception):
    """The business reason why something cannot be done, in one sentence a member understands.

    ``rule`` is the stable name of the rule (``"share.paid-by-person"``), ``message`` the English sentence with
    ``%(name)s`` placeholders, ``params`` their values (dates, `Amount` and texts; the interface formats them), and
    ``field`` the input it belongs beside, if any.
    """

    def __init__(
        self, rule: str, message: str, /, *, field: str | None = None, params: Mapping[str, Any] | None = None
    ) -> None:
        self.rule = rule
        self.message = message
        self.params: dict[str, Any] = dict(params or {})
        self.field = field
        super().__init__(rule, message)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message
