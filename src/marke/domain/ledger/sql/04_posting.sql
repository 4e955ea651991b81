-- Posting: the only way in for the application (R6), exactly once (R7), all or nothing (R20), in one round trip.

-- The canonical encoding of an entry, version 1 (G10; docs/algorithms/ledger-hashes.md recomputes it elsewhere):
--   01 | text(kind) text(source_kind) text(source_id) text(step) | int16 journal | int32 days since 2000-01-01
--   | int64 reversed entry or 0 | 16 bytes hold or zeros | int16 number of lines
--   | per line: int16 role | int32 unit or 0 | 16 bytes project or zeros | int64 amount
-- where text(x) is an int32 byte count followed by UTF-8, and integers are big-endian.
create function ledger.encode_text(value text) returns bytea language sql immutable as $$
  select int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8')
$$;

create function ledger.encode_line(role_id smallint, unit_id int, project_id uuid, amount bigint) returns bytea
language sql immutable as $$
  select int2send(role_id) || int4send(coalesce(unit_id, 0))
         || uuid_send(coalesce(project_id, '00000000-0000-0000-0000-000000000000')) || int8send(amount)
$$;

create function ledger.content_hash(
  kind text, source_kind text, source_id text, step text, journal smallint, effective_on date,
  reverses bigint, hold uuid, n_lines smallint, lines bytea) returns bytea language sql immutable as $$
  select sha256('\x01'::bytea || ledger.encode_text(kind) || ledger.encode_text(source_kind)
                || ledger.encode_text(source_id) || ledger.encode_text(step)
                || int2send(journal) || date_send(effective_on) || int8send(coalesce(reverses, 0))
                || uuid_send(coalesce(hold, '00000000-0000-0000-0000-000000000000')) || int2send(n_lines) || lines)
$$;

-- The accounts of these roles, units and projects, in the order given; a unit's account is opened on first use.
create function ledger.accounts_for(p_roles smallint[], p_units int[], p_projects uuid[]) returns int[]
language plpgsql set search_path = ledger, pg_temp as $$
declare
  found_ids int[];
begin
  for attempt in 1..2 loop
    select array_agg(a.id order by t.n) into found_ids
      from unnest(p_roles, p_units, p_projects) with ordinality t(r, u, p, n)
      left join account a on a.role_id = t.r and coalesce(a.unit_id, 0) = coalesce(t.u, 0)
       and coalesce(a.project_id, '00000000-0000-0000-0000-000000000000')
         = coalesce(t.p, '00000000-0000-0000-0000-000000000000');
    if array_position(found_ids, null) is null then
      return found_ids;
    end if;
    insert into account (role_id, unit_id, project_id, mode)
      select distinct t.r, t.u, t.p, 'R'::"char"
        from unnest(p_roles, p_units, p_projects) t(r, u, p)
        join role on role.id = t.r and role.per_unit
       where t.u is not null
       order by 1, 2, 3
      on conflict do nothing;
  end loop;
  raise exception 'no such account: a unit account needs its unit, a common account has none' using errcode = 'ML004';
end $$;

create function ledger.refuse_other_content(key uuid) returns void language plpgsql as $$
begin
  raise exception 'the key % was already used for other content', key using errcode = 'ML003';
end $$;

create function ledger.post(
  p_key uuid, p_kind text, p_journal smallint, p_on date, p_source_kind text, p_source_id text, p_step text,
  p_actor uuid, p_roles smallint[], p_units int[], p_projects uuid[], p_amounts bigint[],
  p_reverses bigint default null, p_hold uuid default null, out entry_id bigint, out is_new boolean)
language plpgsql security definer set search_path = ledger, pg_temp as $$
#variable_conflict use_column
declare
  hash bytea;
  known bytea;
  accounts int[] := ledger.accounts_for(p_roles, p_units, p_projects);
  now_generation smallint := ledger.generation();
  n smallint := cardinality(p_amounts);
begin
  select ledger.content_hash(p_kind, p_source_kind, p_source_id, p_step, p_journal, p_on, p_reverses, p_hold, n,
                             string_agg(ledger.encode_line(r, u, p, m), ''::bytea order by o))
    into hash from unnest(p_roles, p_units, p_projects, p_amounts) with ordinality t(r, u, p, m, o);
  insert into entry (idem_key, content_hash, entity, journal, kind, source_kind, source_id, step, effective_on,
                     n_lines, generation, reverses_id, hold_id, actor)
    values (p_key, hash, (select entity from role where id = p_roles[1]), p_journal, p_kind, p_source_kind,
            p_source_id, p_step, p_on, n, now_generation, p_reverses, p_hold, p_actor)
    on conflict (idem_key) do nothing returning id into entry_id;
  is_new := entry_id is not null;
  if is_new then
    insert into line (entry_id, line_no, account_id, unit_id, amount, effective_on, generation)
      select entry_id, o, a, u, m, p_on, now_generation
        from unnest(accounts, p_units, p_amounts) with ordinality t(a, u, m, o);
    return;
  end if;
  select id, content_hash into entry_id, known from entry where idem_key = p_key;
  if entry_id is null then
    raise exception 'the same key is being posted by another transaction: retry' using errcode = 'serialization_failure';
  elsif known is distinct from hash then
    perform ledger.refuse_other_content(p_key);
  end if;
