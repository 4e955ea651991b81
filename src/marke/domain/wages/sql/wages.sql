-- A payslip that is in the books keeps its amounts; only its way to the bank goes on.
create function wages_keep_booked() returns trigger language plpgsql as $$
begin
  if old.entry_id is not null and
     (old.run_id, old.contract_id, old.month_id, old.person_id, old.unit_id, old.project_id, old.version, old.gross, old.net, old.cost,
      old.employment_budget, old.from_received, old.from_expected, old.from_guarantee, old.amounts, old.frame_id, old.line_values, old.so_far, old.law,
      old.entry_id, old.posted_on)
     is distinct from
     (new.run_id, new.contract_id, new.month_id, new.person_id, new.unit_id, new.project_id, new.version, new.gross, new.net, new.cost,
      new.employment_budget, new.from_received, new.from_expected, new.from_guarantee, new.amounts, new.frame_id, new.line_values, new.so_far, new.law,
      new.entry_id, new.posted_on) then
    raise exception 'append-only: payslip % is in the books', old.id using errcode = 'restrict_violation';
  end if;
  -- Only the bank undoes a payment: a wage that comes back is owed again.
  if old.state = 'paid' and new is distinct from old and (new.state <> 'posted' or new.paid_on is not null) then
    raise exception 'append-only: payslip % is paid', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger booked_is_final before update on wages_payslip for each row execute function wages_keep_booked();

create function wages_keep_payslips() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: payslips and runs are never deleted' using errcode = 'restrict_violation';
end $$;
create trigger never_deleted before delete on wages_payslip for each row execute function wages_keep_payslips();
create trigger never_deleted before delete on wages_run for each row execute function wages_keep_payslips();
