-- Closing of months: in order, by two people, with a snapshot of every balance (R13, G6).

create function ledger.period_changes() returns trigger language plpgsql set search_path = ledger, pg_temp as $$
declare
  changed int;
begin
  if new.action <> 'open' then
    perform pg_advisory_xact_lock(4242, ledger.month_lock(new.month));
  end if;
  if new.action = 'open' then
    insert into period (month) values (new.month) on conflict do nothing;
  elsif new.action = 'close' then
    update period set closed_at = new.happened_at
     where month = new.month and closed_at is null
       and not exists (select 1 from period where month < new.month and closed_at is null);
  else
    delete from snapshot where month = new.month;
    update period set closed_at = null
     where month = new.month and closed_at is not null
       and not exists (select 1 from period where month > new.month and closed_at is not null);
  end if;
  get diagnostics changed = row_count;
  if changed = 0 then
    raise exception 'the month % cannot be %: it is unknown, already so, or not next in order',
      to_char(new.month, 'YYYY-MM'), new.action using errcode = 'ML002';
  end if;
  if new.action = 'close' then
    perform ledger.take_snapshot(new.month);
  end if;
  return null;
end $$;

-- Balances at a month's end are those of the month before plus the month's movements.
create function ledger.take_snapshot(p_month date) returns void language sql set search_path = ledger, pg_temp as $$
  insert into snapshot (month, account_id, posted)
  select p_month, m.account_id, sum(m.posted)
    from (select account_id, posted from snapshot where month = (p_month - interval '1 month')::date
          union all
          select l.account_id, sum(l.amount) * r.side
            from line l join account a on a.id = l.account_id join role r on r.id = a.role_id
           where l.effective_on < (p_month + interval '1 month')::date
             and (l.effective_on >= p_month or not exists (
                   select 1 from snapshot where month = (p_month - interval '1 month')::date))
           group by l.account_id, r.side) m
   group by m.account_id
$$;

create trigger period_changes after insert on ledger.period_event
  for each row execute function ledger.period_changes();
alter table ledger.period_event enable always trigger period_changes;

create function ledger.open_year(p_year int, p_actor uuid) returns void language sql security definer
set search_path = ledger, pg_temp as $$
  insert into period_event (month, action, requested_by)
  select make_date(p_year, m, 1), 'open', p_actor from generate_series(1, 12) m
   where not exists (select 1 from period where month = make_date(p_year, m, 1))
$$;

create function ledger.close_period(p_month date, p_requested_by uuid, p_approved_by uuid) returns void
language sql security definer set search_path = ledger, pg_temp as $$
  insert into period_event (month, action, requested_by, approved_by)
  values (p_month, 'close', p_requested_by, p_approved_by)
$$;

create function ledger.reopen_period(p_month date, p_requested_by uuid, p_approved_by uuid, p_reason text)
returns void language sql security definer set search_path = ledger, pg_temp as $$
  insert into period_event (month, action, requested_by, approved_by, reason)
  values (p_month, 'reopen', p_requested_by, p_approved_by, p_reason)
$$;
