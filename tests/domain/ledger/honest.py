"""Acts that must go through, with what must be true after them: the other half of every guard."""

from __future__ import annotations

from tests.domain.ledger.attacks import RESERVED, VOID, Attack, close, lower_floor, reverse
from tests.domain.ledger.scene import ACTOR, INVOICE, OTHER, PAYMENT, hold_call, key, post_call, transfer


def expect(condition: str) -> str:
    """A step that fails unless the condition holds."""
    return f"select 1 / (case when {condition} then 1 else 0 end)"


def balance_is(unit: int, posted: int, held: int, role: int = 500) -> str:
    return expect(
        f"(select (posted, held) = ({posted}::bigint, {held}::bigint) from ledger.balance b"
        f" join ledger.account a on a.id = b.account_id where role_id = {role} and unit_id = {unit})"
    )


def act(sentence: str, *steps: str) -> Attack:
    return Attack(sentence, "passes", ("set local role marke_staff", *steps), "marke_app")


HONEST = (
    act("the settled budgets add up", balance_is(1001, 835_00, 35_00), balance_is(1002, 100_00, 0)),
    act("a new unit gets its accounts", post_call("a", transfer(1_00, 1001, 1777)), balance_is(1777, 1_00, 0)),
    act("what is free may be spent to the cent", post_call("a", transfer(800_00)), balance_is(1001, 35_00, 35_00)),
    act("a reservation binds at once", hold_call("a", 800_00), balance_is(1001, 835_00, 835_00)),
    act("a reservation can be given back", VOID, balance_is(1001, 835_00, 0)),
    act(
        "a reservation can be spent in part",
        post_call("a", transfer(30_00), extra=RESERVED),
        balance_is(1001, 805_00, 0),
        expect(f"(select state from ledger.hold where id = '{key('reserved')}') = 'D'"),
    ),
    act(
        "a reservation expires",
        "select ledger.expire_holds('2027-01-01')",
        balance_is(1001, 835_00, 0),
        expect(f"(select state from ledger.hold where id = '{key('reserved')}') = 'X'"),
    ),
    act(
        "a reservation does not expire early",
        "select ledger.expire_holds('2026-12-31 11:59+00')",
        balance_is(1001, 835_00, 35_00),
    ),
    act("an entry can be undone once", reverse("a", 3), balance_is(1002, 0, 0)),
    act(
        "a repeated posting answers with the same entry",
        expect(f"(select not is_new and entry_id = 1 from ({post_call('invoice', INVOICE)}) x)"),
        expect("(select count(*) from ledger.entry) = 3"),
    ),
    act(
        "a repeated reservation answers again",
        expect(f"(select not is_new from ({hold_call('reserved', 35_00)}) x)"),
        balance_is(1001, 835_00, 35_00),
    ),
    act(
        "an agreed advance can be used",
        lower_floor(-50_00),
        post_call("a", transfer(850_00)),
        balance_is(1001, -15_00, 35_00),
    ),
    act(
        "a closed month keeps its balances",
        close("2026-01-01"),
        close("2026-02-01"),
        close("2026-03-01"),
        expect(
            "(select sum(s.posted * r.side) from ledger.snapshot s join ledger.account a on a.id = s.account_id"
            " join ledger.role r on r.id = a.role_id) = 0"
        ),
        expect("(select posted from ledger.snapshot where month = '2026-03-01' and account_id = 10) = 121000"),
    ),
    act(
        "a month can be reopened and is open again",
        close("2026-01-01"),
        f"select ledger.reopen_period('2026-01-01', '{OTHER}', '{ACTOR}', 'a late invoice')",
        post_call("a", PAYMENT[:2], on="2026-01-31"),
        expect("not exists (select 1 from ledger.snapshot)"),
    ),
    act(
        "sums of common accounts are folded and right",
        expect("(select posted from ledger.rollup where account_id = 10) = 121000"),
        expect("ledger.balance_of(10) = 121000"),
        expect("ledger.balance_of(514) = 0"),
    ),
    Attack(
        "a fold cannot be set by hand: the database computes it",
        "passes",
        (
            "update ledger.rollup set posted = 0",
            expect("(select posted from ledger.rollup where account_id = 10) = 121000"),
        ),
        "marke_owner",
    ),
    act(
        "what is below the horizon is sealed and numbered",
        "select ledger.seal_block()",
        expect("(select count(*) from ledger.seal) = 2"),
        expect("(select string_agg(number::text, ',' order by entry_id) from ledger.journal_number) = '1,2,3'"),
        expect("(select s.prev = p.root from ledger.seal s join ledger.seal p on p.seq = s.seq - 1)"),
    ),
    Attack(
        "a seal cannot be forged: the database continues the chain itself",
        "passes",
        (
            "insert into ledger.seal (seq, generation, upto, n, prev, root)"
            " values (9, 1, '0', 99, sha256('a'), sha256('b'))",
            expect(
                "(select s.prev = p.root and s.root <> sha256('b') and s.n = 1 from ledger.seal s, ledger.seal p"
                " where s.seq = 2 and p.seq = 1)"
            ),
        ),
        "marke_owner",
    ),
    act(
        "a root is published and announced",
        f"select ledger.publish_root('auditor', '{ACTOR}')",
        expect("(select payload->>'root' = encode(root, 'hex') from ledger.outbox, ledger.published_root)"),
    ),
)
