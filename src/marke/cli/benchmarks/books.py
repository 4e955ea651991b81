"""Books of any size: four-line sales over many units and one year, written by the ledger's own bulk posting."""

from __future__ import annotations

import uuid

import psycopg

from marke.cli.benchmarks import Ground
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.ledger import operations
from marke.kernel.dates import Month
from marke.rules.posting.journals import Journal
from marke.rules.posting.roles import BY_CODE

ACTOR = uuid.UUID("00000000-0000-7000-8000-0000000be0c4")
APPROVER = uuid.UUID("00000000-0000-7000-8000-0000000be0c5")
YEAR = 2025
CHUNK = 10_000
UNITS_AT_FULL_SIZE = 20_000
ENTRIES_AT_FULL_SIZE = 2_500_000
LINES_PER_ENTRY = 4

LINES = (
    ("receivable.client", False, 1),
    ("revenue.sales", True, -1),
    ("budget.control", False, 1),
    ("unit.received", True, -1),
)
"""The lines of a sale: role, whether it is the unit's own account, and the sign of the net amount."""

GIVEN = """
create temp table given as
select n, n - %(first)s + 1 as place, gen_random_uuid() as key, 1001 + (n * 7919) %% %(units)s as unit,
       make_date(%(year)s, 1, 1) + (n %% 365)::int as day, 1000 + n %% 9000 as net
  from generate_series(%(first)s::bigint, %(first)s::bigint + %(count)s - 1) n
"""

BATCH = """
create temp table batch as
select e.*, l.* from (
  select array_agg(key order by place) as keys, array_agg(day order by place) as days,
         array_agg(n::text order by place) as ids, count(*)::int as n from given) e,
 (select array_agg(place::int order by place, no) as entry_of, array_agg(no::smallint order by place, no) as line_of,
         array_agg(role::smallint order by place, no) as roles,
         array_agg(case when own then unit::int end order by place, no) as units,
         array_agg(net * sign order by place, no) as amounts
    from given, unnest(%(roles)s::int[], %(own)s::bool[], %(signs)s::int[]) with ordinality x(role, own, sign, no)) l
"""

POST = """
select count(*) from batch b, ledger.post_many(
  b.keys, array_fill('bench.sale'::text, array[b.n]), array_fill(%(journal)s::smallint, array[b.n]), b.days,
  array_fill('bench'::text, array[b.n]), b.ids, array_fill('issue'::text, array[b.n]),
  array_fill(null::bigint, array[b.n]), array_fill(null::uuid, array[b.n]), array_fill(4::smallint, array[b.n]),
  %(actor)s, b.entry_of, b.line_of, b.roles, b.units, array_fill(null::uuid, array[4 * b.n]), b.amounts)
"""


def prepare(connection: psycopg.Connection[tuple[object, ...]], *, first: int, count: int, units: int) -> None:
    """Put the arrays of a batch of sales in the temporary table ``batch``, and its sales in ``given``."""
    roles, own, signs = (list(column) for column in zip(*LINES, strict=True))
    connection.execute("drop table if exists given, batch")
    connection.execute(GIVEN, {"first": first, "count": count, "units": units, "year": YEAR})
    numbers = [BY_CODE[str(role)].number for role in roles]
    connection.execute(BATCH, {"roles": numbers, "own": own, "signs": signs})


def post(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Post the prepared batch."""
    connection.execute(POST, {"journal": int(Journal.SALES), "actor": ACTOR})


def open_year() -> None:
    with acting_as_system():
        operations.open_year(year=YEAR, actor=ACTOR)


def fill(ground: Ground, name: str) -> int:
    """Fill a database with the year's sales, sealed and folded, and close its months up to November.

    Answers the number of lines.
    """
    entries = ground.scaled(ENTRIES_AT_FULL_SIZE, least=2_000)
    units = ground.scaled(UNITS_AT_FULL_SIZE, least=20)
    open_year()
    with ground.connect(name) as connection:
        for first in range(0, entries, CHUNK):
            prepare(connection, first=first, count=min(CHUNK, entries - first), units=units)
            post(connection)
            ground.tell("Filling the books", min(first + CHUNK, entries), entries)
            if first == 0:
                connection.execute("analyze")
    sealed = 0
    while count := _sealed():
        sealed += count
        ground.tell("Sealing the books", sealed, entries)
    with acting_as_system():
        operations.fold_rollup()
        for month in range(1, 12):
            operations.close_month(month=Month(YEAR, month), requested_by=ACTOR, approved_by=APPROVER)
    with ground.connect(name) as connection:
        connection.execute("vacuum analyze")
    return entries * LINES_PER_ENTRY


def _sealed() -> int:
    with acting_as_system():
        return operations.seal()
