"""What must hold in the books, each check a query that finds the exceptions. Only built-in functions are used."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A sentence that must be true of the books, and the query that lists where it is not."""

    name: str
    sentence: str
    sql: str


CHECKS: tuple[Check, ...] = (
    Check(
        "entries-whole",
        "Every entry balances in each set of books, and has exactly its lines, of its day, entity, unit and moment.",
        "select e.id, s.legal, s.budget from ledger.entry e full join ("
        "  select l.entry_id, count(*) as n, max(l.line_no) as last, min(r.entity) as low, max(r.entity) as high,"
        "         coalesce(sum(l.amount) filter (where r.book = 'L'), 0) as legal,"
        "         coalesce(sum(l.amount) filter (where r.book = 'B'), 0) as budget,"
        "         min(l.effective_on) as first_day, max(l.effective_on) as last_day,"
        "         min(l.xact) as first_xact, max(l.xact) as last_xact,"
        "         min(l.generation) as first_generation, max(l.generation) as last_generation,"
        "         bool_and(a.unit_id is not distinct from l.unit_id) as of_unit, count(r.id) as known"
        "    from ledger.line l left join ledger.account a on a.id = l.account_id"
        "    left join ledger.role r on r.id = a.role_id group by l.entry_id) s on s.entry_id = e.id"
        " where (s.legal = 0 and s.budget = 0 and s.n = e.n_lines and s.known = s.n and s.last = e.n_lines"
        "        and s.low = e.entity and s.high = e.entity and s.of_unit"
        "        and s.first_day = e.effective_on and s.last_day = e.effective_on"
        "        and s.first_xact = e.xact and s.last_xact = e.xact"
        "        and s.first_generation = e.generation and s.last_generation = e.generation) is not true",
    ),
    Check(
        "balances-equal-lines",
        "The balance of every unit's account equals the sum of its lines.",
        "select a.id, b.posted, s.amount * r.side from ledger.account a join ledger.role r on r.id = a.role_id"
        " left join ledger.balance b on b.account_id = a.id"
        " left join (select account_id, sum(amount) as amount from ledger.line group by account_id) s"
        "   on s.account_id = a.id"
        " where a.mode = 'R' and b.posted is distinct from coalesce(s.amount * r.side, 0)",
    ),
    Check(
        "floors-hold",
        "No unit is below what it may, and what is reserved equals its pending reservations.",
        "select b.account_id, b.posted, b.held, b.floor from ledger.balance b"
        " left join (select account_id, sum(amount) as amount from ledger.hold where state = 'P' group by account_id) h"
        "   on h.account_id = b.account_id"
        " where b.posted - b.held < b.floor or b.held <> coalesce(h.amount, 0)",
    ),
    Check(
        "holds-resolve-once",
        "A reservation is spent exactly when an entry says so, by at most its amount.",
        "select h.id, h.state::text, e.id from ledger.hold h left join ledger.entry e on e.hold_id = h.id"
        " left join ledger.account a on a.id = h.account_id left join ledger.role r on r.id = a.role_id"
        " left join lateral (select sum(amount) as moved from ledger.line l"
        "                     where l.entry_id = e.id and l.account_id = h.account_id) l on true"
        " where (h.state = 'D') <> (e.id is not null)"
        "    or (e.id is not null and (-l.moved * r.side between 1 and h.amount) is not true)",
    ),
    Check(
        "rollups-equal-lines",
        "The folded sum of every common account equals its lines up to the fold.",
        "select u.account_id, u.posted from ledger.rollup u join ledger.account a on a.id = u.account_id"
        " join ledger.role r on r.id = a.role_id where u.posted <> coalesce((select sum(l.amount) * r.side"
        " from ledger.line l where l.account_id = u.account_id and (l.generation, l.xact) < (u.generation, u.upto)), 0)"
        " union all select a.id, null from ledger.account a where a.mode = 'S'"
        " and not exists (select 1 from ledger.rollup u where u.account_id = a.id)",
    ),
    Check(
        "reversals-mirror",
        "A reversal mirrors one entry, line by line.",
        "select e.id, o.id from ledger.entry e join ledger.entry o on o.id = e.reverses_id"
        " join ledger.line l on l.entry_id = e.id"
        " left join ledger.line m on m.entry_id = o.id and m.line_no = l.line_no"
        " where m.account_id is distinct from l.account_id or m.amount is distinct from -l.amount"
        "    or e.n_lines <> o.n_lines or o.reverses_id is not null",
    ),
    Check(
        "months-respected",
        "Every entry lies in a known month, and none was written after its month closed.",
        "select e.id, e.effective_on from ledger.entry e"
        " left join ledger.period p on p.month = date_trunc('month', e.effective_on)::date"
        " where p.month is null or e.posted_at > p.closed_at",
    ),
    Check(
        "months-by-two-people",
        "Each month stands as its last act left it, and two people closed or reopened it.",
        "select p.month from ledger.period p left join lateral (select * from ledger.period_event v"
        " where v.month = p.month order by v.id desc limit 1) v on true"
        " where v.id is null or (v.action = 'close') <> (p.closed_at is not null)"
        "    or (v.action <> 'open' and (v.approved_by is null or v.approved_by = v.requested_by))",
    ),
    Check(
        "snapshots-equal-lines",
        "The balances kept at the end of each closed month equal the lines up to that day.",
        "select s.month, s.account_id, s.posted from ledger.period p"
        " cross join ledger.account a join ledger.role r on r.id = a.role_id"
        " left join ledger.snapshot s on s.month = p.month and s.account_id = a.id"
        " left join lateral (select sum(l.amount) * r.side as posted from ledger.line l where l.account_id = a.id"
        "   and l.effective_on < (p.month + interval '1 month')::date) t on true"
        " where p.month = (select max(month) from ledger.period where closed_at is not null)"
        "   and coalesce(s.posted, 0) <> coalesce(t.posted, 0)",
    ),
    Check(
        "numbers-gapless",
        "The legal numbers of each journal and year run from one without a gap, in commit order.",
        "select n.entity, n.journal, n.year, n.number from (select n.*, e.entity as e_entity, e.journal as e_journal,"
        " extract(year from e.effective_on) as e_year, row_number() over (partition by n.entity, n.journal, n.year"
        " order by e.generation, e.xact, e.id) as place from ledger.journal_number n"
        " join ledger.entry e on e.id = n.entry_id) n"
        " where n.number <> n.place or n.entity <> n.e_entity or n.journal <> n.e_journal or n.year <> n.e_year",
    ),
    Check(
        "everything-sealed",
        "Every entry before the last seal is sealed, once, and each seal covers what it says.",
        "select e.id, 'not sealed' from ledger.entry e left join ledger.journal_number n on n.entry_id = e.id"
        " where n.entry_id is null and (e.generation, e.xact) <"
        " (select s.generation, s.upto from ledger.seal s order by s.seq desc limit 1)"
        " union all select s.seq, 'wrong count' from ledger.seal s left join (select seal_seq, count(*) as n"
        " from ledger.journal_number group by seal_seq) c on c.seal_seq = s.seq where s.n <> coalesce(c.n, 0)",
    ),
    Check(
        "contents-unchanged",
        "The content of every entry still has the hash it was posted with.",
        "select e.id from ledger.entry e left join (select l.entry_id, string_agg(int2send(a.role_id)"
        " || int4send(coalesce(a.unit_id, 0)) || uuid_send(coalesce(a.project_id, %(nil)s::uuid))"
        " || int8send(l.amount), ''::bytea order by l.line_no) as bytes"
        " from ledger.line l join ledger.account a on a.id = l.account_id group by l.entry_id) l on l.entry_id = e.id"
        " where e.content_hash is distinct from sha256('\\x01'::bytea"
        " || int4send(octet_length(convert_to(e.kind, 'UTF8'))) || convert_to(e.kind, 'UTF8')"
        " || int4send(octet_length(convert_to(e.source_kind, 'UTF8'))) || convert_to(e.source_kind, 'UTF8')"
        " || int4send(octet_length(convert_to(e.source_id, 'UTF8'))) || convert_to(e.source_id, 'UTF8')"
        " || int4send(octet_length(convert_to(e.step, 'UTF8'))) || convert_to(e.step, 'UTF8')"
        " || int2send(e.journal) || date_send(e.effective_on) || int8send(coalesce(e.reverses_id, 0))"
        " || uuid_send(coalesce(e.hold_id, %(nil)s::uuid)) || int2send(e.n_lines) || l.bytes)",
    ),
    Check(
        "chain-unbroken",
        "Every block of the chain has the root that its entries and the block before it give.",
        "select s.seq from ledger.seal s left join (select n.seal_seq, string_agg(sha256('\\x01'::bytea"
        " || int2send(e.generation) || xid8send(e.xact) || int8send(e.id) || uuid_send(e.idem_key)"
        " || int2send(n.entity) || int2send(n.journal) || int2send(n.year) || int4send(n.number)"
        " || e.content_hash || uuid_send(e.actor) || timestamptz_send(e.posted_at)), ''::bytea"
        " order by e.generation, e.xact, e.id) as leaves"
        " from ledger.journal_number n join ledger.entry e on e.id = n.entry_id group by n.seal_seq) b"
        " on b.seal_seq = s.seq left join ledger.seal p on p.seq = s.seq - 1"
        " where s.prev is distinct from coalesce(p.root, sha256(''::bytea)) or (p.seq is null and s.seq <> 1)"
        "    or s.root is distinct from"
        " sha256('\\x01'::bytea || s.prev || int8send(s.seq) || int4send(s.n) || b.leaves)",
    ),
    Check(
        "published-roots-stand",
        "Every root that was told to the outside is still the root of that block.",
        "select p.id, p.recipient from ledger.published_root p left join ledger.seal s on s.seq = p.seq"
        " where s.root is distinct from p.root",
    ),
    Check(
        "guards-stand",
        "Every guard of the books is in place and always on.",
        "select t.guard from unnest(%(guards)s::text[]) t(guard)"
        " left join (select c.relname || '.' || g.tgname as guard"
        " from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace s on s.oid = c.relnamespace"
        " where s.nspname = 'ledger' and g.tgenabled = 'A') f on f.guard = t.guard where f.guard is null"
        " union all select c.conrelid::regclass::text || '.' || c.conname from pg_constraint c"
        " join pg_namespace s on s.oid = c.connamespace where s.nspname = 'ledger' and c.contype = 'c'"
        " and not (c.convalidated and c.conenforced)",
    ),
)

ALL_TABLES = (
    *("cluster", "role", "account", "period", "period_event", "hold", "entry", "line", "balance", "floor_change"),
    *("rollup", "snapshot", "seal", "journal_number", "published_root", "outbox"),
)
WRITTEN_ONCE = (
    *("cluster", "role", "account", "period_event", "entry", "line", "floor_change", "seal", "published_root"),
    "outbox",
)
GUARDS = (
    *(f"{table}.never_emptied" for table in ALL_TABLES),
    *(f"{table}.written_once" for table in WRITTEN_ONCE),
    *(f"{table}.derived" for table in ("balance", "period", "snapshot", "journal_number", "rollup")),
    *("account.account_before", "account.account_after", "entry.entry_added", "line.line_added", "hold.kept"),
    *("hold.held_placed", "hold.hold_changes", "hold.held_resolved", "floor_change.floor_changed"),
    *("period_event.period_changes", "rollup.rollup_folds", "seal.seal_computes"),
)
PARAMETERS = {"nil": "00000000-0000-0000-0000-000000000000", "guards": list(GUARDS)}
