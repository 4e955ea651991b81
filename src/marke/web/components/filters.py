"""The bar above a list: its search and filter fields, its saved views, and the filters in force as chips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.forms import Form
from django.http import QueryDict

ALL = "?view=all"
"""The address of a list without any filter, also for somebody whose list opens with a view of their own."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list somebody comes back to, as a link: «Overdue», «To sign».

    ``count`` only where counting is cheap. A ``stale`` view asks for something the list does not know any more.
    """

    label: str
    url: str
    current: bool = False
    count: int | None = None
    stale: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, in words, and the address of the same list without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class FilterBar:
    """What `components/filters.html` draws. ``form`` is a GET form; its prefix-free names are the address."""

    form: Form
    views: Sequence[SavedView] = field(default_factory=tuple)
    chips: Sequence[Chip] = field(default_factory=tuple)
    target: str = ""
    """The id of the region that a filter change replaces; without one the whole page is loaded."""


def chips_of(*, form: Form, query: QueryDict) -> list[Chip]:
    """One chip for each filled field of a filter form, named «Label: value»."""
    chips = []
    for bound in form:
        if not query.get(bound.html_name):
            continue
        rest = query.copy()
        for name in (bound.html_name, "page"):
            rest.pop(name, None)
        url = f"?{rest.urlencode()}" if rest else ALL
        chips.append(Chip(f"{bound.label}: {_shown_value(bound)}", url))
    return chips


def _shown_value(bound) -> str:  # type: ignore[no-untyped-def]
    """The words of a choice rather than its code; any other value as typed."""
    value = bound.value()
    chosen = set(map(str, value)) if isinstance(value, list) else {str(value)}
    labels = [str(label) for code, label in getattr(bound.field, "choices", ()) if str(code) in chosen]
    return ", ".join(labels or sorted(chosen))
