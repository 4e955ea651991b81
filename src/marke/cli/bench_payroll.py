"""How many payslips a second one core computes: 20,000 different ones, with and without traces."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import click

from marke.countries.registry import country

VECTORISED_SECONDS_PER_20_000 = 0.0025
"""Gross to net of 20,000 people with whole-number arrays on one core, eight amounts each (the limit of the design)."""
TARGETS = {"without traces": 5_000, "with traces": 2_000}


@click.command("bench-payroll")
@click.option("--payslips", default=20_000, show_default=True, help="How many different payslips.")
def bench_payroll(payslips: int) -> None:
    """Compute different payslips on one core and say how fast, against the targets and the vectorised limit."""
    belgium = country("be")
    engine = belgium.payroll(belgium.parameters())
    contracts = [engine.read(_facts(number)) for number in range(payslips)]
    limit = 20_000 / VECTORISED_SECONDS_PER_20_000
    for name, traced in (("without traces", False), ("with traces", True)):
        seconds = _processor_seconds(lambda traced=traced: engine.batch(contracts, traced=traced))  # type: ignore[misc]
        rate = payslips / seconds
        verdict = "reached" if rate >= TARGETS[name] else "missed"
        click.echo(
            f"{payslips:,} payslips {name}: {seconds:.2f} s of processor, {rate:,.0f} a second "
            f"(target {TARGETS[name]:,}: {verdict}; "
            f"the vectorised limit of {limit:,.0f} is {limit / rate:,.0f} times faster)"
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


if __name__ == "__main__":
    bench_payroll()
