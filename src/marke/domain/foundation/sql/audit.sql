-- Who, what, when, before, after: one row for each change of a business row, written by the database itself.
create schema audit;
grant usage on schema audit to marke_app, marke_staff, marke_auditor;

create table audit.event (
  id         bigint generated always as identity primary key,
  at         timestamptz not null default clock_timestamp(),
  actor_id   uuid not null,
  request_id text not null default '',
  reason     text not null default '',
  table_name text not null,
  object_id  text not null,
  action     char(1) not null check (action in ('I', 'U', 'D')),
  before     jsonb,                                     -- of an update: the changed columns only
  after      jsonb,
  unit_id    int,                                       -- whose unit it concerns; 0: of units, but of no single one
  xact       xid8 not null default pg_current_xact_id()
);
create index event_object on audit.event (table_name, object_id, id);
create index event_table on audit.event (table_name, id);
create index event_actor on audit.event (actor_id, id);
create index event_at on audit.event using brin (at);   -- events are written in the order of time
comment on table audit.event is 'Append-only trail of every business change';

create function audit.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: % on %.%', tg_op, tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $$;

-- Make a table append-only, also against session_replication_role = replica.
create procedure audit.make_append_only(target regclass) language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function audit.refuse()', target);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function audit.refuse()', target);
  execute format('alter table %s enable always trigger append_only', target);
  execute format('alter table %s enable always trigger append_only_truncate', target);
end $$;
call audit.make_append_only('audit.event');

-- The unit that a row concerns, where the row says so.
create function audit.unit_of(changed jsonb, table_name text) returns int language sql immutable as $$
  select coalesce(changed ->> 'unit_id', case table_name when 'units_unit' then changed ->> 'id' end)::int
$$;

-- One statement writes the trail of all the rows it changed: a thousand invoices are a thousand events and one insert.
-- Columns named in the trigger's arguments are kept out of the trail (secrets, national numbers, large texts).
-- Nested loops are off: a plan made for one row would compare each of a thousand with each other.
create function audit.record() returns trigger language plpgsql security definer
set search_path = audit, security, pg_temp set enable_nestloop = off as $$
declare
  secret text[] := coalesce(tg_argv, '{}');
  request text := coalesce(current_setting('marke.request', true), '');
  why text := coalesce(current_setting('marke.reason', true), '');
  no_unit int := (select 0 from pg_catalog.pg_class c where c.oid = tg_relid and c.relrowsecurity);
begin
  if tg_op = 'UPDATE' then
    insert into event (actor_id, request_id, reason, table_name, object_id, action, before, after, unit_id)
      select (select actor()), request, why, tg_table_name, n.entire ->> 'id', 'U', changed.before, changed.after,
             coalesce(unit_of(n.entire, tg_table_name), no_unit)
        from (select r.id, to_jsonb(r) - secret as entire from old_rows r offset 0) o
        join (select r.id, to_jsonb(r) - secret as entire from new_rows r offset 0) n on n.id = o.id
       cross join lateral (
         select jsonb_object_agg(was.key, was.value) as before, jsonb_object_agg(was.key, n.entire -> was.key) as after
           from jsonb_each(o.entire) was where was.value is distinct from n.entire -> was.key) changed
       where changed.before is not null;
  elsif tg_op = 'INSERT' then
    insert into event (actor_id, request_id, reason, table_name, object_id, action, after, unit_id)
      select (select actor()), request, why, tg_table_name, entire ->> 'id', 'I', entire,
             coalesce(unit_of(entire, tg_table_name), no_unit)
        from (select to_jsonb(r) - secret as entire from new_rows r offset 0) n;
  else
    insert into event (actor_id, request_id, reason, table_name, object_id, action, before, unit_id)
      select (select actor()), request, why, tg_table_name, entire ->> 'id', 'D', entire,
             coalesce(unit_of(entire, tg_table_name), no_unit)
        from (select to_jsonb(r) - secret as entire from old_rows r offset 0) o;
  end if;
  return null;
end $$;

-- The key of a row is how the trail finds it: it is given once.
create function audit.refuse_new_key() returns trigger language plpgsql as $$
begin
  raise exception 'the key of a row in % does not change', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Record every change of a table; the second argument lists columns that stay out of the trail.
create procedure audit.watch(target regclass, variadic secret_columns text[] default '{}') language plpgsql as $$
declare
  secret text := (select coalesce(string_agg(quote_literal(c), ', '), '') from unnest(secret_columns) c);
begin
  execute format('create trigger audited_insert after insert on %s referencing new table as new_rows
                  for each statement execute function audit.record(%s)', target, secret);
  execute format('create trigger audited_update after update on %s referencing old table as old_rows new table as new_rows
                  for each statement execute function audit.record(%s)', target, secret);
  execute format('create trigger audited_delete after delete on %s referencing old table as old_rows
                  for each statement execute function audit.record(%s)', target, secret);
  execute format('create trigger key_is_kept before update of id on %s for each row when (new.id is distinct from old.id)
                  execute function audit.refuse_new_key()', target);
end $$;

-- The trail of a unit is fenced like the unit itself; what concerns no unit is asked for by its object.
alter table audit.event enable row level security;
create policy of_visible_units on audit.event for select to marke_app
  using (unit_id is null or unit_id = any (security.visible_units()));
create policy staff_sees_all on audit.event for select to marke_staff using (true);
create policy auditor_reads_all on audit.event for select to marke_auditor using (true);

grant select on audit.event to marke_app, marke_staff, marke_auditor;
