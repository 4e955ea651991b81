"""Attacks by those who sit inside the database: its owner, and a superuser who leaves the triggers on."""

from __future__ import annotations

from tests.domain.ledger.attacks import (
    CLOSED,
    FOREIGN_KEY,
    FOREIGN_SERVER,
    HOLD,
    MALFORMED,
    NO_ACCOUNT,
    UNIQUE,
    WRITTEN_ONCE,
    Attack,
    Copy,
    Step,
)
from tests.domain.ledger.scene import ACTOR, DAY, INVOICE, OTHER, PAYMENT, post_call

ENTRY_COLUMNS = (
    "id, idem_key, content_hash, entity, journal, kind, source_kind, source_id, step, effective_on, n_lines, actor,"
    " generation"
)
LINE_COLUMNS = "entry_id, line_no, account_id, amount, effective_on, generation, unit_id"


def raw_entry(number: int = 9000, *, day: str = DAY, generation: int = 1, more: str = "", values: str = "") -> str:
    """An entry of two lines inserted past the posting function."""
    return (
        f"insert into ledger.entry ({ENTRY_COLUMNS}{more}) overriding system value values ({number},"
        f" gen_random_uuid(), sha256('x'), 2, 7, 'raw', 'raw', 'raw', 'raw', '{day}', 2, '{ACTOR}',"
        f" {generation}{values})"
    )


def raw_lines(*lines: tuple[int, int, int, int], day: str = DAY, unit: str = "null") -> str:
    """Lines (entry, number, account, cents) inserted past the posting function."""
    rows = ", ".join(f"({', '.join(map(str, line))}, '{day}', 1, {unit})" for line in lines)
    return f"insert into ledger.line ({LINE_COLUMNS}) values {rows}"


BALANCED = ((9000, 1, 10, 100), (9000, 2, 20, -100))
UNBALANCED = ((9000, 1, 10, 100), (9000, 2, 20, -99))
AMOUNT = "update ledger.line set amount = amount + 1 where line_no = 1"
REPLICA = "set local session_replication_role = replica"
SALES_OF_1001 = "(select id from ledger.account where role_id = 40 and unit_id = 1001)"


def owner(sentence: str, refusal: str, *steps: Step) -> Attack:
    return Attack(f"the owner {sentence}", refusal, steps, "marke_owner")


def superuser(sentence: str, refusal: str, *steps: Step) -> Attack:
    return Attack(f"a superuser {sentence}", refusal, steps)


FLOOR_MOVED = (
    "insert into ledger.floor_change (account_id, floor, requested_by, approved_by, reason)"
    f" select id, -1, '{ACTOR}', '{OTHER}', 'an advance' from ledger.account where role_id = 500"
)
HOLD_GIVEN_BACK = (
    "insert into ledger.hold (id, account_id, amount, expires_at, actor, state, resolved_at)"
    " select gen_random_uuid(), account_id, 1, expires_at, actor, 'V', now() from ledger.hold"
)


