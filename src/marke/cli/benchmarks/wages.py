"""How fast a wage run is: the money part of paying thousands of people, from days worked to the file for the bank."""

from __future__ import annotations

import datetime as dt
import io
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager
from decimal import Decimal

import numpy

from marke.cli.benchmarks import Ground, Result
from marke.ops.database import SUPERUSER

PEOPLE, PEOPLE_PER_UNIT = 20_000, 10
TARGET = 650
"""Payslips a second, sixty times what is published of other payroll programs (ledger.md, section 8)."""
MONDAY, PAYDAY = dt.date(2026, 9, 14), dt.date(2026, 9, 21)
NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
PIECE = 1_000
LINES_PER_PAYSLIP = 8
FLOOR = """
create schema bench;
create table bench.line (like ledger.line including indexes excluding generated);
"""
INSERT = """
insert into bench.line (entry_id, line_no, account_id, unit_id, amount, effective_on, generation, xact)
select n / 8, n %% 8, 1 + n %% 500, 1001 + n %% 2000, 1 + n, %s, 1, pg_current_xact_id() from generate_series(1, %s) n
"""


def wage_run(ground: Ground) -> Iterator[Result]:
    """P3. Compute, reserve, book, order, approve and write the file, against whole-number arrays and a bare insert."""
    people = ground.scaled(PEOPLE, least=40)
    with ground.database("bench_p3") as name:
        _prepare(people, ground)
        with ground.connect(name) as connection:
            connection.execute("analyze")
        started = time.perf_counter()
        total = _pay()
        seconds = time.perf_counter() - started
        floor = _floor(ground, name, people)
    yield Result(
        "P3",
        f"wage run of {people:,} people, EUR {total / 100:,.2f} to the bank",
        people / seconds,
        "payslips/s",
        people / seconds / TARGET,
        1,
        against=f"{TARGET} a second",
    )
    yield Result(
        "P3",
        "the same against arrays, an unchecked insert and a string",
        people / seconds,
        "payslips/s",
        seconds / floor,
        5,
        at_least=False,
        against="the limit in this run",
    )


def _acting() -> AbstractContextManager[None]:
    from marke.domain.foundation.transactions import acting_as_system

    return acting_as_system(reason="bench")


