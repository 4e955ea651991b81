-- Who may do and see what (R6, R19, G3). The application may call the posting functions and read what its transaction
-- is bound to (security.visible_units()); staff and auditor see all because of their database role, not of a setting.
grant usage on schema ledger to marke_app, marke_staff, marke_auditor;
revoke all on all functions in schema ledger from public;

grant select on ledger.role, ledger.account, ledger.balance, ledger.entry, ledger.line, ledger.hold, ledger.period,
  ledger.journal_number, ledger.rollup to marke_app;
grant select on all tables in schema ledger to marke_staff, marke_auditor;

grant execute on function ledger.generation, ledger.post, ledger.post_many, ledger.reverse, ledger.balance_of,
  ledger.hold_many, ledger.void_hold, ledger.void_holds, ledger.expire_holds, ledger.fold_rollup, ledger.seal_block,
  ledger.events_after to marke_app, marke_staff;
grant execute on function ledger.open_year, ledger.close_period, ledger.reopen_period, ledger.set_floor,
  ledger.publish_root to marke_staff;
grant execute on function ledger.generation, ledger.balance_of to marke_auditor;

do $$
declare
  t text;
begin
  foreach t in array array['account', 'balance', 'entry', 'line', 'hold', 'rollup', 'snapshot', 'journal_number'] loop
    execute format('alter table ledger.%I enable row level security', t);
    execute format('create policy all_for_staff on ledger.%I for select to marke_staff, marke_auditor using (true)', t);
  end loop;
end $$;

create policy own_units on ledger.account for select to marke_app
  using (unit_id = any ((select security.visible_units())::int[]));
create policy own_units on ledger.line for select to marke_app
  using (unit_id = any ((select security.visible_units())::int[]));
create policy own_units on ledger.balance for select to marke_app
  using (exists (select 1 from ledger.account a where a.id = balance.account_id));
create policy own_units on ledger.hold for select to marke_app
  using (exists (select 1 from ledger.account a where a.id = hold.account_id));
create policy own_units on ledger.entry for select to marke_app
  using (exists (select 1 from ledger.line l where l.entry_id = entry.id));
create policy own_units on ledger.journal_number for select to marke_app
  using (exists (select 1 from ledger.line l where l.entry_id = journal_number.entry_id));
