"""Benchmarks: each is a ratio taken in one run on one machine, against a limit that the same run measures.

A benchmark is a function that takes a `Ground` and yields `Result`s; it is registered by one line in `BENCHMARKS`.
Every load ends by letting the auditor prove the books it made. The limits are those of the ledger's design
(ledger.md, section 8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import psycopg

from marke.cli.progress import Bars
from marke.ops.database import AUDITOR, SUPERUSER, Server

BENCHMARKS = {
    "P1": "marke.cli.benchmarks.posting:guarded_posts",
    "P2": "marke.cli.benchmarks.posting:bulk_post",
    "P3": "marke.cli.benchmarks.wages:wage_run",
    "P4": "marke.cli.benchmarks.invoices:invoice_run",
    "P6": "marke.cli.benchmarks.payslips:papers",
    "P7": "marke.cli.benchmarks.reading:unit_page",
    "P8": "marke.cli.benchmarks.reading:trial_balance",
    "P9": "marke.cli.benchmarks.reading:nightly_proof",
    "payroll": "marke.cli.benchmarks.payslips:payslips",
    "einvoice": "marke.cli.benchmarks.einvoices:einvoices",
    "invoices": "marke.cli.benchmarks.invoices:invoices_alone",
    "papers": "marke.cli.benchmarks.invoices:papers",
    "demo": "marke.cli.benchmarks.demo:demo_world",
    "pages": "marke.cli.benchmarks.pages:page_times",
}


@dataclass(frozen=True, slots=True)
class Result:
    """One measured thing: its rate, and its ratio to what ``against`` names, with the limit of that ratio.

    ``ratio`` is None when the comparison did not run; ``note`` then says why.
    """

    name: str
    what: str
    rate: float
    unit: str
    ratio: float | None = None
    limit: float | None = None
    at_least: bool = True
    against: str = ""
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the limit was kept; None when nothing was compared."""
        if self.ratio is None or self.limit is None:
            return None
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit


class Unproved(Exception):
    """The books that a benchmark made do not add up: its figures are worth nothing."""


@dataclass(frozen=True)
class Ground:
    """Where benchmarks run: a throw-away server, the size (1 is the full one), and the progress to tell."""

    server: Server
    template: str
    size: float
    tell: Bars

    def scaled(self, full: int, *, least: int = 1) -> int:
        """A number of things at this size."""
        return max(least, round(full * self.size))

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """A fresh migrated database for the length of a block; Django points to it. Proves its books at the end."""
        from django.db import connections

        for connection in connections.all():
            connection.close()
        if not self.server.has_database(name):
            self.server.create_database(name, template=self.template)
        for alias in ("default", "owner"):
            connections[alias].settings_dict["NAME"] = name
        yield name
        self.prove(name)

    def connect(self, name: str, user: str = SUPERUSER) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.server.dsn(name, user), autocommit=True)

    def prove(self, name: str) -> None:
        """Raises `Unproved` unless every proof of the auditor holds."""
        from marke.ops.auditor.report import audit

        failed = [str(finding) for finding in audit(self.server.dsn(name, AUDITOR)) if not finding.holds]
        if failed:
            raise Unproved("\n".join(failed))


Benchmark = Callable[[Ground], Iterator[Result]]


def benchmark(name: str) -> Benchmark:
    """The function registered under a name."""
    module, _, function = BENCHMARKS[name].partition(":")
    found: Benchmark = getattr(import_module(module), function)
    return found
