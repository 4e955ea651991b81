"""How fast the books take entries: one by one from eight clients, and in bulk."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator

from marke.cli.benchmarks import Ground, Result, books
from marke.ops.database import APP, SUPERUSER
from marke.rules.posting.journals import Journal
from marke.rules.posting.roles import BY_CODE, RECEIVED

CLIENTS = 8
SECONDS = 4
FUNDED = 1_000_000_000_00

POST = """
\\set a random(1001, 1000 + :units)
\\set b 1001 + (:a - 1001 + random(1, :units / 2)) % :units
\\set c 1001 + (:b - 1001 + random(1, :units / 3)) % :units
select ledger.post(gen_random_uuid(), 'bench.post', {journal}::smallint, '{year}-12-10', 'bench',
  gen_random_uuid()::text, 'step', '{actor}', array[{roles}]::smallint[], array[:a, :b, {third}]::int[],
  array[null, null, null]::uuid[], array[100, -60, -40]::bigint[]);
"""

FUND = """
select ledger.post(gen_random_uuid(), 'bench.fund', {journal}::smallint, '{year}-12-01', 'bench', u::text, 'fund',
  '{actor}', array[{control}, {received}]::smallint[], array[null, u]::int[], array[null, null]::uuid[],
  array[{amount}, -{amount}]::bigint[]) from generate_series(1001, 1000 + {units}) u
"""

UNCHECKED = """
create schema bench;
create table bench.entry (like ledger.entry including indexes);
create table bench.line (like ledger.line including indexes excluding generated);
"""

INSERT_UNCHECKED = (
    """
insert into bench.entry (id, idem_key, content_hash, entity, journal, kind, source_kind, source_id, step, effective_on,
                         n_lines, generation, xact, actor, posted_at)
select g.n, g.key, %(hash)s, 2, 1, 'bench.sale', 'bench', g.n::text, 'issue', g.day, 4, 1, pg_current_xact_id(),
       %(actor)s, clock_timestamp()
  from given g
""",
    """
insert into bench.line (entry_id, line_no, account_id, unit_id, amount, effective_on, generation, xact)
select g.n, x.no, x.role, x.unit, x.amount, g.day, 1, pg_current_xact_id()
  from batch b, unnest(b.entry_of, b.line_of, b.roles, b.units, b.amounts) x(place, no, role, unit, amount)
  join given g on g.place = x.place
""",
)


def guarded_posts(ground: Ground) -> Iterator[Result]:
    """P1. Eight clients post one entry per commit; each also moves the common pot, which is never locked for it."""
    units = ground.scaled(books.UNITS_AT_FULL_SIZE, least=200)
    with ground.database("bench_p1") as name:
        books.open_year()
        with ground.connect(name, APP) as connection:
            connection.execute(
                FUND.format(
                    journal=int(Journal.BUDGET),
                    year=books.YEAR,
                    actor=books.ACTOR,
                    control=BY_CODE["budget.control"].number,
                    received=BY_CODE[RECEIVED].number,
                    amount=FUNDED,
                    units=units,
                )
            )
        with ground.connect(name) as connection:
            connection.execute("analyze")
        without = _posts_a_second(ground, name, units, hot=False)
        with_pot = _posts_a_second(ground, name, units, hot=True)
    yield Result(
        "P1",
        f"guarded posts that move the common pot, {CLIENTS} clients",
        with_pot,
        "entries/s",
        with_pot / without,
        0.8,
        against="without a common account",
    )
    yield Result("P1", "the same on pgledger", 0, "", note="not run: pgledger is not installed here")


def _posts_a_second(ground: Ground, name: str, units: int, *, hot: bool) -> float:
    """What PostgreSQL's own load program reaches with this entry."""
    received, pot = BY_CODE[RECEIVED].number, BY_CODE["pot.contribution"].number
    script = POST.format(
        journal=int(Journal.BUDGET),
        year=books.YEAR,
        actor=books.ACTOR,
        roles=f"{received}, {received}, {pot if hot else received}",
        third="null" if hot else ":c",
    )
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [str(ground.server.bin / "pgbench"), "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS)]
        command += ["-M", "prepared", "-f", file.name, "-D", f"units={units}"]
        command += ["-h", str(ground.server.socket_folder), "-U", APP, name]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"^tps = ([\d.]+)", output, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"pgbench gave no rate:\n{output}")
    return float(found.group(1))


def bulk_post(ground: Ground) -> Iterator[Result]:
    """P2. A batch with every check, against inserting the same rows into the same indexes without any."""
    count, units = ground.scaled(100_000, least=1_000), ground.scaled(books.UNITS_AT_FULL_SIZE, least=20)
    rounds = range(3)
    checked, unchecked = [], []
    with ground.database("bench_p2") as name:
        books.open_year()
        with ground.connect(name, SUPERUSER) as connection:
            connection.execute(UNCHECKED)
            books.prepare(connection, first=10**9, count=1_000, units=units)
            books.post(connection)
            connection.execute("analyze")
            for number in rounds:
                books.prepare(connection, first=number * count, count=count, units=units)
                started = time.perf_counter()
                with connection.transaction():
                    books.post(connection)
                checked.append(time.perf_counter() - started)
                started = time.perf_counter()
                with connection.transaction():
                    for statement in INSERT_UNCHECKED:
                        connection.execute(statement, {"hash": bytes(32), "actor": books.ACTOR})
                unchecked.append(time.perf_counter() - started)
                ground.tell("Posting in bulk", number + 1, len(rounds))
    yield Result(
        "P2",
        f"bulk post of {count:,} entries with {books.LINES_PER_ENTRY} lines",
        count / min(checked),
        "entries/s",
        min(checked) / min(unchecked),
        3.5,
        at_least=False,
        against="inserting the same rows unchecked",
    )
