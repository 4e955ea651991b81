-- Sealing: entries get their legal number in commit order and are chained by hash (R14, R15); sums of common accounts
-- are folded (R11). Everything below the horizon has committed or never will, so nothing can appear there later.

-- Fold: whoever updates a rollup row, the database computes it.
create function ledger.rollup_folds() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
declare
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  now_generation smallint := ledger.generation();
begin
  new.account_id := old.account_id;
  new.posted := old.posted + coalesce((
    select sum(l.amount) * r.side
      from line l join account a on a.id = l.account_id join role r on r.id = a.role_id
     where l.account_id = old.account_id and l.account_id < 1000
       and (l.generation, l.xact) >= (old.generation, old.upto)
       and (l.generation, l.xact) < (now_generation, horizon)
     group by r.side), 0);
  new.generation := now_generation;
  new.upto := horizon;
  return new;
end $$;
create trigger rollup_folds before update on ledger.rollup for each row execute function ledger.rollup_folds();
alter table ledger.rollup enable always trigger rollup_folds;

create function ledger.fold_rollup() returns void language sql security definer set search_path = ledger, pg_temp as $$
  update rollup set upto = upto
$$;

-- The leaf of an entry, version 1, fixed width and big-endian:
--   01 | int16 generation | uint64 xact | int64 id | 16 bytes key | int16 entity | int16 journal | int16 year
--   | int32 number | 32 bytes content hash | 16 bytes actor | int64 microseconds since 2000-01-01 UTC
create function ledger.leaf(e ledger.entry, n ledger.journal_number) returns bytea language sql immutable as $$
  select sha256('\x01'::bytea || int2send(e.generation) || xid8send(e.xact) || int8send(e.id) || uuid_send(e.idem_key)
                || int2send(n.entity) || int2send(n.journal) || int2send(n.year) || int4send(n.number)
                || e.content_hash || uuid_send(e.actor) || timestamptz_send(e.posted_at))
$$;

-- Whatever is asked, a seal continues the chain and covers the next entries below the horizon; it cannot be forged (G7).
--   root = sha256(01 | prev | int64 seq | int32 n | leaf 1 .. leaf n), the first prev being sha256 of nothing
create function ledger.seal_computes() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
declare
  last seal;
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  now_generation smallint := ledger.generation();
  most int := new.n;
begin
  perform pg_advisory_xact_lock(4243, 1);
  select * into last from seal order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.prev := coalesce(last.root, sha256(''));
  select x.generation, (x.xact::text::numeric + 1)::text::xid8 into new.generation, new.upto
    from (select generation, xact from entry
           where (generation, xact) >= (coalesce(last.generation, 0::smallint), coalesce(last.upto, '0'))
             and (generation, xact) < (now_generation, horizon)
           order by generation, xact limit most) x
   order by x.generation desc, x.xact desc limit 1;
  if new.upto is null then
    return null;
  end if;
  insert into journal_number (entry_id, entity, journal, year, number, seal_seq)
    select e.id, e.entity, e.journal, e.year, coalesce(t.number, 0) + e.place, new.seq
      from (select id, entity, journal, extract(year from effective_on)::smallint as year,
                   row_number() over (partition by entity, journal, extract(year from effective_on)::smallint
                                      order by generation, xact, id) as place
              from entry
             where (generation, xact) >= (coalesce(last.generation, 0::smallint), coalesce(last.upto, '0'))
               and (generation, xact) < (new.generation, new.upto)) e
      left join (select entity, journal, year, max(number) as number from journal_number
                  group by entity, journal, year) t using (entity, journal, year);
  select count(*), sha256('\x01'::bytea || new.prev || int8send(new.seq) || int4send(count(*)::int)
                          || string_agg(ledger.leaf(e, n), ''::bytea order by e.generation, e.xact, e.id))
    into new.n, new.root
    from journal_number n join entry e on e.id = n.entry_id where n.seal_seq = new.seq;
  new.sealed_at := clock_timestamp();
  return new;
end $$;
create trigger seal_computes before insert on ledger.seal for each row execute function ledger.seal_computes();
alter table ledger.seal enable always trigger seal_computes;

-- Seal the next entries (about p_most of them; whole transactions); answers how many.
create function ledger.seal_block(p_most int default 50000) returns int language plpgsql security definer
set search_path = ledger, pg_temp as $$
declare
  sealed int;
begin
  insert into seal (seq, generation, upto, n, prev, root) values (0, 0, '0', p_most, sha256(''), sha256(''))
    returning n into sealed;
  return coalesce(sealed, 0);
end $$;

-- Tell the newest root to somebody outside the database (R16): logged, and announced through the outbox.
create function ledger.publish_root(p_recipient text, p_actor uuid, out seq bigint, out root text, out entries bigint)
language plpgsql security definer set search_path = ledger, pg_temp as $$
#variable_conflict use_column
begin
  insert into published_root (seq, root, recipient, actor)
    select s.seq, s.root, p_recipient, p_actor from seal s order by s.seq desc limit 1
    returning published_root.seq, encode(published_root.root, 'hex') into seq, root;
  if seq is null then
    raise exception 'nothing is sealed yet' using errcode = 'ML007';
  end if;
  select sum(s.n) into entries from seal s;
  insert into outbox (generation, topic, payload)
    values (ledger.generation(), 'ledger.root',
            jsonb_build_object('seq', seq, 'root', root, 'entries', entries, 'recipient', p_recipient));
end $$;

-- Events after a cursor that have certainly been preceded by all earlier ones (R17).
create function ledger.events_after(p_generation smallint, p_xact xid8, p_id bigint, p_most int)
returns setof ledger.outbox language sql stable security definer set search_path = ledger, pg_temp as $$
  select * from outbox
   where (generation, xact, id) > (p_generation, p_xact, p_id)
     and (generation, xact) < (ledger.generation(), pg_snapshot_xmin(pg_current_snapshot()))
   order by generation, xact, id limit p_most
$$;

-- The balance of an account in its natural side, as far as the asker may see it; never NULL, never a guess (G2, R23).
create function ledger.balance_of(p_account int) returns bigint language plpgsql stable
set search_path = ledger, pg_temp as $$
declare
  amount bigint;
begin
  select coalesce(b.posted, u.posted + coalesce((
           select sum(l.amount) * r.side from line l
            where l.account_id = a.id and l.account_id < 1000 and (l.generation, l.xact) >= (u.generation, u.upto)), 0))
    into amount
    from account a
    join role r on r.id = a.role_id
    left join balance b on b.account_id = a.id
    left join rollup u on u.account_id = a.id
   where a.id = p_account;
  if amount is null then
    raise exception 'account % has no balance that may be shown', p_account using errcode = 'ML004';
  end if;
  return amount;
end $$;
