"""How fast the books answer: a unit's page, the trial balance, the proof of everything."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

from marke.cli.benchmarks import Ground, Result, books
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.ledger import queries
from marke.kernel.dates import Month
from marke.ops.database import APP, AUDITOR, SUPERUSER

BOOKS = "bench_books"
VISITS = 1_000
LINES_OF_THE_PROOF, SECONDS_OF_THE_PROOF = 10_000_000, 60
MOST_FOR_HLEDGER = 100_000
COMPARABLE_SIZE = 0.1

PAGE = (
    "select a.role_id, sum(b.posted), sum(b.held) from ledger.account a join ledger.balance b on b.account_id = a.id"
    " where a.unit_id = %s group by a.role_id",
    "select l.effective_on, l.account_id, l.amount from ledger.line l where l.unit_id = %s"
    " order by l.effective_on desc limit 50",
)


@cache
def _lines(ground: Ground) -> int:
    """Fill the books once for all benchmarks that read them; answers how many lines they have."""
    with ground.database(BOOKS) as name:
        return books.fill(ground, name)


def unit_page(ground: Ground) -> Iterator[Result]:
    """P7. Balances and last fifty lines of a unit, fenced by row-level security, against the same without a fence."""
    _lines(ground)
    units = ground.scaled(books.UNITS_AT_FULL_SIZE, least=20)
    random = Random(7)
    fenced, open_ = [], []
    with ground.database(BOOKS) as name, ground.connect(name, APP) as app, ground.connect(name, SUPERUSER) as boss:
        for visit in range(VISITS + 50):
            unit = 1001 + random.randrange(units)
            with app.transaction():
                app.execute("select set_config('marke.units', %s, true)", [str(unit)])
                took = [_seconds(lambda: [app.execute(sql, [unit]).fetchall() for sql in PAGE])]  # noqa: B023
            took.append(_seconds(lambda: [boss.execute(sql, [unit]).fetchall() for sql in PAGE]))  # noqa: B023
            if visit >= 50:
                fenced.append(took[0])
                open_.append(took[1])
            if visit % 50 == 0:
                ground.tell("Visiting unit pages", visit, VISITS)
    slowest, slowest_open = (statistics.quantiles(times, n=100)[98] for times in (fenced, open_))
    yield Result(
        "P7",
        f"unit page at p99: {slowest * 1000:.2f} ms",
        1 / statistics.mean(fenced),
        "pages/s",
        slowest / slowest_open,
        2,
        at_least=False,
        against="without row-level security",
    )


def trial_balance(ground: Ground) -> Iterator[Result]:
    """P8. The trial balance now and at a past month's end, against adding up the lines as whole numbers in memory."""
    lines = _lines(ground)
    small = "" if ground.size >= COMPARABLE_SIZE else f"; compared from --size {COMPARABLE_SIZE} on"
    limit = _seconds_to_add_up(lines)
    with ground.database(BOOKS), acting_as_system():
        for what, as_of in (("now", None), ("at a past month's end", Month(books.YEAR, 6).last)):
            took = _median(lambda as_of=as_of: queries.trial_balance(as_of=as_of))  # type: ignore[misc]
            yield Result(
                "P8",
                f"trial balance {what}: {took * 1000:.1f} ms",
                lines / took,
                "lines/s",
                took / limit if limit and not small else None,
                3,
                at_least=False,
                against="adding up as many numbers in numpy",
                note=(small.lstrip("; ") if limit else "not run: numpy is not installed here"),
            )
        yield _against_hledger(lines, _median(queries.trial_balance))


def nightly_proof(ground: Ground) -> Iterator[Result]:
    """P9. The auditor proves all of the books; ten million lines fit in a minute."""
    from marke.ops.auditor.report import audit

    lines = _lines(ground)
    with ground.database(BOOKS) as name:
        took = _seconds(lambda: list(audit(ground.server.dsn(name, AUDITOR))))
    yield Result(
        "P9",
        f"proof of {lines:,} lines in {took:.1f} s",
        lines / took,
        "lines/s",
        lines / took / (LINES_OF_THE_PROOF / SECONDS_OF_THE_PROOF),
        1,
        against="ten million lines in a minute",
    )


def _against_hledger(lines: int, ours: float) -> Result:
    """The same balances by a foreign program, from the exported journal."""
    from marke.reporting.journal_export import export_journal

    what = "trial balance from the same journal"
    if not shutil.which("hledger") or lines > MOST_FOR_HLEDGER:
        why = "more lines than it can read here" if shutil.which("hledger") else "hledger is not installed here"
        return Result("P8", f"{what} by hledger", 0, "", note=f"not run: {why}")
    with tempfile.NamedTemporaryFile("w", suffix=".journal") as file:
        file.writelines(export_journal(name_of=str))
        file.flush()
        command = ["hledger", "-f", file.name, "balance", "--depth", "1"]
        theirs = _seconds(lambda: subprocess.run(command, capture_output=True, check=True))
    return Result("P8", what, lines / ours, "lines/s", theirs / ours, 1_000, against="hledger")


def _seconds_to_add_up(lines: int) -> float | None:
    """The limit: amounts per account summed over arrays in memory; None without numpy."""
    try:
        import numpy as np
    except ImportError:
        return None
    random = np.random.default_rng(8)
    accounts, amounts = random.integers(0, 100_000, lines), random.integers(-10_000, 10_000, lines).astype(float)
    return _median(lambda: np.bincount(accounts, weights=amounts))


def _median(work: Callable[[], object], times: int = 7) -> float:
    return statistics.median(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
