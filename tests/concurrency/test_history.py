"""Histories of many clients under each isolation level, checked for anomalies; planted ones must be found."""

from __future__ import annotations

import random

import psycopg
import pytest
from psycopg import IsolationLevel
from tests.concurrency.crowd import all_at_once
from tests.concurrency.history import Transaction, anomalies

KEYS = (1, 2, 3)


@pytest.fixture
def lists(own_database):
    with own_database.connect("postgres") as connection:
        connection.execute("create table public.lists (key int primary key, items int[] not null default '{}')")
        connection.execute("insert into public.lists (key) select unnest(%s::int[])", [list(KEYS)])
    return own_database


def final(database) -> dict[int, tuple[int, ...]]:
    with database.connect("postgres") as connection:
        return {
            key: tuple(items) for key, items in connection.execute("select key, items from public.lists").fetchall()
        }


def read(connection: psycopg.Connection, transaction: Transaction, key: int) -> None:
    (items,) = connection.execute("select items from public.lists where key = %s", [key]).fetchone()
    transaction.reads[key] = tuple(items)


def append(connection: psycopg.Connection, transaction: Transaction, key: int, value: int) -> None:
    connection.execute("update public.lists set items = items || %s where key = %s", [value, key])
    transaction.appends[key] = value


def crowd_history(database, level: IsolationLevel) -> list[Transaction]:
    """Six clients that each read two lists and append to a third, 25 times; what could not commit is left out."""

    def client(number: int):
        def work(connection: psycopg.Connection) -> list[Transaction]:
            chance = random.Random(number)
            connection.isolation_level = level
            committed = []
            for n in range(25):
                transaction = Transaction(number * 1000 + n)
                mine, other = chance.sample(KEYS, 2)
                try:
                    with connection.transaction():
                        read(connection, transaction, mine)
                        append(connection, transaction, other, transaction.name)
                except psycopg.errors.SerializationFailure:
                    continue
                committed.append(transaction)
            return committed

        return work

    results = all_at_once(database, [client(number) for number in range(1, 7)], user="postgres")
    return [transaction for result in results for transaction in result]


def test_serializable_histories_have_no_anomaly(lists):
    """At SERIALIZABLE, every history of the crowd can be explained by a serial order."""
    history = crowd_history(lists, IsolationLevel.SERIALIZABLE)
    assert history
    assert anomalies(history, final(lists)) == []


def write_skew(database, level: IsolationLevel) -> list[Transaction]:
    """Two transactions that each read what the other appends to: the planted anomaly."""
    one, two = Transaction(1), Transaction(2)
    with database.connect("postgres") as first, database.connect("postgres") as second:
        first.isolation_level = second.isolation_level = level
        with first.transaction(), second.transaction():
            read(first, one, 1)
            read(second, two, 2)
            append(first, one, 2, 101)
            append(second, two, 1, 102)
    return [one, two]


def test_the_planted_anomaly_is_found_at_repeatable_read(lists):
    """The control: write skew at REPEATABLE READ commits, and the checker finds the cycle."""
    history = write_skew(lists, IsolationLevel.REPEATABLE_READ)
    assert [found.split(":")[0] for found in anomalies(history, final(lists))] == ["cycle"]


def test_the_planted_anomaly_is_refused_at_serializable(lists):
    """The same at SERIALIZABLE is refused by the server."""
    with pytest.raises(psycopg.errors.SerializationFailure):
        write_skew(lists, IsolationLevel.SERIALIZABLE)


@pytest.mark.parametrize(
    ("history", "lists_after", "fault"),
    [
        ([Transaction(1, {}, {1: 7})], {1: ()}, "lost"),
        ([Transaction(1, {}, {1: 7})], {1: (7, 8)}, "unknown"),
        ([Transaction(1, {}, {1: 7}), Transaction(2, {1: (9,)}, {})], {1: (7,)}, "no prefix"),
        ([Transaction(1, {2: (8,)}, {1: 7}), Transaction(2, {1: (7,)}, {2: 8})], {1: (7,), 2: (8,)}, "cycle"),
    ],
)
def test_the_checker_names_each_kind_of_fault(history, lists_after, fault):
    """A lost value, an unknown one, a read that is no prefix and a circle of reads are each found."""
    assert [found.split(":")[0] for found in anomalies(history, lists_after)] == [fault]
