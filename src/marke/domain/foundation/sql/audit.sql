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
create index event_actor on audit.event (actor_id, id);
create index event_at on audit.event (at);
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

-- Columns named in the trigger's arguments are kept out of the trail (secrets, national numbers, large texts).
create function audit.record() returns trigger language plpgsql security definer set search_path = audit, security, pg_temp as $$
declare
  old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - coalesce(tg_argv, '{}') end;
  new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - coalesce(tg_argv, '{}') end;
  id text := coalesce(new_row, old_row) ->> 'id';
  unit int := coalesce(new_row, old_row) ->> 'unit_id';
begin
  if unit is null and tg_table_name = 'units_unit' then unit := id::int; end if;
  if unit is null and (select c.relrowsecurity from pg_catalog.pg_class c where c.oid = tg_relid) then unit := 0; end if;
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key) into old_row, new_row
      from jsonb_each(old_row) o where o.value is distinct from new_row -> o.key;
    if new_row is null then return null; end if;
  end if;
  insert into audit.event (actor_id, request_id, reason, table_name, object_id, action, before, after, unit_id)
    values (security.actor(), coalesce(current_setting('marke.request', true), ''), coalesce(current_setting('marke.reason', true), ''),
            tg_table_name, coalesce(id, ''), left(tg_op, 1), old_row, new_row, unit);
  return null;
end $$;

-- Record every change of a table; the second argument lists columns that stay out of the trail.
create procedure audit.watch(target regclass, variadic secret_columns text[] default '{}') language plpgsql as $$
begin
  execute format('create trigger audited after insert or update or delete on %s for each row execute function audit.record(%s)',
                 target, (select coalesce(string_agg(quote_literal(c), ', '), '') from unnest(secret_columns) c));
end $$;

-- The trail of a unit is fenced like the unit itself; what concerns no unit is asked for by its object.
alter table audit.event enable row level security;
create policy of_visible_units on audit.event for select to marke_app
  using (unit_id is null or unit_id = any (security.visible_units()));
create policy staff_sees_all on audit.event for select to marke_staff using (true);
create policy auditor_reads_all on audit.event for select to marke_auditor using (true);

grant select on audit.event to marke_app, marke_staff, marke_auditor;
