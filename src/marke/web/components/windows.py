"""Pages of a list too long to count: this page, and whether there is one before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

PAGE_SIZE = 50
LAST_PAGE = 400
"""Beyond this nobody turns pages; a filter finds it faster."""


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of one page, drawn with `components/window.html` beneath them."""

    rows: Sequence[Any]
    previous_page: int | None
    next_page: int | None


def window(found: QuerySet[Any], *, page: str | None, size: int = PAGE_SIZE) -> Window:
    """The page asked for in the address; anything that is no page number is the first one. One query, no count."""
    number = min(int(page), LAST_PAGE) if page and page.isdecimal() and page != "0" and len(page) < 6 else 1
    first = (number - 1) * size
    rows = list(rows_between(found, first, first + size + 1))
    return Window(
        rows=rows[:size],
        previous_page=number - 1 if number > 1 else None,
        next_page=number + 1 if len(rows) > size and number < LAST_PAGE else None,
    )


def rows_between(found: QuerySet[Any], first: int, end: int) -> QuerySet[Any]:
    """A part of a list in its order. The rows before it are passed over by their keys alone, without what they join."""
    return found.filter(pk__in=found.values("pk")[first:end]) if first else found[:end]


class KeyPaginator(Paginator):  # type: ignore[type-arg]
    """A paginator that passes over the rows before a page by their keys (`rows_between`).

    ``count`` may be given by whoever knows it already.
    """

    def __init__(self, found: QuerySet[Any], per_page: int, *, count: int | None = None) -> None:
        super().__init__(found, per_page)
        if count is not None:
            self.count = count

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        rows = rows_between(cast("QuerySet[Any]", self.object_list), first, first + self.per_page)
        return Page(rows, valid, self)
