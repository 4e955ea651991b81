"""Proofs: facts that must always hold, written as SQL that finds the exceptions. ``./marke selfcheck`` runs them.

An app lists its own in a module ``proofs`` (a tuple ``PROOFS``); nothing else is needed for them to be found.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

import psycopg
from django.apps import apps
from django.utils.module_loading import module_has_submodule

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Proof:
    """A business sentence, and the statement whose rows are the exceptions to it."""

    name: str
    sentence: str
    sql: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one proof: how many exceptions, the first few of them, and the seconds it took."""

    name: str
    sentence: str
    exceptions: int
    examples: tuple[tuple[object, ...], ...]
    seconds: float

    @property
    def holds(self) -> bool:
        return not self.exceptions


def all_proofs() -> Iterator[Proof]:
    """The proofs of every installed app."""
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "proofs"):
            yield from getattr(import_module(f"{app.name}.proofs"), "PROOFS", ())


def prove(address: str) -> Iterator[Finding]:
    """Run every proof at this database address; all see the same moment, nothing is written.

    The login must see every unit: the auditor's does.
    """
    with psycopg.connect(address) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("set local statement_timeout = 0")
        for proof in all_proofs():
            started = time.monotonic()
            rows = connection.execute(proof.sql).fetchall()
            examples = tuple(rows[:MOST_EXAMPLES])
            yield Finding(proof.name, proof.sentence, len(rows), examples, time.monotonic() - started)
