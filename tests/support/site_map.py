"""Every address of the site, read from the URL configuration, for tests that hold for all of them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

SOME_ID = uuid.UUID("01900000-0000-7000-8000-00000000beef")
SOME_VALUES = {"int": 1, "uuid": SOME_ID, "str": "x", "slug": "x", "path": "x"}
"""A value for each kind of placeholder that names nothing which exists."""


@dataclass(frozen=True)
class Address:
    """One address: its name, its route with placeholders, its view."""

    name: str
    route: str
    view: Callable[..., Any]

    @property
    def area(self) -> str:
        """public, member, unit, desk or portal; empty for a view without a mark."""
        return getattr(self.view, "area", "")

    @property
    def methods(self) -> tuple[str, ...]:
        return getattr(self.view, "methods", ())

    @property
    def roles(self) -> tuple[str, ...]:
        return getattr(self.view, "roles", ())

    @property
    def is_ours(self) -> bool:
        """Pages of the library that signs people in follow its own rules."""
        return self.view.__module__.startswith("marke.")

    @property
    def placeholders(self) -> dict[str, str]:
        """The placeholders of the route and the kind of each: {"unit": "int"}."""
        return {name: kind or "str" for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", self.route)}

    def url(self, **values: Any) -> str:
        """The address with these values, and for the rest values that name nothing which exists."""
        kwargs = {name: values.get(name, SOME_VALUES[kind]) for name, kind in self.placeholders.items()}
        return reverse(self.name, kwargs=kwargs)

    def __str__(self) -> str:
        return self.name or self.route


def addresses() -> list[Address]:
    """Every address of the site."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield Address(pattern.name or "", route, pattern.callback)
