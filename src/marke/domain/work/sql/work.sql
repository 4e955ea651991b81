-- What was agreed in a signed contract never changes; a change is a new contract.
create function work_keep_agreement() returns trigger language plpgsql as $$
begin
  if (old.unit_id, old.person_id, old.project_id, old.kind, old.function, old.starts_on, old.ends_on, old.basis, old.amount,
      old.worker, old.scheme, old.committee, old.coefficient, old.employment_budget)
     is distinct from
     (new.unit_id, new.person_id, new.project_id, new.kind, new.function, new.starts_on, new.ends_on, new.basis, new.amount,
      new.worker, new.scheme, new.committee, new.coefficient, new.employment_budget) then
    raise exception 'append-only: what was agreed in contract % does not change', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger agreement_is_final before update on work_contract for each row execute function work_keep_agreement();

-- A month that is being paid or was paid keeps its days.
create function work_keep_paid_days() returns trigger language plpgsql as $$
declare
  kept work_workday := case tg_op when 'INSERT' then new else old end;
begin
  if exists (select from work_contractmonth m
              where m.contract_id = kept.contract_id and m.month = date_trunc('month', kept.day)::date
                and m.state in ('in_run', 'paid')) then
    raise exception 'append-only: % is paid, its days do not change', kept.day using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger paid_days_are_final before insert or update or delete on work_workday
  for each row execute function work_keep_paid_days();

-- A wage that the bank has confirmed stays paid, unless the bank sends it back.
create function work_keep_paid_month() returns trigger language plpgsql as $$
begin
  if old.state = 'paid' and (new.state <> 'in_run' or new.paid_on is not null) then
    raise exception 'append-only: month % of contract % is paid', old.month, old.contract_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger paid_month_is_final before update on work_contractmonth for each row execute function work_keep_paid_month();
