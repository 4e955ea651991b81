"""How many payslips a second one core computes: every one different, with and without their explanation."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from marke.cli.benchmarks import Ground, Result
from marke.countries.registry import country

VECTORISED_A_SECOND = 8_000_000
"""Gross to net of 20,000 people with whole-number arrays on one core in 2.5 ms (the limit of the design)."""
TARGETS = {"without traces": 5_000, "with traces": 2_000}


def payslips(ground: Ground) -> Iterator[Result]:
    """Compute different payslips, against the targets of the design."""
    belgium = country("be")
    engine = belgium.payroll(belgium.parameters())
    contracts = [engine.read(_facts(number)) for number in range(ground.scaled(20_000, least=50))]
    for name, traced in (("without traces", False), ("with traces", True)):
        seconds = _processor_seconds(lambda traced=traced: engine.batch(contracts, traced=traced))  # type: ignore[misc]
        rate = len(contracts) / seconds
        yield Result(
            "payroll",
            f"payslips {name}, one core ({VECTORISED_A_SECOND / rate:,.0f} times the vectorised limit)",
            rate,
            "payslips/s",
            rate / TARGETS[name],
            1,
            against=f"{TARGETS[name]:,} a second",
        )


def _facts(number: int) -> dict[str, Any]:
    """A different contract for each number: kind of worker, days, pay, family."""
    worker = ("employee", "artist", "manual", "employee", "artist_1bis")[number % 5]
    days = 1 + number % 10
    return {
        "person": f"person-{number:06d}",
        "contract": f"contract-{number:06d}",
        "start": "2026-09-01",
        "end": f"2026-09-{days:02d}",
        "worker": worker,
        "pay": 110_00 * days + 7 * (number % 2_003),
        "family": {
            "partner": ("none", "without_income", "earned_income")[number % 3],
            "children": number % 4,
        },
        "time": {"days_worked": days, "days_in_month": 22},
        "ends": True,
        "arts_work_certificate": True,
        "kilometres": number % 30,
    }


def _processor_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
