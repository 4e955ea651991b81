"""Clients that post until the server dies, remember what was acknowledged, and look afterwards whether it is there."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from tests.domain.ledger import scene
from tests.domain.ledger.scene import ACTOR, DAY, key

from marke.ops.auditor.report import audit
from marke.ops.database import APP, AUDITOR, STAFF, SUPERUSER, Server

DATABASE = "marke"
UNITS = range(1001, 1041)
BATCH = 40
ENOUGH = 100
"""So many answers must have come before a server may die, however slow the machine is."""
RECEIVED = scene.BY_CODE["unit.received"].number

POST_MANY = """
select entry_id from ledger.post_many(
  %(keys)s::uuid[], array_fill('test'::text, array[%(n)s]), array_fill(7::smallint, array[%(n)s]),
  array_fill(%(day)s::date, array[%(n)s]), array_fill('crash'::text, array[%(n)s]), %(keys)s::text[],
  array_fill('step'::text, array[%(n)s]), array_fill(null::bigint, array[%(n)s]),
  array_fill(null::uuid, array[%(n)s]), array_fill(2::smallint, array[%(n)s]), %(actor)s::uuid,
  %(entry_of)s::int[], %(line_of)s::smallint[], array_fill(%(role)s::smallint, array[2 * %(n)s]),
  %(units)s::int[], array_fill(null::uuid, array[2 * %(n)s]), %(amounts)s::bigint[])
