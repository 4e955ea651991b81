-- What the bank writes is for those who see all units: a member learns only what was booked on their own documents.
do $$
declare target regclass;
begin
  foreach target in array array['banking_ownaccount', 'banking_bankfile', 'banking_statement', 'banking_bankline',
    'banking_booking', 'banking_payerrule']::regclass[]
  loop
    execute format('alter table %s enable row level security', target);
    execute format('create policy staff_sees_all on %s to marke_staff using (true)', target);
    execute format('create policy auditor_reads_all on %s for select to marke_auditor using (true)', target);
  end loop;
end $$;
