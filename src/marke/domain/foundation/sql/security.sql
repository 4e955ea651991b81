-- Who acts and what they may see, for the length of one transaction. Both are transaction-local settings
-- (set_config(..., true)), so a pooled connection can never carry one person's rights to the next.
create schema security;
grant usage on schema security to marke_app, marke_staff, marke_auditor;

-- The person (or the system under its own name) who acts. Every write needs one.
create function security.actor() returns uuid language plpgsql stable as $$
declare actor text := nullif(current_setting('marke.actor', true), '');
begin
  if actor is null then
    raise exception 'a write needs somebody who answers for it: marke.actor is not set' using errcode = 'insufficient_privilege';
  end if;
  return actor::uuid;
end $$;

-- The units that the application may see in this transaction; none when nothing was said.
create function security.visible_units() returns int[] language sql stable as $$
  select coalesce(string_to_array(nullif(current_setting('marke.units', true), ''), ',')::int[], '{}'::int[])
$$;

-- Keep a table for those who see all units: staff, and the auditor, who reads.
create procedure security.keep_for_staff(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy staff_sees_all on %s to marke_staff using (true)', target);
  execute format('create policy auditor_reads_all on %s for select to marke_auditor using (true)', target);
end $$;

-- Fence a table of unit data: the application sees the named units only, staff and auditor see all.
create procedure security.fence_by_unit(target regclass, unit_column text default 'unit_id') language plpgsql as $$
begin
  call security.keep_for_staff(target);
  execute format('create policy of_visible_units on %s to marke_app using (%I = any (security.visible_units()))', target, unit_column);
end $$;
