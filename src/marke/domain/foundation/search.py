"""One question, many answers: what each domain offers to the command palette.

A domain that wants to be found writes ``queries.search(question) -> list[SearchHit]`` over an indexed key column
(`marke.kernel.text.fold`, ``varchar_pattern_ops``) and adds it to `marke.web.palette.sources`. The caller's transaction
decides what may be seen: row-level security shows a member the own units and staff all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from marke.kernel.money import Cents
from marke.kernel.text import fold

BEST, GOOD, FAIR = 0, 1, 2
"""How well something matched: the very number, the start of the name, a word inside it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody typed, read once in every way it can be meant.

    ``text`` is folded, ``number`` its digits when it has little else, ``amount`` the cents when it reads as money.
    """

    text: str
    number: int | None = None
    amount: Cents | None = None
    limit: int = 8

    @classmethod
    def of(cls, typed: str, *, amount: Cents | None = None, limit: int = 8) -> Question:
        """Read a typed question; ``amount`` is given by the interface, which knows how money is written."""
        text = fold(typed)[:100]
        digits = text.replace(".", "").replace(" ", "").removeprefix("be")
        return cls(text, int(digits) if digits.isdecimal() and len(digits) <= 15 else None, amount, limit)

    @property
    def is_empty(self) -> bool:
        return len(self.text) < 2 and self.number is None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing that was found. ``kind`` is its sort in one word, ``why`` says what matched, ``rank`` how well."""

    kind: str
    title: str
    url_name: str
    url_kwargs: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""
    why: str = ""
    rank: int = GOOD


Source = Callable[[Question], list[SearchHit]]


def key_matches(column: str, question: Question) -> Q:
    """Rows whose folded key starts with the question, or holds it at the start of a later word."""
    return Q(**{f"{column}__startswith": question.text}) | Q(**{f"{column}__contains": f" {question.text}"})
