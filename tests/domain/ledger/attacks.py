"""Every way to break the books that we know of, as data: who tries, what they run, and how they are refused.

The attacks of ledger.md 6.1 and one or more for each gap of 5.1. Each runs in a transaction that is rolled back.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from tests.domain.ledger.scene import ACTOR, INVOICE, OTHER, PAYMENT, hold_call, key, post_call, transfer

FORBIDDEN = "42501"
WRITTEN_ONCE = "23001"
CHECK = "23514"
UNIQUE = "23505"
FOREIGN_KEY = "23503"
NOT_NULL = "23502"
MALFORMED, CLOSED, OTHER_CONTENT, NO_ACCOUNT, HOLD, FOREIGN_SERVER = (
    *("ML001", "ML002", "ML003", "ML004", "ML006", "ML008"),
)


@dataclass(frozen=True)
class Copy:
    """A COPY into a table, with its data."""

    sql: str
    data: str


Step = str | Copy


@dataclass(frozen=True)
class Attack:
    """``steps`` run by ``user`` in one transaction, then every deferred check; refused with ``refusal``."""

    sentence: str
    refusal: str
    steps: tuple[Step, ...]
    user: str = "postgres"


def app(sentence: str, refusal: str, *steps: Step) -> Attack:
    return Attack(f"the application {sentence}", refusal, steps, "marke_app")


def staff(sentence: str, refusal: str, *steps: Step) -> Attack:
    return Attack(f"staff {sentence}", refusal, ("set local role marke_staff", *steps), "marke_app")


def close(month: str, second: str = OTHER) -> str:
    return f"select ledger.close_period('{month}', '{ACTOR}', '{second}')"


def reverse(name: str, entry: int) -> str:
    return f"select ledger.reverse('{key(name)}', {entry}, '2026-03-11', 'test', '{name}', 'reverse', '{ACTOR}')"


def lower_floor(cents: int, second: str = OTHER) -> str:
    return f"select ledger.set_floor(500::smallint, 1001, null, {cents}, '{ACTOR}', '{second}', 'an advance')"


RESERVED = f", p_hold => '{key('reserved')}'"
VOID = f"select ledger.void_hold('{key('reserved')}')"
LINE = "insert into ledger.line (entry_id) values (1)"
ENTRY = "insert into ledger.entry (kind) values ('x')"


AS_APPLICATION = (
    app("inserts a line directly", FORBIDDEN, LINE),
    app("inserts an entry directly", FORBIDDEN, ENTRY),
    app("updates an amount", FORBIDDEN, "update ledger.line set amount = amount + 1"),
    app("sets a balance", FORBIDDEN, "update ledger.balance set posted = 1"),
    app("sets a floor", FORBIDDEN, "update ledger.balance set floor = null"),
    app("inserts a hold directly", FORBIDDEN, "insert into ledger.hold select * from ledger.hold"),
    app("gives a hold back past the functions", FORBIDDEN, "update ledger.hold set state = 'V'"),
    app("breaks the chain", FORBIDDEN, "delete from ledger.seal"),
    app("deletes an entry", FORBIDDEN, "delete from ledger.entry"),
    app("empties the lines", FORBIDDEN, "truncate ledger.line"),
    app("disables a trigger", FORBIDDEN, "alter table ledger.line disable trigger line_added"),
    app("sets the replica role", FORBIDDEN, "set session_replication_role = replica"),
    app("closes a month", FORBIDDEN, close("2026-01-01")),
    app(
        "lowers a floor",
        FORBIDDEN,
        lower_floor(-1),
    ),
    app("adopts a cluster", FORBIDDEN, "select ledger.adopt_cluster()"),
    app("forges a seal", FORBIDDEN, "insert into ledger.seal select 9, 1, '0', 1, sha256(''), sha256('')"),
    app("opens an account past the functions", FORBIDDEN, "select ledger.accounts_for('{500}', '{1009}', '{null}')"),
    app("spends holds past the entry", FORBIDDEN, "select ledger.spend_holds('{1}')"),
    app("becomes the owner", FORBIDDEN, "set local role marke_owner"),
    app("posts an unbalanced entry", MALFORMED, post_call("a", (("bank", None, 2), ("receivable.client", None, -1)))),
    app(
        "balances a legal debit by a budget credit",
        MALFORMED,
        post_call("a", (("bank", None, 1), ("unit.received", 1001, -1))),
    ),
    app(
        "mixes two legal entities",
        MALFORMED,
        post_call("a", (("bank.cooperative", None, 1), ("receivable.client", None, -1))),
    ),
    app("posts one line", CHECK, post_call("a", (("bank", None, 1),))),
    app("posts nothing", NOT_NULL, post_call("a", ())),
    app("posts zeros", CHECK, post_call("a", (("bank", None, 0), ("receivable.client", None, 0)))),
    app("overdraws a unit", CHECK, post_call("a", transfer(835_01))),
    app("spends what is reserved", CHECK, post_call("a", transfer(835_00))),
    app("reserves more than there is", CHECK, hold_call("a", 800_01)),
    app("reserves a common account", HOLD, hold_call("a", 1, "bank", None)),
    app("reserves nothing", CHECK, hold_call("a", 0)),
    app("uses a reservation twice", OTHER_CONTENT, hold_call("reserved", 34_00)),
    app(
        "gives a reservation back twice",
        HOLD,
        VOID,
        VOID,
    ),
    app(
        "spends more than it reserved",
        MALFORMED,
        post_call("a", transfer(35_01), extra=RESERVED),
    ),
    app(
        "spends another account's reservation",
        MALFORMED,
        post_call("a", transfer(35_00, 1002, 1001), extra=RESERVED),
    ),
    app(
        "spends a reservation twice",
        UNIQUE,
        post_call("a", transfer(1), extra=RESERVED),
        post_call("b", transfer(1), extra=RESERVED),
    ),
    app(
        "spends a reservation it gave back",
        HOLD,
        VOID,
        post_call("b", transfer(1), extra=RESERVED),
    ),
    app(
        "exceeds the cap",
        CHECK,
        post_call("a", (("bank", None, 10**14 + 1), ("receivable.client", None, -(10**14) - 1))),
    ),
    app("reuses a key with other content", OTHER_CONTENT, post_call("invoice", PAYMENT)),
    app("reuses a key for another day", OTHER_CONTENT, post_call("invoice", INVOICE, on="2026-03-11")),
    app("posts to an unknown role", NO_ACCOUNT, post_call("a", (("nowhere", None, 1), ("bank", None, -1)))),
    app(
        "gives a common account a unit",
        NO_ACCOUNT,
        post_call("a", (("bank", 1001, 1), ("receivable.client", None, -1))),
    ),
    app(
        "posts a unit's money without its unit",
        NO_ACCOUNT,
        post_call("a", (("unit.received", None, 1), ("bank", None, -1))),
    ),
    app("posts in an unknown month", CLOSED, post_call("a", PAYMENT, on="2031-01-01")),
    app("posts a NULL amount", NOT_NULL, post_call("a", (("bank", None, None), ("receivable.client", None, -1)))),
    app("posts in an unknown journal", CHECK, post_call("a", PAYMENT[:2], journal=99)),
    app(
        "reverses an entry twice",
        UNIQUE,
        reverse("a", 3),
        reverse("b", 3),
    ),
    app(
        "reverses what is not there",
        NO_ACCOUNT,
        reverse("a", 99),
    ),
    app("calls other amounts a reversal", MALFORMED, post_call("a", transfer(-50_00), extra=", p_reverses => 3")),
    app("reads an unknown account", NO_ACCOUNT, "select ledger.balance_of(424242)"),
    app(
        "reads another unit's balance",
        NO_ACCOUNT,
        "set local marke.units = '1002'",
        "select ledger.balance_of(1001)",
    ),
    app(
        "hides the table behind its own in pg_temp",
        MALFORMED,
        "create temporary table balance (account_id int, posted bigint, held bigint, floor bigint)",
        "create function pg_temp.generation() returns smallint language sql as 'select 1::smallint'",
        post_call("a", (("bank", None, 2), ("receivable.client", None, -1))),
    ),
)

AS_STAFF = (
    staff("inserts a line directly", FORBIDDEN, LINE),
    staff("closes a month alone", CHECK, close("2026-01-01", second=ACTOR)),
    staff("closes an unknown month", CLOSED, close("2031-01-01")),
    staff(
        "closes a month before the one that precedes it",
        CLOSED,
        close("2026-02-01"),
    ),
    staff(
        "closes a month twice",
        CLOSED,
        close("2026-01-01"),
        close("2026-01-01"),
    ),
    staff(
        "posts in a closed month",
        CLOSED,
        close("2026-01-01"),
        post_call("a", PAYMENT, on="2026-01-31"),
    ),
    staff(
        "reopens a month without a reason",
        CHECK,
        close("2026-01-01"),
        f"select ledger.reopen_period('2026-01-01', '{ACTOR}', '{OTHER}', '')",
    ),
    staff("reopens an open month", CLOSED, f"select ledger.reopen_period('2026-01-01', '{ACTOR}', '{OTHER}', 'late')"),
    staff(
        "moves a floor alone",
        CHECK,
        lower_floor(-1, ACTOR),
    ),
    staff(
        "raises a floor above what is there",
        CHECK,
        lower_floor(900_000),
    ),
)

FROM_OUTSIDE = AS_APPLICATION + AS_STAFF


def refusal_of(connection: psycopg.Connection, attack: Attack) -> str:
    """How the database refuses the attack (its SQLSTATE), or that it «passes». Nothing is kept.

    ``connection`` is a superuser's; the attack runs as its own user.
    """
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(f"set local session authorization {attack.user}")
            for step in attack.steps:
                _run(connection, step)
            connection.execute("set constraints all immediate")
    except psycopg.Error as error:
        return error.sqlstate or "lost"
    return "passes"


def _run(connection: psycopg.Connection, step: Step) -> None:
    if isinstance(step, str):
        connection.execute(step)
        return
    with connection.cursor() as cursor, cursor.copy(step.sql) as copy:
        copy.write(step.data)