end $$;

-- Many entries, one statement per table. p_entry_of and p_line_of say to which entry (1..n) and line a line belongs;
-- answers one row per key, in order: the entry and whether this call wrote it.
create function ledger.post_many(
  p_keys uuid[], p_kinds text[], p_journals smallint[], p_days date[], p_source_kinds text[], p_source_ids text[],
  p_steps text[], p_reverses bigint[], p_holds uuid[], p_counts smallint[], p_actor uuid,
  p_entry_of int[], p_line_of smallint[], p_roles smallint[], p_units int[], p_projects uuid[], p_amounts bigint[])
returns table (ordinal bigint, entry_id bigint, is_new boolean)
language plpgsql security definer set search_path = ledger, pg_temp set work_mem = '128MB' as $$
#variable_conflict use_column
declare
  hashes bytea[];
  accounts int[];
  fresh bigint[];
  clash uuid;
  now_generation smallint := ledger.generation();
begin
  if (select count(distinct k) from unnest(p_keys) k) <> cardinality(p_keys) then
    raise exception 'a batch names the same key twice' using errcode = 'ML003';
  end if;
  accounts := ledger.accounts_for(p_roles, p_units, p_projects);

  select array_agg(ledger.content_hash(h.k, h.sk, h.si, h.st, h.j, h.d, h.rv, h.ho, h.c, l.bytes) order by h.o)
    into hashes
    from unnest(p_kinds, p_source_kinds, p_source_ids, p_steps, p_journals, p_days, p_reverses, p_holds, p_counts)
         with ordinality h(k, sk, si, st, j, d, rv, ho, c, o)
    left join (select e, string_agg(ledger.encode_line(r, u, p, m), ''::bytea order by no) as bytes
                 from unnest(p_entry_of, p_line_of, p_roles, p_units, p_projects, p_amounts) x(e, no, r, u, p, m)
                group by e) l on l.e = h.o;

  with given as materialized (
    select * from unnest(p_keys, hashes, p_kinds, p_journals, p_days, p_source_kinds, p_source_ids, p_steps,
                         p_reverses, p_holds, p_counts)
             with ordinality g(key, hash, kind, journal, day, source_kind, source_id, step, rev, hold, n, o)
  ), first_role as (
    select e as o, r from unnest(p_entry_of, p_line_of, p_roles) x(e, no, r) where no = 1
  ), inserted as (
    insert into entry (idem_key, content_hash, entity, journal, kind, source_kind, source_id, step, effective_on,
                       n_lines, generation, reverses_id, hold_id, actor)
      select g.key, g.hash, role.entity, g.journal, g.kind, g.source_kind, g.source_id, g.step, g.day, g.n,
             now_generation, g.rev, g.hold, p_actor
        from given g left join first_role f on f.o = g.o left join role on role.id = f.r
       order by g.o
      on conflict (idem_key) do nothing
      returning id, idem_key
  ), placed as (
    select i.id, g.o, g.day from inserted i join given g on g.key = i.idem_key
  ), lines as (
    insert into line (entry_id, line_no, account_id, unit_id, amount, effective_on, generation)
      select p.id, x.no, x.a, x.u, x.m, p.day, now_generation
        from unnest(p_entry_of, p_line_of, accounts, p_units, p_amounts) x(e, no, a, u, m)
        join placed p on p.o = x.e
  )
  select array_agg(id) into fresh from inserted;

  select e.idem_key into clash from unnest(p_keys, hashes) g(key, hash) left join entry e on e.idem_key = g.key
   where e.content_hash is distinct from g.hash limit 1;
  if found then
    if clash is null then
      raise exception 'the same key is being posted by another transaction: retry'
        using errcode = 'serialization_failure';
    end if;
    perform ledger.refuse_other_content(clash);
  end if;
  return query
    select g.o, e.id, f.id is not null
      from unnest(p_keys) with ordinality g(key, o)
      join entry e on e.idem_key = g.key
      left join unnest(fresh) f(id) on f.id = e.id
     order by g.o;
end $$;

-- Undo an entry by its exact mirror on another day (R12); idempotent like any posting.
create function ledger.reverse(
  p_key uuid, p_entry bigint, p_on date, p_source_kind text, p_source_id text, p_step text, p_actor uuid,
  out entry_id bigint, out is_new boolean)
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  select p.entry_id, p.is_new into entry_id, is_new
    from entry e
    cross join lateral (
      select array_agg(a.role_id order by l.line_no) as roles, array_agg(a.unit_id order by l.line_no) as units,
             array_agg(a.project_id order by l.line_no) as projects, array_agg(-l.amount order by l.line_no) as amounts
        from line l join account a on a.id = l.account_id where l.entry_id = e.id) m
    cross join lateral ledger.post(p_key, left(e.kind, 51) || '.reversal', e.journal, p_on, p_source_kind, p_source_id,
                                   p_step, p_actor, m.roles, m.units, m.projects, m.amounts, e.id) p
   where e.id = p_entry;
  if entry_id is null then
    raise exception 'there is no entry %', p_entry using errcode = 'ML004';
  end if;
end $$;
