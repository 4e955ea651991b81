"""What members do: a tree of sector, domain and activity, kept as data, named and searched in three languages.

An activity that is a regulated trade is screened by an adviser before its unit opens; every other one opens at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import fold

LANGUAGES = ("en", "nl", "fr")
FALLBACK = "en"
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trade:
    """Why an activity is regulated, what the holder needs to show, and where that is written."""

    why: Names
    needs: Names
    reference: str


@dataclass(frozen=True, slots=True)
class Activity:
    """A leaf of the tree. ``is_arts`` counts it as arts and culture; ``trade`` is set for a regulated trade."""

    code: str
    names: Names
    domain: str
    domain_names: Names
    sector: str
    sector_names: Names
    is_arts: bool
    trade: Trade | None

    def name(self, language: str) -> str:
        """The activity in a language of the interface; English when that language is missing."""
        return in_language(self.names, language)

    def path(self, language: str) -> str:
        """Sector, domain and activity in one line, as the desk shows it."""
        return " › ".join(in_language(names, language) for names in (self.sector_names, self.domain_names, self.names))


class UnknownActivity(Refusal):
    """The activity is none of the list."""


def in_language(names: Names, language: str) -> str:
    """The name in a language, or in English."""
    return names.get(language, names[FALLBACK])


@cache
def all_activities() -> Mapping[str, Activity]:
    """Every activity by its code, in the order of the list."""
    data = yaml.safe_load(files(__package__).joinpath("activities.yaml").read_text(encoding="utf-8"))
    trades = {code: _trade(row) for code, row in data["trades"].items()}
    sectors = {row["code"]: row for row in data["sectors"]}
    domains = {row["code"]: row for row in data["domains"]}
    found = {}
    for row in data["activities"]:
        domain = domains[row["domain"]]
        sector = sectors[domain["sector"]]
        found[row["code"]] = Activity(
            code=row["code"],
            names=_names(row["name"]),
            domain=domain["code"],
            domain_names=_names(domain["name"]),
            sector=sector["code"],
            sector_names=_names(sector["name"]),
            is_arts=sector.get("arts", False),
            trade=trades[row["trade"]] if "trade" in row else None,
        )
    return found


@cache
def sectors() -> Mapping[str, Names]:
    """The names of each sector by its code."""
    return {activity.sector: activity.sector_names for activity in all_activities().values()}


def activity(code: str) -> Activity:
    """One activity. Raises `UnknownActivity` for a code that is not in the list."""
    try:
        return all_activities()[code]
    except KeyError:
        raise UnknownActivity(
            "activity.unknown", gettext_noop("Choose an activity from the list."), field="activity"
        ) from None


def in_sector(sector: str) -> list[str]:
    """The codes of the activities of a sector."""
    return [activity.code for activity in all_activities().values() if activity.sector == sector]


def search(text: str, *, limit: int = 12) -> list[Activity]:
    """Activities whose name, domain or sector holds every word typed, in any language; best first.

    A name that begins with what was typed comes first, then a name that holds it, then a domain or sector.
    """
    words = fold(text).split()
    if not words:
        return []
    ranked = [
        (rank, position, found)
        for position, (found, own, above) in enumerate(_search_index())
        if (rank := _rank(words, own, above)) is not None
    ]
    return [found for _, _, found in sorted(ranked, key=lambda hit: hit[:2])[:limit]]


def _rank(words: list[str], own: str, above: str) -> int | None:
    if not all(word in own or word in above for word in words):
        return None
    if f"|{words[0]}" in own:
        return 0
    return 1 if words[0] in own else 2


@cache
def _search_index() -> list[tuple[Activity, str, str]]:
    """Each activity with its own folded names and those of its domain and sector."""
    return [
        (found, _folded(found.names), _folded(found.domain_names) + _folded(found.sector_names))
        for found in all_activities().values()
    ]


def _folded(names: Names) -> str:
    return "".join(f"|{fold(name)}" for name in names.values())


def _names(text: str) -> Names:
    """«English | Dutch | French» as names by language."""
    return dict(zip(LANGUAGES, (part.strip() for part in text.split(" | ")), strict=True))


def _trade(row: Mapping[str, Any]) -> Trade:
    return Trade(why=_names(row["why"]), needs=_names(row["needs"]), reference=row["reference"])
