-- Holds: reserve before spending, then spend, give back or let expire, once (R9). A hold is spent by the entry that
-- names it; see ledger.spend_holds.

create function ledger.held_placed() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
begin
  if exists (select 1 from newholds where state <> 'P') then
    raise exception 'a hold starts pending' using errcode = 'ML006';
  end if;
  perform 1 from balance where account_id in (select account_id from newholds) order by account_id for no key update;
  update balance b set held = b.held + t.amount
    from (select account_id, sum(amount) as amount from newholds group by account_id) t
   where b.account_id = t.account_id;
  if (select count(*) from balance where account_id in (select account_id from newholds))
     <> (select count(distinct account_id) from newholds) then
    raise exception 'only a unit''s account can be reserved' using errcode = 'ML006';
  end if;
  return null;
end $$;

create function ledger.hold_changes() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
begin
  if old.state <> 'P' or new.state = 'P'
     or (old.id, old.account_id, old.amount, old.expires_at, old.actor, old.placed_at)
        is distinct from (new.id, new.account_id, new.amount, new.expires_at, new.actor, new.placed_at) then
    raise exception 'hold % was already resolved, or would change more than its state', old.id
      using errcode = 'ML006';
  end if;
  if new.state = 'D' and not exists (select 1 from entry where hold_id = new.id) then
    raise exception 'hold % is spent by an entry only', old.id using errcode = 'ML006';
  end if;
  return new;
end $$;

create function ledger.held_resolved() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
begin
  perform 1 from balance where account_id in (select account_id from newholds) order by account_id for no key update;
  update balance b set held = b.held - t.amount
    from (select account_id, sum(amount) as amount from newholds group by account_id) t
   where b.account_id = t.account_id;
  return null;
end $$;

create trigger held_placed after insert on ledger.hold referencing new table as newholds
  for each statement execute function ledger.held_placed();
create trigger hold_changes before update on ledger.hold
  for each row execute function ledger.hold_changes();
create trigger held_resolved after update on ledger.hold referencing new table as newholds
  for each statement execute function ledger.held_resolved();
alter table ledger.hold enable always trigger held_placed;
alter table ledger.hold enable always trigger hold_changes;
alter table ledger.hold enable always trigger held_resolved;

-- Reserve amounts on units' accounts, all or nothing. The same id with the same content answers again; true where new.
create function ledger.hold_many(
  p_ids uuid[], p_roles smallint[], p_units int[], p_projects uuid[], p_amounts bigint[], p_expires timestamptz[],
  p_actor uuid) returns table (hold_id uuid, is_new boolean)
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  accounts int[] := ledger.accounts_for(p_roles, p_units, p_projects);
  fresh uuid[];
  clash uuid;
begin
  with placed as (
    insert into hold (id, account_id, amount, expires_at, actor)
      select i, a, m, x, p_actor from unnest(p_ids, accounts, p_amounts, p_expires) t(i, a, m, x) order by i
      on conflict (id) do nothing returning id)
  select array_agg(id) into fresh from placed;
  select t.i into clash
    from unnest(p_ids, accounts, p_amounts, p_expires) t(i, a, m, x) left join hold h on h.id = t.i
   where (h.account_id = t.a and h.amount = t.m and h.expires_at = t.x) is not true limit 1;
  if found then
    perform ledger.refuse_other_content(clash);
  end if;
  return query select i, i = any (coalesce(fresh, '{}')) from unnest(p_ids) i;
end $$;

-- Resolving locks the balance before the hold, as spending does: two locks, one order, no deadlock.
create function ledger.lock_balances_of(holds uuid[]) returns void language sql set search_path = ledger, pg_temp as $$
  select from balance where account_id in (select account_id from hold where id = any (holds))
   order by account_id for no key update
$$;

create function ledger.void_hold(p_id uuid) returns void language plpgsql security definer
set search_path = ledger, pg_temp as $$
begin
  perform ledger.lock_balances_of(array[p_id]);
  update hold set state = 'V', resolved_at = clock_timestamp() where id = p_id and state = 'P';
  if not found then
    raise exception 'hold % is unknown or already resolved', p_id using errcode = 'ML006';
  end if;
end $$;

-- Give many reservations back, those that are still pending; answers how many.
create function ledger.void_holds(p_ids uuid[]) returns int language plpgsql security definer
set search_path = ledger, pg_temp as $$
declare
  voided int;
begin
  perform ledger.lock_balances_of(p_ids);
  update hold set state = 'V', resolved_at = clock_timestamp() where id = any (p_ids) and state = 'P';
  get diagnostics voided = row_count;
  return voided;
end $$;

-- Give back what was reserved until a moment now past; answers how many holds.
create function ledger.expire_holds(p_now timestamptz) returns int language plpgsql security definer
set search_path = ledger, pg_temp as $$
declare
  due uuid[];
  expired int;
begin
  select array_agg(id) into due from hold where state = 'P' and expires_at <= p_now;
  perform ledger.lock_balances_of(due);
  update hold set state = 'X', resolved_at = clock_timestamp() where id = any (due) and state = 'P';
  get diagnostics expired = row_count;
  return expired;
end $$;

-- How low an account may go is agreed by two people (an overdraft is an advance with a name and a reason).
create function ledger.floor_changed() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
begin
  update balance set floor = new.floor where account_id = new.account_id;
  return null;
end $$;
create trigger floor_changed after insert on ledger.floor_change
  for each row execute function ledger.floor_changed();
alter table ledger.floor_change enable always trigger floor_changed;

create function ledger.set_floor(
  p_role smallint, p_unit int, p_project uuid, p_floor bigint, p_requested_by uuid, p_approved_by uuid, p_reason text)
returns void language sql security definer set search_path = ledger, pg_temp as $$
  insert into floor_change (account_id, floor, requested_by, approved_by, reason)
  select a, p_floor, p_requested_by, p_approved_by, p_reason
    from unnest(ledger.accounts_for(array[p_role], array[p_unit], array[p_project])) a
$$;
