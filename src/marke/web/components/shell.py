"""What surrounds every page: brand, navigation, language, theme, help. Data for the layouts, no HTML.

A page fills the shell by putting `navigation` and, where it has one, `primary_action` into its context.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place to go. ``icon`` is the name of a symbol in the sprite; ``count`` is work waiting there."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    count: int | None = None
    section: str = ""
    """The small heading above this entry, written on the first entry of its group only."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, drawn as a button: a link, or a form when ``method`` is post."""

    label: str
    url: str
    kind: str = ""
    """"" for ordinary, ``primary`` for the one main action of the page, ``danger``, ``quiet``."""
    icon: str = ""
    method: str = "get"


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    code: str
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The part of a page that does not depend on the page. A missing address hides its link: no dead button."""

    brand: str
    language: str
    theme: str
    languages: Sequence[LanguageChoice]
    path: str
    home_url: str
    palette_url: str
    help_url: str
    language_url: str
    sign_in_url: str
    sign_out_url: str
    account_url: str
    user_name: str = ""
    footer: Sequence[NavItem] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Flow:
    """Where someone is in a journey of one question per page. Steps count from 1."""

    name: str
    step: int
    total: int
    back_url: str = ""

    @property
    def marks(self) -> list[str]:
        """One state per step, in order: done, now, or nothing for what is still to come."""
        return ["done" if n < self.step else "now" if n == self.step else "" for n in range(1, self.total + 1)]
