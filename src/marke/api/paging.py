"""Lists in parts: each part says where the next one begins, so that a deep part costs as much as the first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet
from ninja import Field

from marke.api.fields import Facts, Text
from marke.kernel.refusal import Refusal, gettext_noop

SALT = "marke.api.paging"


class Part(Facts):
    """Which part of a list."""

    after: Text = Field("", max_length=1000, description="`next` of the part before; nothing for the first.")
    size: int = Field(50, ge=1, le=200, description="How many rows.")


@dataclass(frozen=True, slots=True)
class Key:
    """One field of the order of a list. Going down, rows without a value come first, as in the database."""

    path: str
    read: Callable[[str], Any]
    down: bool = False

    def of(self, row: Model) -> str | None:
        """The value of a row, as it is kept in the mark."""
        value = reduce(getattr, self.path.split("__"), row)
        return None if value is None else str(value)

    def equal(self, value: str | None) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: self.read(value)})

    def beyond(self, value: str | None) -> Q:
        if value is None:
            return Q(**{f"{self.path}__isnull": False})
        return Q(**{f"{self.path}__{'lt' if self.down else 'gt'}": self.read(value)})


BY_NAME = (Key("client__folded_name", str), Key("pk", uuid.UUID))
NEWEST_FIRST = (Key("pk", uuid.UUID, down=True),)
BY_DAY = (Key("issued_on", dt.date.fromisoformat, down=True), Key("pk", uuid.UUID, down=True))
"""The orders of the lists; each is that of its query."""


def part_of(found: QuerySet[Any], *, order: Sequence[Key], part: Part) -> tuple[list[Any], str | None]:
    """The rows of a part of a list that is in this order, and the mark of the next part if there is one.

    Raises `Refusal` for a mark that this list did not give.
    """
    if part.after:
        found = found.filter(_after(order, _read(part.after, order)))
    rows = list(found[: part.size + 1])
    shown = rows[: part.size]
    return shown, _mark(shown[-1], order) if len(rows) > part.size else None


def _after(order: Sequence[Key], values: Sequence[str | None]) -> Q:
    key, value = order[0], values[0]
    if len(order) == 1:
        return key.beyond(value)
    return key.beyond(value) | (key.equal(value) & _after(order[1:], values[1:]))


def _mark(row: Model, order: Sequence[Key]) -> str:
    return signing.dumps([key.of(row) for key in order], salt=_salt(order), compress=True)


def _read(mark: str, order: Sequence[Key]) -> Sequence[str | None]:
    try:
        values: list[str | None] = signing.loads(mark, salt=_salt(order))
    except signing.BadSignature:
        raise Refusal(
            "api.after", gettext_noop("This is no mark of a part of this list: take «next» as it came."), field="after"
        ) from None
    return values


def _salt(order: Sequence[Key]) -> str:
    return ".".join([SALT, *(key.path for key in order)])
