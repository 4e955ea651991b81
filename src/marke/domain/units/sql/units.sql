-- The rules about units that need more than one row or one table.

-- Lets a uuid stand in an exclusion constraint without an extension.
create type uuidrange as range (subtype = uuid);

alter table units_unitrole add constraint one_role_of_a_kind_at_a_time exclude using gist (
  int4range(unit_id, unit_id, '[]') with &&,
  uuidrange(person_id, person_id, '[]') with &&,
  int4range(hashtext(kind), hashtext(kind), '[]') with &&,
  daterange(valid_from, valid_to + 1, '[)') with &&
);
alter table units_adviserassignment add constraint one_adviser_at_a_time exclude using gist (
  int4range(unit_id, unit_id, '[]') with &&,
  daterange(valid_from, valid_to + 1, '[)') with &&
);

-- Somebody always answers for a live unit: checked when the transaction ends, so that a holder can hand over.
create function security.unit_has_a_holder() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wanted int := case tg_table_name when 'units_unit' then (to_jsonb(new) ->> 'id')::int
                                   else (to_jsonb(old) ->> 'unit_id')::int end;
begin
  if exists (select from units_unit where id = wanted and state in ('open', 'dormant', 'frozen', 'closing'))
     and not exists (select from units_unitrole where unit_id = wanted and kind = 'holder' and valid_to is null) then
    raise exception 'unit % has no holder', wanted using errcode = 'check_violation', constraint = 'a_live_unit_has_a_holder';
  end if;
  return null;
end $$;
create constraint trigger a_live_unit_has_a_holder after insert or update of state on units_unit
  deferrable initially deferred for each row when (new.state <> 'requested') execute function security.unit_has_a_holder();
create constraint trigger a_live_unit_keeps_a_holder after update or delete on units_unitrole
  deferrable initially deferred for each row when (old.kind = 'holder') execute function security.unit_has_a_holder();

-- A number is never reused: a unit is closed, not removed, and keeps its number.
create function security.a_unit_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.id <> old.id then
    raise exception 'a unit keeps its number and is never removed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger a_unit_stays before update or delete on units_unit for each row execute function security.a_unit_stays();

-- Both ends of a transfer see it; only the giving end can make it.
alter table units_transfer enable row level security;
create policy seen_by_both_ends on units_transfer for select to marke_app
  using (from_unit_id = any (security.visible_units()) or to_unit_id = any (security.visible_units()));
create policy made_by_the_giver on units_transfer for insert to marke_app
  with check (from_unit_id = any (security.visible_units()));
create policy staff_sees_all on units_transfer to marke_staff using (true);
create policy auditor_reads_all on units_transfer for select to marke_auditor using (true);

-- Row-level security hides units until they are named; this names those that one user holds or administers.
create function security.units_of_user(wanted uuid) returns setof int
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct role.unit_id from units_unitrole role join people_person person on person.id = role.person_id
   where person.user_id = wanted and role.kind in ('holder', 'administrator') and role.valid_from <= current_date
     and (role.valid_to is null or role.valid_to >= current_date)
$$;
revoke all on function security.units_of_user from public;
grant execute on function security.units_of_user to marke_app, marke_staff;

insert into units_unitcounter (id, last) values (1, 1000);