"""


@dataclass
class Acknowledged:
    """What the server said was done, noted after its answer: outside the server, so a crash cannot take it back."""

    entries: list[str] = field(default_factory=list)
    batches_sent: list[list[str]] = field(default_factory=list)
    holds: dict[str, str] = field(default_factory=dict)
    roots: list[tuple[int, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.entries) + len(self.holds) + len(self.roots)


@dataclass(frozen=True)
class Verdict:
    """What a crash did: acknowledged facts that are gone, and everything that does not add up."""

    lost: int
    wrong: list[str]


def fund(connection: psycopg.Connection) -> None:
    """2026 is open and forty units have a budget to move about."""
    scene.settle(connection)
    for unit in UNITS:
        for name, lines in (("invoice", scene.INVOICE), ("payment", scene.PAYMENT)):
            own = [(role, unit if of_unit else None, cents) for role, of_unit, cents in lines]
            connection.execute(scene.post_call(f"{name} {unit}", own))


@contextmanager
def posting(server: Server, acknowledged: Acknowledged) -> Iterator[None]:
    """Six clients in full swing for the length of a block, in which the server must end; they stop when it is gone."""
    before = len(acknowledged)
    works = [_single, _single, _single, _batch, _reserve, _seal]
    threads = [threading.Thread(target=_until_gone, args=(server, acknowledged, work)) for work in works]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 60
    while len(acknowledged) < before + ENOUGH:
        assert time.monotonic() < deadline, "the clients get no answers"
        time.sleep(0.05)
    yield
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a client still waits for a server that is gone"


Work = Callable[[psycopg.Connection, Acknowledged], None]


def _until_gone(server: Server, acknowledged: Acknowledged, work: Work) -> None:
    try:
        with psycopg.connect(server.dsn(DATABASE, APP), autocommit=True, connect_timeout=10) as connection:
            while True:
                try:
                    work(connection, acknowledged)
                except (psycopg.errors.CheckViolation, psycopg.errors.SerializationFailure, psycopg.errors.DiskFull):
                    continue
    except psycopg.OperationalError:
        return


def _two_units() -> tuple[int, int]:
    giver, taker = random.sample(UNITS, 2)
    return giver, taker


def _single(connection: psycopg.Connection, acknowledged: Acknowledged) -> None:
    name = str(uuid.uuid4())
    connection.execute(scene.post_call(name, scene.transfer(random.randint(1, 99), *_two_units())))
    acknowledged.entries.append(key(name))


def _batch(connection: psycopg.Connection, acknowledged: Acknowledged) -> None:
    keys = [str(uuid.uuid4()) for _ in range(BATCH)]
    acknowledged.batches_sent.append(keys)
    connection.execute(
        POST_MANY,
        {
            "keys": keys,
            "n": BATCH,
            "day": DAY,
            "actor": ACTOR,
            "role": RECEIVED,
            "entry_of": [number for number in range(1, BATCH + 1) for _ in range(2)],
            "line_of": [1, 2] * BATCH,
            "units": [unit for _ in range(BATCH) for unit in _two_units()],
            "amounts": [7, -7] * BATCH,
        },
    )
    acknowledged.entries.extend(keys)


def _reserve(connection: psycopg.Connection, acknowledged: Acknowledged) -> None:
    """Place a hold, then spend it, give it back or leave it."""
    name = str(uuid.uuid4())
    giver, taker = _two_units()
    connection.execute(scene.hold_call(name, 50, unit=giver))
    acknowledged.holds[key(name)] = "P"
    choice = random.choice("DVP")
    if choice == "D":
        spend = scene.post_call(f"spend {name}", scene.transfer(50, giver, taker), extra=f", p_hold => '{key(name)}'")
        connection.execute(spend)
        acknowledged.entries.append(key(f"spend {name}"))
    elif choice == "V":
        connection.execute("select ledger.void_hold(%s)", [key(name)])
    acknowledged.holds[key(name)] = choice


def _seal(connection: psycopg.Connection, acknowledged: Acknowledged) -> None:
    """Number and chain, fold, and tell the root to the outside."""
    connection.execute("select ledger.seal_block(500), ledger.fold_rollup()")
    with connection.transaction():
        connection.execute(f"set local role {STAFF}")
        published = connection.execute("select seq, root from ledger.publish_root('auditor', %s)", [ACTOR]).fetchone()
    acknowledged.roots.append(published)
    time.sleep(0.05)


def verify(server: Server, acknowledged: Acknowledged) -> Verdict:
    """Ask the books, by other queries than those that wrote them, what is left after the crash."""
    with psycopg.connect(server.dsn(DATABASE, SUPERUSER), autocommit=True) as connection:
        lost = sum(_lost(connection, acknowledged))
        torn = connection.execute(
            "select count(*) from unnest(%s::int[], %s::uuid[]) b(batch, key) left join ledger.entry e"
            " on e.idem_key = b.key group by b.batch having count(e.id) not in (0, count(*))",
            [
                [number for number, keys in enumerate(acknowledged.batches_sent) for _ in keys],
                [each for keys in acknowledged.batches_sent for each in keys],
            ],
        ).fetchall()
        silent = connection.execute(
            "select count(*) from ledger.published_root p where not exists (select 1 from ledger.outbox o"
            " where (o.payload->>'seq')::bigint = p.seq and o.payload->>'root' = encode(p.root, 'hex'))"
        ).fetchone()[0]
    wrong = [str(finding) for finding in audit(server.dsn(DATABASE, AUDITOR)) if not finding.holds]
    wrong += [f"{len(torn)} batches are torn"] * bool(torn) + [f"{silent} roots were not announced"] * bool(silent)
    return Verdict(lost, wrong)


def _lost(connection: psycopg.Connection, acknowledged: Acknowledged) -> Iterator[int]:
    """Entries that are not there exactly once; holds that are not as far as was acknowledged; roots not on record."""
    yield connection.execute(
        "select count(*) from unnest(%s::uuid[]) k where (select count(*) from ledger.entry where idem_key = k) <> 1",
        [acknowledged.entries],
    ).fetchone()[0]
    yield connection.execute(
        "select count(*) from unnest(%s::uuid[], %s::text[]) a(id, state) left join ledger.hold h on h.id = a.id"
        " where h.id is null or (a.state <> 'P' and h.state::text <> a.state)",
        [list(acknowledged.holds), list(acknowledged.holds.values())],
    ).fetchone()[0]
    yield connection.execute(
        "select count(*) from unnest(%s::bigint[], %s::text[]) a(seq, root) left join ledger.published_root p"
        " on p.seq = a.seq and encode(p.root, 'hex') = a.root where p.id is null",
        [[seq for seq, _ in acknowledged.roots], [root for _, root in acknowledged.roots]],
    ).fetchone()[0]
