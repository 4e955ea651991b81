"""The Belgian chart of accounts: each account role under its number and name.

Numbers follow the minimum chart of the Royal Decree of 21 October 2018 (MAR, plan comptable minimum normalisé); the
budget roles, which the annual accounts never show, have numbers of the free class 9. [law-check]
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

CLASSES = {
    "1": "equity and long-term debts",
    "2": "fixed assets",
    "4": "receivables and debts within a year",
    "5": "cash",
    "6": "costs",
    "7": "income",
    "9": "budgets (internal)",
}


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """The number of an account in the chart, and its name per language (nl, fr, en, de)."""

    role: str
    number: str
    names: dict[str, str]

    @property
    def account_class(self) -> str:
        """The first digit: the class of the chart."""
        return self.number[0]

    def name(self, language: str) -> str:
        """The name in a language; English where there is none."""
        return self.names.get(language, self.names["en"])


@cache
def accounts() -> dict[str, ChartAccount]:
    """Every account of the chart by its role."""
    text = files("marke.countries.be").joinpath("chart.csv").read_text(encoding="utf-8")
    return {
        row["role"]: ChartAccount(
            row["role"], row["number"], {language: row[language] for language in ("nl", "fr", "en", "de")}
        )
        for row in csv.DictReader(text.splitlines())
    }


def account_for(role: str) -> ChartAccount:
    """The account that keeps a role. Raises ``KeyError`` for a role the chart does not have."""
    return accounts()[role]