def _prepare(people: int, ground: Ground) -> None:
    """A cooperative whose units have money, and one contract of two days for each person, worked and declared."""
    from marke.countries.registry import country
    from marke.domain.foundation.transactions import SYSTEM
    from marke.domain.ledger.operations import Posting, open_year, post_many
    from marke.domain.parameters.operations import open_cooperative
    from marke.domain.people.models import BankAccount, Person
    from marke.domain.units.enums import RoleKind
    from marke.domain.units.models import Unit, UnitRole
    from marke.domain.work.operations.pay_files import PayFileInput, record_pay_files
    from marke.rules.posting.entry import credit, debit, entry
    from marke.rules.posting.journals import Journal

    invented = country("be").invented
    units = max(people // PEOPLE_PER_UNIT, 1)
    with _acting():
        open_cooperative(
            actor=SYSTEM,
            valid_from=dt.date(2018, 1, 1),
            choices={"payout.approver_day_limit": Decimal(10**13)},
            name="Bench",
            legal_name="Bench cv",
            enterprise_number=invented.enterprise_number(0),
            seller_name="Bench",
            seller_enterprise_number=invented.enterprise_number(1),
            iban=invented.iban(1),
        )
        open_year(year=PAYDAY.year, actor=SYSTEM)
        Unit.objects.bulk_create(
            [Unit(id=1001 + number, name=f"Unit {number}", activity="music", state="open") for number in range(units)]
        )
        holder = Person.objects.create(given_name="Holder", family_name="Of All")
        UnitRole.objects.bulk_create(
            [
                UnitRole(unit_id=1001 + number, person=holder, kind=RoleKind.HOLDER, valid_from=dt.date(2026, 1, 1))
                for number in range(units)
            ]
        )
        grants = [
            Posting(
                entry(
                    "budget.solidarity_grant",
                    Journal.BUDGET,
                    dt.date(2026, 9, 1),
                    debit("pot.solidarity", 10_000_00),
                    credit("unit.received", 10_000_00, unit=1001 + number),
                ),
                ("bench.grant", uuid.UUID(int=number)),
                "post",
            )
            for number in range(units)
        ]
        post_many(postings=grants, actor=SYSTEM)
    for first in range(0, people, PIECE):
        numbers = range(first, min(first + PIECE, people))
        with _acting():
            workers = Person.objects.bulk_create(
                [
                    Person(given_name="Worker", family_name=f"{number:06d}", birth_date=dt.date(1990, 1, 1))
                    for number in numbers
                ]
            )
            BankAccount.objects.bulk_create(
                [
                    BankAccount(person=worker, iban=invented.iban(number + 10), registered_at=NOW, usable_from=NOW)
                    for number, worker in zip(numbers, workers, strict=True)
                ]
            )
            facts = {"family": {"children": 1}}
            files = [PayFileInput(worker.pk, dt.date(2026, 1, 1), facts) for worker in workers]
            record_pay_files(files=files, actor=SYSTEM, now=NOW)
            _engage([(1001 + number % units, worker.pk) for number, worker in zip(numbers, workers, strict=True)])
        ground.tell("Engaging people", numbers.stop, people)


def _engage(workers: list[tuple[int, uuid.UUID]]) -> None:
    from marke.domain.foundation.transactions import SYSTEM
    from marke.domain.work.enums import Party
    from marke.domain.work.operations import contracts as work
    from marke.domain.work.operations.contracts import ContractInput, SignatureInput
    from marke.rules.work.engagement import Basis, Engagement, Kind, PlannedDay
    from marke.usecases.hire import hire, sign_as_worker

    days = tuple(PlannedDay(MONDAY + dt.timedelta(days=number), Decimal("7.6")) for number in range(2))
    agreed = Engagement(Kind.DAYS, "trainer", days, Basis.DAY, 150_00, MONDAY, days[-1].day)
    contracts = hire(contracts=[ContractInput(unit, person, agreed) for unit, person in workers], actor=SYSTEM, now=NOW)
    signatures = [SignatureInput(contract.pk, Party.WORKER, "Worker", "0" * 64) for contract in contracts]
    sign_as_worker(signatures=signatures, house_name="Bench", actor=SYSTEM, now=NOW)
    work.mark_declared(contract_ids=[contract.pk for contract in contracts], now=NOW)


def _pay() -> int:
    """The whole run, each piece a transaction of its own; answers what leaves, in cents."""
    from marke.domain.foundation.transactions import SYSTEM
    from marke.domain.payouts import operations as payouts
    from marke.domain.payouts.enums import Purpose
    from marke.domain.payouts.operations import Proposal
    from marke.domain.wages.operations import runs
    from marke.kernel.ids import uuid7
    from marke.usecases.carry_wages import carry_run
    from marke.usecases.pay_out import export_batch
    from marke.usecases.run_wages import start_run

    with _acting():
        run = start_run(on=PAYDAY, actor=SYSTEM, now=NOW)
    if run is None:
        raise RuntimeError("nothing is ready to be paid")
    hands = os.cpu_count() or 1
    carry_run(run_id=run.pk, actor=SYSTEM, clock=lambda: NOW, hands=hands)
    with _acting():
        runs.approve(run_id=run.pk, actor=uuid7(), now=NOW)
    carry_run(run_id=run.pk, actor=SYSTEM, clock=lambda: NOW, hands=hands)
    with _acting():
        proposal = Proposal(Purpose.WAGES, PAYDAY, "Bench", "BE68539007547034")
        batch = payouts.propose(proposal=proposal, actor=SYSTEM, now=NOW)
        for _ in range(batch.approvals_needed):
            payouts.approve(batch_id=batch.pk, hash_seen=batch.hash, actor=uuid7(), now=NOW)
        batch = export_batch(batch_id=batch.pk, actor=SYSTEM, now=NOW).batch
    return batch.total


def _floor(ground: Ground, name: str, people: int) -> float:
    """The least that a machine must do for the same: net pay in arrays, the lines without checks, the file as text."""
    started = time.perf_counter()
    gross = numpy.full(people, 346_02, dtype=numpy.int64)
    net = gross - gross * 1307 // 10_000 - gross * 1113 // 10_000
    text = io.StringIO()
    for amount in net.tolist():
        text.write(f"<CdtTrfTxInf><Amt>{amount // 100}.{amount % 100:02d}</Amt></CdtTrfTxInf>")
    with ground.connect(name, SUPERUSER) as connection:
        connection.execute(FLOOR)
        with connection.transaction():
            connection.execute(INSERT, [PAYDAY, people * LINES_PER_PAYSLIP])
    return time.perf_counter() - started
