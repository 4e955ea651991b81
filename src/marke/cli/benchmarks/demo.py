"""How fast the demo's year is lived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from marke.cli.benchmarks import Ground, Result

DOCUMENTS_A_SECOND = 1_000
DEMO_UNITS = 20_000
YEAR = dt.date(2025, 1, 1), dt.date(2025, 12, 31)


def demo_world(ground: Ground) -> Iterator[Result]:
    """The year of De Marke, through the operations that the screens use."""
    from marke.demo import world

    with ground.database("bench_demo"):
        report = world.build(
            units=ground.scaled(DEMO_UNITS, least=20),
            seed=1,
            start=YEAR[0],
            end=YEAR[1],
            tell=ground.tell,
        )
    documents = report.invoices + report.payments + report.costs
    rate = documents / report.seconds
    yield Result(
        "demo",
        f"demo of {report.units:,} units, {documents:,} documents",
        rate,
        "documents/s",
        rate / DOCUMENTS_A_SECOND,
        1,
        against=f"{DOCUMENTS_A_SECOND:,} a second",
    )
