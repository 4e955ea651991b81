-- How far the enterprise trusts a client is for staff: a member's request learns only whether a document is covered.
do $$
declare target regclass;
begin
  foreach target in array array['directory_statechange', 'directory_creditgrant', 'directory_paymenthistory']::regclass[]
  loop
    execute format('alter table %s enable row level security', target);
    execute format('create policy staff_sees_all on %s to marke_staff using (true)', target);
    execute format('create policy auditor_reads_all on %s for select to marke_auditor using (true)', target);
  end loop;
end $$;
