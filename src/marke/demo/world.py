"""Build the demo cooperative, from an empty database to a year of life, through the product's own operations."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

from marke.demo.founding import Founded, found
from marke.demo.joining import EARLIEST_BOOKS, join
from marke.demo.living import Tell, live
from marke.demo.personas import introduce_personas
from marke.demo.plan import Plan, make_plan
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.ledger import operations as ledger
from marke.domain.parameters.models import Cooperative


@dataclass(frozen=True, slots=True)
class Report:
    """What was built, and how fast: documents are invoices, payments and costs."""

    start: dt.date
    end: dt.date
    people: int
    units: int
    clients: int
    invoices: int
    payments: int
    costs: int
    turnover: int
    seconds: float

    @property
    def documents_per_second(self) -> float:
        return (self.invoices + self.payments + self.costs) / self.seconds


def is_built() -> bool:
    """Whether this database already holds a cooperative."""
    return Cooperative.objects.exists()


def build(*, units: int, seed: int, end: dt.date, tell: Tell, start: dt.date | None = None) -> Report:
    """Build De Marke with this many units and a year of life that ends on ``end`` (or starts on ``start``).

    The same seed, size and days always give the same cooperative. ``tell`` hears the progress of each stage.
    """
    started = time.monotonic()
    start = start or _a_year_before(end)
    plan = make_plan(units=units, seed=seed, start=start, end=end)
    with acting_as_system(reason="demo"):
        founded = found(first_year=start.year - EARLIEST_BOOKS, last_year=end.year, units=units)
    numbers = join(plan, founded, seed=seed, tell=tell)
    live(plan, founded, numbers, seed=seed, tell=tell)
    with acting_as_system(reason="demo"):
        introduce_personas(plan, founded, numbers)
    _seal_the_books(tell)
    return _report(plan, founded, time.monotonic() - started)


def _a_year_before(end: dt.date) -> dt.date:
    day = end.replace(day=28) if (end.month, end.day) == (2, 29) else end
    return day.replace(year=day.year - 1) + dt.timedelta(days=1)


def _seal_the_books(tell: Tell) -> None:
    """Give every entry its journal number and chain it, then fold the common accounts."""
    sealed = 0
    while True:
        with acting_as_system(reason="demo"):
            count = ledger.seal()
        if not count:
            break
        sealed += count
        tell("Sealing the books", sealed, sealed)
    with acting_as_system(reason="demo"):
        ledger.fold_rollup()


def _report(plan: Plan, founded: Founded, seconds: float) -> Report:
    payments = sum(len(invoice.payments) for invoice in plan.invoices)
    return Report(
        start=plan.start,
        end=plan.end,
        people=len(plan.people),
        units=len(plan.units),
        clients=len(plan.clients),
        invoices=len(plan.invoices),
        payments=payments,
        costs=len(plan.costs),
        turnover=plan.turnover,
        seconds=seconds,
    )