AS_OWNER = (
    owner("edits a balance", WRITTEN_ONCE, "update ledger.balance set posted = posted + 1"),
    owner("edits what is reserved", WRITTEN_ONCE, "update ledger.balance set held = 0"),
    owner("inserts a balance", WRITTEN_ONCE, "insert into ledger.balance values (10)"),
    owner(
        "moves an account to another unit",
        WRITTEN_ONCE,
        "update ledger.account set unit_id = 1002 where unit_id = 1001",
    ),
    owner("deletes an account", WRITTEN_ONCE, "delete from ledger.account where unit_id = 1002"),
    owner("changes a role's side", WRITTEN_ONCE, "update ledger.role set side = -side"),
    owner("edits a seal", WRITTEN_ONCE, "update ledger.seal set root = sha256('x')"),
    owner("renumbers an entry", WRITTEN_ONCE, "update ledger.journal_number set number = 7"),
    owner(
        "numbers an entry by hand",
        WRITTEN_ONCE,
        "insert into ledger.journal_number values (3, 2, 7, 2026, 99, 1)",
    ),
    owner("opens a month by hand", WRITTEN_ONCE, "insert into ledger.period values ('2031-01-01')"),
    owner("closes a month by hand", WRITTEN_ONCE, "update ledger.period set closed_at = now()"),
    owner(
        "rewrites who closed a month", WRITTEN_ONCE, "update ledger.period_event set requested_by = gen_random_uuid()"
    ),
    owner("edits a snapshot", WRITTEN_ONCE, "insert into ledger.snapshot values ('2026-01-01', 10, 1)"),
    owner(
        "rewrites a floor's history",
        WRITTEN_ONCE,
        FLOOR_MOVED,
        "delete from ledger.floor_change",
    ),
    owner("rewrites a published root", WRITTEN_ONCE, "truncate ledger.published_root"),
    owner("rewrites an event", WRITTEN_ONCE, "truncate ledger.outbox"),
    owner("changes the generation", WRITTEN_ONCE, "update ledger.cluster set generation = 2"),
    owner("deletes a hold", WRITTEN_ONCE, "delete from ledger.hold"),
    owner("enlarges a hold", HOLD, "update ledger.hold set amount = amount + 1"),
    owner("marks a hold as spent", HOLD, "update ledger.hold set state = 'D', resolved_at = now()"),
    owner(
        "starts a hold resolved",
        HOLD,
        HOLD_GIVEN_BACK,
    ),
    owner("deletes a rollup", WRITTEN_ONCE, "delete from ledger.rollup"),
    owner(
        "opens a guarded account without its unit",
        NO_ACCOUNT,
        "insert into ledger.account (id, role_id, mode) values (2000, 500, 'R')",
    ),
    owner(
        "opens a unit's account for a common role",
        NO_ACCOUNT,
        "insert into ledger.account (role_id, unit_id, mode) values (10, 1001, 'R')",
    ),
    owner(
        "opens an account twice", UNIQUE, "insert into ledger.account (role_id, unit_id, mode) values (500, 1001, 'R')"
    ),
)

