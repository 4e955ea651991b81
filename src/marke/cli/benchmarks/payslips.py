"""How many payslips a second one core computes, every one different, and how many it sets on paper."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from marke.cli.benchmarks import Ground, Result
from marke.countries.registry import country
from marke.kernel.dates import Month
from marke.rules.social.papers import Paper, Slip
from marke.rules.social.records import Address, Employer, Engaged, PaidMonth, Person

VECTORISED_A_SECOND = 8_000_000
"""Gross to net of 20,000 people with whole-number arrays on one core in 2.5 ms (the limit of the design)."""
PAPERS, OF_BARE_TYPST = 2_000, 0.8
DAY_HOURS = Decimal("7.6")
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


def papers(ground: Ground) -> Iterator[Result]:
    """P6. Payslips of different people on paper, from stored lines to PDF/A, on one core with one compiler."""
    from marke.kernel.ports import PORTS

    belgium = country("be")
    law = belgium.social
    assert law is not None, "Belgium declares pay"
    engine = belgium.payroll(belgium.parameters())
    count = ground.scaled(PAPERS, least=20)
    slips = [_slip(engine, number) for number in range(count + 1)]

    def typeset(paper: Paper) -> bytes:
        return PORTS.typesetter.typeset(template=paper.template, data=paper.data)

    made = [law.payslip(slip) for slip in slips]
    typeset(made[-1])
    bare = count / _seconds(lambda: [typeset(paper) for paper in made[:-1]])
    rate = count / _seconds(lambda: [typeset(law.payslip(slip)) for slip in slips[:-1]])
    yield Result(
        "P6",
        f"payslips on paper, one file each ({len(typeset(made[0])) // 1000} kB; 20,000 in {20_000 / rate:,.0f} s)",
        rate,
        "PDF/s",
        rate / bare,
        OF_BARE_TYPST,
        against="bare typst with one compiler, in this run",
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _slip(engine: Any, number: int) -> Slip:
    """A stored payslip with its worker, as the printer gets it."""
    facts = _facts(number)
    found = engine.payslip(engine.read(facts))
    start, end = dt.date.fromisoformat(facts["start"]), dt.date.fromisoformat(facts["end"])
    days = Decimal(facts["time"]["days_worked"])
    contract = Engaged(found.contract, facts["worker"], "ordinary", "200", "trainer", start, end, DAY_HOURS)
    month = PaidMonth(
        key=found.contract,
        person=found.person,
        contract=contract,
        month=Month.of(start),
        amounts=found.amounts,
        days=days,
        hours=days * DAY_HOURS,
        gross=found.gross,
        net=found.net,
    )
    home = Address(f"Kouter {number}", "9000", "Gent")
    worker = Person(found.person, f"Janssens {number}", "Nora", address=home, language=("nl", "fr", "en")[number % 3])
    employer = Employer("De Marke", "0417497106", Address("Kaai 1", "9000", "Gent"))
    return Slip(employer, worker, month, found.lines, dt.date(2026, 9, 21))


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
