-- The one gate for money: whatever the path (function, COPY, psql), lines pass these two statement-level triggers.

-- An entry is accepted in an open month only. Posting takes the month's lock shared, closing takes it alone, so no
-- posting is in flight when a month closes (R13). Its order in time is given by the server, never by the caller (R24).
create function ledger.month_lock(month date) returns int language sql immutable as $$
  select (extract(year from month) * 12 + extract(month from month))::int
$$;

create function ledger.entry_added() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
declare
  m date;
  now_generation smallint := ledger.generation();
begin
  for m in select distinct date_trunc('month', effective_on)::date from newentries order by 1 loop
    perform pg_advisory_xact_lock_shared(4242, ledger.month_lock(m));
    if current_setting('transaction_isolation') <> 'read committed' then
      perform 1 from period where month = m for share;           -- an older snapshot may not hide that the month closed
    end if;
    if not exists (select 1 from period where month = m and closed_at is null) then
      raise exception 'the month % is closed or not yet opened', to_char(m, 'YYYY-MM') using errcode = 'ML002';
    end if;
  end loop;
  if exists (select 1 from newentries where xact <> pg_current_xact_id() or generation <> now_generation) then
    raise exception 'the place of an entry in time may not be given' using errcode = 'ML001';
  end if;
  return null;
end $$;
create trigger entry_added after insert on ledger.entry referencing new table as newentries
  for each statement execute function ledger.entry_added();
alter table ledger.entry enable always trigger entry_added;

-- Why the lines of these entries cannot be accepted: the first reason found, in words.
create function ledger.refuse_lines(bad_entry bigint, reason text) returns void language plpgsql as $$
begin
  raise exception 'entry %: %', bad_entry, reason using errcode = 'ML001';
end $$;

-- A reversal is the exact mirror of one entry that is not itself a reversal (R12, G5).
create function ledger.check_mirror(entries bigint[]) returns void language plpgsql
set search_path = ledger, pg_temp as $$
declare
  bad bigint;
begin
  select e.id into bad
    from entry e
    join entry o on o.id = e.reverses_id
    left join line l on l.entry_id = e.id
    left join line ol on ol.entry_id = o.id and ol.line_no = l.line_no
   where e.id = any (entries)
     and (ol.account_id is distinct from l.account_id or ol.amount is distinct from -l.amount
          or e.n_lines <> o.n_lines or e.journal <> o.journal or o.reverses_id is not null)
   limit 1;
  if found then
    perform ledger.refuse_lines(bad, 'a reversal mirrors its entry line by line, and a reversal is not reversed');
  end if;
end $$;

-- Spending a hold: the entry takes from the held account, and at most what was reserved (R9).
create function ledger.spend_holds(entries bigint[]) returns void language plpgsql
set search_path = ledger, pg_temp as $$
declare
  bad bigint;
begin
  select e.id into bad
    from entry e
    join hold h on h.id = e.hold_id
    join account a on a.id = h.account_id
    join role r on r.id = a.role_id
    left join lateral (select sum(amount) as moved from line l
                        where l.entry_id = e.id and l.account_id = h.account_id) l on true
   where e.id = any (entries) and (-l.moved * r.side between 1 and h.amount) is not true
   limit 1;
  if found then
    perform ledger.refuse_lines(bad, 'it must take from the reserved account, and at most what was reserved');
  end if;
  update hold h set state = 'D', resolved_at = clock_timestamp()
    from entry e where e.id = any (entries) and h.id = e.hold_id;
end $$;

-- Balanced per entry and per book, of one legal entity, of this transaction, complete, dated and dimensioned as its
-- entry and accounts say (R1-R4, G4); then the balances move, locked in account order (R8, R10, R21).
create function ledger.line_added() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
declare
  now_xact xid8 := pg_current_xact_id();
  bad bigint;
  special bigint[];
  guarded int;
  moved int;
begin
  select min(n.entry_id) filter (where (
           n.legal = 0 and n.budget = 0 and n.known = n.lines and n.dimensioned and n.timed
           and n.lines = e.n_lines and n.last = e.n_lines
           and n.first_entity = e.entity and n.last_entity = e.entity
           and n.first_day = e.effective_on and n.last_day = e.effective_on
           and n.generation = e.generation and e.xact = now_xact) is not true),
         array_agg(n.entry_id) filter (where e.reverses_id is not null or e.hold_id is not null)
    into bad, special
    from (select l.entry_id, count(*) as lines, max(l.line_no) as last, count(r.id) as known,
                 coalesce(sum(l.amount) filter (where r.book = 'L'), 0) as legal,
                 coalesce(sum(l.amount) filter (where r.book = 'B'), 0) as budget,
                 min(r.entity) as first_entity, max(r.entity) as last_entity,
                 min(l.effective_on) as first_day, max(l.effective_on) as last_day,
                 max(l.generation) as generation,
                 bool_and(l.unit_id is not distinct from a.unit_id) as dimensioned,
                 bool_and(l.xact = now_xact) as timed
            from newlines l
            left join account a on a.id = l.account_id
            left join role r on r.id = a.role_id
           group by l.entry_id) n
    left join entry e on e.id = n.entry_id;           -- join on keys only: naming xact here was quadratic (R21)
  if bad is not null then
    perform ledger.refuse_lines(bad, 'the lines do not balance in each book, or do not all belong to it');
  end if;

  perform 1 from balance where account_id in (select account_id from newlines) order by account_id for no key update;
  if special is not null then
    perform ledger.check_mirror(special);
    perform ledger.spend_holds(special);
  end if;
  select count(distinct l.account_id) into guarded
    from newlines l where l.account_id >= 1000;
  update balance b set posted = b.posted + t.moved * r.side
    from (select account_id, sum(amount) as moved from newlines where account_id >= 1000 group by account_id) t
    join account a on a.id = t.account_id
    join role r on r.id = a.role_id
   where b.account_id = t.account_id;
  get diagnostics moved = row_count;
  if moved <> guarded then
    raise exception 'an account without its balance row cannot be posted to' using errcode = 'ML001';
  end if;
  return null;
end $$;
create trigger line_added after insert on ledger.line referencing new table as newlines
  for each statement execute function ledger.line_added();
alter table ledger.line enable always trigger line_added;
