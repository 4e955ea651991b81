"""Build the demo cooperative, from an empty database to a year of life, through the product's own operations."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass

from marke.demo.founding import found
from marke.demo.joining import EARLIEST_BOOKS, join
from marke.demo.life import Tell
from marke.demo.living import live
from marke.demo.personas import introduce_personas
from marke.demo.plan import make_plan
from marke.demo.platform import add_platform
from marke.demo.unfinished import leave_open
from marke.domain.foundation.transactions import acting_as_system
from marke.reporting.unit_figures import refresh_unit_figures
from marke.usecases.seal_books import seal_books


@dataclass(frozen=True, slots=True)
class Report:
    """What was built: how many of each, the turnover in cents, and the seconds it took."""

    people: int
    units: int
    clients: int
    invoices: int
    payments: int
    costs: int
    contracts: int
    payslips: int
    turnover: int
    seconds: float

    def rows(self) -> Iterator[tuple[str, str]]:
        """The report as (what, how much)."""
        yield "Members", f"{self.people:,}"
        yield "Production units", f"{self.units:,}"
        yield "Clients", f"{self.clients:,}"
        yield "Invoices", f"{self.invoices:,}"
        yield "Payments received", f"{self.payments:,}"
        yield "Costs", f"{self.costs:,}"
        yield "Contracts of work", f"{self.contracts:,}"
        yield "Wages paid", f"{self.payslips:,}"
        yield "Turnover", f"EUR {self.turnover / 100:,.2f}"
        documents = self.invoices + self.payments + self.costs + self.contracts + self.payslips
        yield "Documents a second", f"{documents / self.seconds:,.0f}"


def build(*, units: int, seed: int, start: dt.date, end: dt.date, tell: Tell) -> Report:
    """Build De Marke with this many units and a year of life between two days (both included).

    The same seed, size and days always give the same cooperative. ``tell`` hears the progress of each stage.
    """
    started = time.monotonic()
    plan = make_plan(units=units, seed=seed, start=start, end=end)
    add_platform(plan, seed=seed)
    with acting_as_system(reason="demo"):
        founded = found(first_year=start.year - EARLIEST_BOOKS, last_year=end.year, units=units)
    numbers = join(plan, founded, seed=seed, tell=tell)
    life = live(plan, founded, numbers, seed=seed, tell=tell)
    leave_open(plan, founded, life)
    with acting_as_system(reason="demo"):
        introduce_personas(plan, founded, numbers)
        refresh_unit_figures(as_of=end)
    seal_books(reason="demo", tell=lambda sealed: tell("Sealing the books", sealed, sealed))
    return Report(
        people=len(plan.people),
        units=len(plan.units),
        clients=len(plan.clients),
        invoices=len(plan.invoices),
        payments=life.bank_lines,
        costs=life.costs,
        contracts=life.contracts,
        payslips=life.payslips,
        turnover=plan.turnover,
        seconds=time.monotonic() - started,
    )
