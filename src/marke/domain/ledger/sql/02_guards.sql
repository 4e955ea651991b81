-- What is written stays written (R5), and what is derived is written only by the trigger that derives it (R10, G7).
-- Every trigger is ENABLE ALWAYS, so that session_replication_role = replica does not skip it.

create function ledger.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: % on ledger.%', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

-- A derived row may change only inside another trigger of the ledger, never by a statement of its own.
create function ledger.refuse_by_hand() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception 'ledger.% is derived from the lines; % by hand is refused', tg_table_name, tg_op
      using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

-- The generation of this server. A ledger restored on another server refuses to work until it is adopted (G8, R23).
create function ledger.generation() returns smallint language plpgsql stable security definer
set search_path = ledger, pg_temp as $$
declare
  current cluster;
begin
  select * into current from cluster order by generation desc limit 1;
  if current.system_id is distinct from (select system_identifier from pg_control_system()) then
    raise exception 'this ledger came from another server: run ledger.adopt_cluster() before posting'
      using errcode = 'ML008';
  end if;
  return current.generation;
end $$;

create function ledger.adopt_cluster() returns smallint language sql security definer
set search_path = ledger, pg_temp as $$
  insert into cluster (generation, system_id)
  select (select max(generation) + 1 from cluster), system_identifier from pg_control_system()
   where system_identifier <> (select system_id from cluster order by generation desc limit 1)
  returning generation
$$;

-- The Belgian bookkeeper's test for an account: a unit's account has its unit, a common account has none.
create function ledger.account_before() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
begin
  if new.unit_id is null = (select per_unit from role where id = new.role_id) then
    raise exception 'role % does not open that kind of account', new.role_id using errcode = 'ML004';
  end if;
  return new;
end $$;

-- An account is born with its balance row, so that no guarded account is ever posted to unguarded (G1).
create function ledger.account_after() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
begin
  insert into balance (account_id, floor)
    select n.id, r.default_floor from newaccounts n join role r on r.id = n.role_id where n.mode = 'R';
  insert into rollup (account_id, generation) select id, 1 from newaccounts where mode = 'S';
  return null;
end $$;

create trigger account_before before insert on ledger.account
  for each row execute function ledger.account_before();
create trigger account_after after insert on ledger.account referencing new table as newaccounts
  for each statement execute function ledger.account_after();
alter table ledger.account enable always trigger account_before;
alter table ledger.account enable always trigger account_after;

do $$
declare
  t text;
begin
  -- never updated, never deleted
  foreach t in array array['cluster', 'role', 'account', 'period_event', 'entry', 'line', 'floor_change', 'seal',
                           'published_root', 'outbox'] loop
    execute format('create trigger written_once before update or delete on ledger.%I
                    for each row execute function ledger.refuse()', t);
    execute format('alter table ledger.%I enable always trigger written_once', t);
  end loop;
  -- derived: written by the trigger that accepts the fact
  foreach t in array array['balance', 'period', 'snapshot', 'journal_number'] loop
    execute format('create trigger derived before insert or update or delete on ledger.%I
                    for each row execute function ledger.refuse_by_hand()', t);
    execute format('alter table ledger.%I enable always trigger derived', t);
  end loop;
  create trigger derived before insert or delete on ledger.rollup
    for each row execute function ledger.refuse_by_hand();
  alter table ledger.rollup enable always trigger derived;
  create trigger kept before delete on ledger.hold for each row execute function ledger.refuse();
  alter table ledger.hold enable always trigger kept;
  foreach t in array array['cluster', 'role', 'account', 'period', 'period_event', 'hold', 'entry', 'line', 'balance',
                           'floor_change', 'rollup', 'snapshot', 'seal', 'journal_number', 'published_root',
                           'outbox'] loop
    execute format('create trigger never_emptied before truncate on ledger.%I
                    for each statement execute function ledger.refuse()', t);
    execute format('alter table ledger.%I enable always trigger never_emptied', t);
  end loop;
end $$;