WITH_TRIGGERS_ON = (
    superuser("writes an entry without lines", FOREIGN_KEY, raw_entry()),
    superuser(
        "writes an entry in two statements that balance only in total",
        MALFORMED,
        raw_entry(),
        raw_lines((9000, 1, 10, 100)),
        raw_lines((9000, 2, 20, -100)),
    ),
    superuser(
        "writes two entries that balance only together",
        MALFORMED,
        raw_entry(),
        raw_entry(9001),
        raw_lines((9000, 1, 10, 100), (9000, 2, 20, -50), (9001, 1, 10, -100), (9001, 2, 20, 50)),
    ),
    superuser("adds balanced lines to a committed entry", MALFORMED, raw_lines((2, 5, 10, 100), (2, 6, 20, -100))),
    superuser(
        "makes constraints immediate, then completes the entry late",
        FOREIGN_KEY,
        "set constraints all immediate",
        raw_entry(),
        raw_lines(*BALANCED),
    ),
    superuser(
        "makes constraints immediate, then adds more lines",
        MALFORMED,
        raw_entry(),
        raw_lines(*BALANCED),
        "set constraints all immediate",
        raw_lines((9000, 3, 10, 100), (9000, 4, 20, -100)),
    ),
    superuser("forges the transaction of an entry", MALFORMED, raw_entry(more=", xact", values=", '3'")),
    superuser("forges the generation of an entry", MALFORMED, raw_entry(generation=2)),
    superuser(
        "forges the transaction of a line",
        MALFORMED,
        raw_entry(),
        raw_lines(*BALANCED).replace("unit_id)", "unit_id, xact)").replace("null)", "null, '3')"),
    ),
    superuser("updates an amount", WRITTEN_ONCE, AMOUNT),
    superuser("updates an entry", WRITTEN_ONCE, "update ledger.entry set kind = 'x'"),
    superuser("deletes a line", WRITTEN_ONCE, "delete from ledger.line"),
    superuser("deletes an entry", WRITTEN_ONCE, "delete from ledger.entry"),
    superuser("empties the entries with all that hangs on them", WRITTEN_ONCE, "truncate ledger.entry cascade"),
    superuser(
        "deletes by MERGE",
        WRITTEN_ONCE,
        "merge into ledger.line l using (select 1) x on l.line_no = 1 when matched then delete",
    ),
    superuser("sets the replica role, then updates", WRITTEN_ONCE, REPLICA, AMOUNT),
    superuser("sets the replica role, then redates", WRITTEN_ONCE, REPLICA, "update ledger.entry set kind = 'x'"),
    superuser("sets the replica role, then deletes", WRITTEN_ONCE, REPLICA, "delete from ledger.line"),
    superuser(
        "sets the replica role, then unbalances",
        MALFORMED,
        REPLICA,
        raw_entry(),
        raw_lines(*UNBALANCED),
    ),
    superuser("sets the replica role, then posts in an unknown month", CLOSED, REPLICA, raw_entry(day="2031-01-01")),
    superuser(
        "posts to an account that is not there",
        MALFORMED,
        raw_entry(),
        raw_lines((9000, 1, 10, 100), (9000, 2, 424242, -100)),
    ),
    superuser("posts to an entry that is not there", MALFORMED, raw_lines(*BALANCED)),
    superuser("dates a line apart from its entry", MALFORMED, raw_entry(), raw_lines(*BALANCED, day="2025-01-01")),
    superuser("names another unit on a line", MALFORMED, raw_entry(), raw_lines(*BALANCED, unit="1002")),
    superuser(
        "copies unbalanced lines",
        MALFORMED,
        raw_entry(),
        Copy(
            f"copy ledger.line ({LINE_COLUMNS}) from stdin with (null 'none')",
            f"9000\t1\t10\t100\t{DAY}\t1\tnone\n9000\t2\t20\t-99\t{DAY}\t1\tnone\n",
        ),
    ),
    superuser(
        "posts to a guarded account whose balance row is gone",
        MALFORMED,
        "alter table ledger.balance disable trigger user",
        f"delete from ledger.balance where account_id = {SALES_OF_1001}",
        "alter table ledger.balance enable always trigger derived",
        post_call("a", INVOICE),
    ),
    superuser(
        "reverses an entry twice",
        UNIQUE,
        raw_entry(more=", reverses_id", values=", 3"),
        raw_entry(9001, more=", reverses_id", values=", 3"),
    ),
    superuser(
        "posts to books that came from another server",
        FOREIGN_SERVER,
        "insert into ledger.cluster (generation, system_id) values (2, 1)",
        post_call("a", PAYMENT),
    ),
)

TABLES = (
    *("cluster", "role", "account", "period", "period_event", "hold", "entry", "line", "balance", "floor_change"),
    *("rollup", "snapshot", "seal", "journal_number", "published_root", "outbox"),
)
EMPTYING = tuple(
    superuser(f"empties {table} in the replica role", WRITTEN_ONCE, REPLICA, f"truncate ledger.{table} cascade")
    for table in TABLES
)
PUBLISHED = (
    "insert into ledger.published_root (seq, root, recipient, actor)"
    f" select seq, root, 'auditor', '{ACTOR}' from ledger.seal"
)
EVENT = "insert into ledger.outbox (generation, topic, payload) values (1, 'x', '{}')"
DELETING = tuple(
    owner(f"deletes from {table}", WRITTEN_ONCE, *before, f"delete from ledger.{table}")
    for table, before in {
        "role": (),
        "cluster": (),
        "seal": (),
        "journal_number": (),
        "period": (),
        "period_event": (),
        "published_root": (PUBLISHED,),
        "outbox": (EVENT,),
    }.items()
)

FROM_INSIDE = AS_OWNER + WITH_TRIGGERS_ON + EMPTYING + DELETING
