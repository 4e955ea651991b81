"""Many clients at the same books: what one of them may not do alone, they may not do together."""

from __future__ import annotations

import threading
import time

import psycopg
import pytest
from psycopg import IsolationLevel
from tests.concurrency.crowd import all_at_once, attempts
from tests.domain.ledger import scene
from tests.domain.ledger.attacks import close
from tests.domain.ledger.scene import PAYMENT, hold_call, key, post_call, transfer

CLIENTS = 8


@pytest.fixture
def settled(own_database):
    with own_database.connect() as connection:
        scene.settle(connection)
    return own_database


def scalar(database, query: str, user: str = "postgres"):
    with database.connect(user) as connection:
        return connection.execute(query).fetchone()[0]


def balance_of(database, unit: int, role: int = 500) -> int:
    return scalar(
        database,
        "select posted from ledger.balance b join ledger.account a on a.id = b.account_id"
        f" where role_id = {role} and unit_id = {unit}",
    )


def drift(database) -> int:
    """How many balances differ from their lines."""
    return scalar(
        database,
        "select count(*) from ledger.balance b join ledger.account a on a.id = b.account_id"
        " join ledger.role r on r.id = a.role_id where b.posted <> coalesce((select sum(l.amount) * r.side"
        " from ledger.line l where l.account_id = a.id), 0)",
    )


def test_eight_clients_cannot_overspend_a_budget(settled):
    """Of 100 attempts to spend 10.00 from 800.00 free, 80 are accepted and the budget ends exactly at what is held."""
    spends = [[post_call(f"spend {client} {n}", transfer(10_00)) for n in range(13)] for client in range(CLIENTS)]
    assert sum(all_at_once(settled, [attempts(calls) for calls in spends])) == 80
    assert balance_of(settled, 1001) == 35_00
    assert drift(settled) == 0


def test_spending_and_reserving_share_one_limit(settled):
    """Reservations and postings together never pass the budget."""
    calls = [
        [post_call(f"spend {n}", transfer(10_00)) for n in range(50)],
        [hold_call(f"hold {n}", 10_00) for n in range(50)],
    ]
    assert sum(all_at_once(settled, [attempts(each) for each in calls])) == 80


@pytest.mark.parametrize("level", [IsolationLevel.READ_COMMITTED, IsolationLevel.REPEATABLE_READ])
def test_reading_a_sum_and_then_writing_overspends(settled, level):
    """The control: a guard that reads a sum and then writes is beaten, at both levels; our harness sees it."""
    with settled.connect("postgres") as connection:
        connection.execute("create table public.weak (amount bigint)")
        connection.execute("insert into public.weak values (100000)")
    seen = threading.Barrier(CLIENTS)

    def spend(connection: psycopg.Connection) -> bool:
        connection.isolation_level = level
        with connection.transaction():
            (left,) = connection.execute("select sum(amount) from public.weak").fetchone()
            seen.wait(timeout=30)
            if left >= 60_000:
                connection.execute("insert into public.weak values (-60000)")
        return left >= 60_000

    assert all(all_at_once(settled, [spend] * CLIENTS, user="postgres"))
    assert scalar(settled, "select sum(amount) from public.weak") < 0


def test_opposite_transfers_do_not_deadlock(settled):
    """Two units that pay each other at the same moment both succeed: accounts are locked in one order."""
    there = [post_call(f"there {n}", transfer(1, 1001, 1002)) for n in range(60)]
    back = [post_call(f"back {n}", transfer(1, 1002, 1001)) for n in range(60)]
    assert all_at_once(settled, [attempts(there), attempts(back)] * 1) == [60, 60]
    assert (balance_of(settled, 1001), balance_of(settled, 1002)) == (835_00, 100_00)


def test_the_same_key_from_ten_clients_posts_once(settled):
    """Ten clients that send the same posting get the same entry, and one of them wrote it (R7)."""

    def send(connection: psycopg.Connection) -> tuple[int, bool]:
        return connection.execute(post_call("once", transfer(1_00))).fetchone()

    answers = all_at_once(settled, [send] * 10)
    assert len({entry for entry, _ in answers}) == 1
    assert sum(new for _, new in answers) == 1
    assert balance_of(settled, 1001) == 834_00


def test_the_first_account_of_a_unit_is_opened_once(settled):
    """Ten clients that are the first to post to a new unit share its one account."""
    calls = [[post_call(f"first {client}", transfer(1_00, 1001, 1500))] for client in range(10)]
    assert sum(all_at_once(settled, [attempts(each) for each in calls])) == 10
    assert balance_of(settled, 1500) == 10_00


def test_a_month_closes_only_without_postings_in_flight(settled):
    """Closing waits for postings in flight; later ones are refused; the kept balances include every posting (R13)."""
    closing = threading.Event()

    def posting(client: int):
        def work(connection: psycopg.Connection) -> int:
            accepted = 0
            for n in range(5_000):
                try:
                    connection.execute(post_call(f"march {client} {n}", PAYMENT[:2]))
                    accepted += 1
                except psycopg.Error as error:
                    assert error.sqlstate == "ML002"  # noqa: PT017 - which refusal is the point
                    break
                if n == 20:
                    closing.set()
            return accepted

        return work

    def closer(connection: psycopg.Connection) -> int:
        closing.wait(timeout=30)
        with connection.transaction():
            connection.execute("set local role marke_staff")
            for month in ("2026-01-01", "2026-02-01", "2026-03-01"):
                connection.execute(close(month))
        return 0

    accepted = sum(all_at_once(settled, [*(posting(client) for client in range(3)), closer]))
    kept = scalar(settled, "select posted from ledger.snapshot where account_id = 10 and month = '2026-03-01'")
    assert kept == 1210_00 * (accepted + 1)
    assert scalar(settled, "select sum(amount) from ledger.line where account_id = 10") == kept


def test_an_old_snapshot_does_not_hide_that_a_month_closed(settled):
    """A transaction at REPEATABLE READ that began before the closing cannot post in the closed month (R13)."""
    with settled.connect() as old, settled.connect() as staff:
        old.isolation_level = IsolationLevel.REPEATABLE_READ
        with old.transaction(force_rollback=True):
            old.execute("select 1 from ledger.period limit 1")
            with staff.transaction():
                staff.execute("set local role marke_staff")
                staff.execute(close("2026-01-01"))
            with pytest.raises(psycopg.errors.SerializationFailure):
                old.execute(post_call("late", PAYMENT[:2], on="2026-01-10"))


def test_folding_and_sealing_while_posting_misses_nothing(settled):
    """While four clients post, a folder and a sealer run: the pot always equals the full sum, every entry is sealed."""
    done = threading.Event()

    def posting(client: int):
        def work(connection: psycopg.Connection) -> int:
            for n in range(60):
                connection.execute(post_call(f"pot {client} {n}", scene.INVOICE))
            return 0

        return work

    def folding(connection: psycopg.Connection) -> int:
        unequal = 0
        while not done.is_set():
            connection.execute("select ledger.fold_rollup(), ledger.seal_block(40)")
            with connection.transaction():
                connection.execute("set local role marke_staff")
                (equal,) = connection.execute(
                    "select ledger.balance_of(510) = (select -sum(amount) from ledger.line where account_id = 510)"
                ).fetchone()
                unequal += not equal
        return unequal

    with settled.connect() as connection:
        connection.execute("select 1")
        folder = threading.Thread(target=lambda: outcome.append(all_at_once(settled, [folding])[0]))
        outcome: list[int] = []
        folder.start()
        all_at_once(settled, [posting(client) for client in range(4)])
        done.set()
        folder.join(timeout=60)
        while connection.execute("select ledger.seal_block()").fetchone()[0]:
            pass
    assert outcome == [0]
    unsealed = "select count(*) from ledger.entry e where not exists"
    assert scalar(settled, f"{unsealed} (select 1 from ledger.journal_number n where n.entry_id = e.id)") == 0
    assert scalar(settled, "select max(number) = count(*) from ledger.journal_number")


def test_a_cursor_on_ids_loses_an_event_and_ours_does_not(settled):
    """An event with a low id that commits late is lost by a reader that remembers ids, and kept by ours (R17)."""
    event = "insert into ledger.outbox (generation, topic, payload) values (1, '{}', '{{}}')"
    reading = "select topic, generation, xact::text, id from ledger.events_after(%s::smallint, %s::xid8, %s, 10)"
    with settled.connect("postgres") as slow, settled.connect("postgres") as quick, settled.connect() as reader:
        with slow.transaction():
            slow.execute(event.format("slow"))
            quick.execute(event.format("quick"))
            by_id = [row[0] for row in quick.execute("select id from ledger.outbox order by id").fetchall()]
            ours = reader.execute(reading, [0, "0", 0]).fetchall()
        last_id = max(by_id)
        lost = quick.execute("select count(*) from ledger.outbox where id > %s", [last_id]).fetchone()[0]
        assert lost == 0, "the control: a reader by id never sees the slow event"
        cursor = ours[-1][1:] if ours else (0, "0", 0)
        later = reader.execute(reading, cursor).fetchall()
    assert [row[0] for row in ours] == []
    assert [row[0] for row in later] == ["slow", "quick"]


def test_a_reservation_resolves_once_among_many(settled):
    """Ten clients give back, spend and let expire the same reservation: exactly one of them does it (R9)."""
    reserved = key("reserved")
    calls = [f"select ledger.void_hold('{reserved}')"] * 5
    calls += [post_call(f"use {n}", transfer(1_00), extra=f", p_hold => '{reserved}'") for n in range(5)]

    def resolve(call: str):
        def work(connection: psycopg.Connection) -> int:
            try:
                connection.execute(call)
            except psycopg.Error as error:
                assert error.sqlstate in ("ML006", "23505")  # noqa: PT017 - which refusal is the point
                return 0
            return 1

        return work

    assert sum(all_at_once(settled, [resolve(call) for call in calls])) == 1
    assert scalar(settled, "select sum(held) from ledger.balance") == 0


def test_giving_back_and_spending_do_not_deadlock(settled):
    """Whoever gives back a reservation waits for the unit's balance first, so a spender that holds it gets through."""
    reserved = key("reserved")
    given_back: list[str | None] = []

    def give_back() -> None:
        with settled.connect() as connection:
            try:
                connection.execute(f"select ledger.void_hold('{reserved}')")
            except psycopg.Error as error:
                given_back.append(error.sqlstate)

    with settled.connect() as spender:
        with spender.transaction():
            spender.execute(post_call("takes the balance's lock", transfer(1)))
            other = threading.Thread(target=give_back)
            other.start()
            wait_until_blocked(settled)
            spender.execute(post_call("spends", transfer(35_00), extra=f", p_hold => '{reserved}'"))
        other.join(timeout=30)
    assert given_back == ["ML006"]


def wait_until_blocked(database) -> None:
    """Wait until somebody waits for a lock."""
    for _ in range(500):
        if scalar(database, "select count(*) from pg_locks where not granted"):
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
