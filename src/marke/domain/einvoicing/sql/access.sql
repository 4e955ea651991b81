-- What the directory said of a client is seen by the units that work for the client; only the house writes it.
alter table einvoicing_reachability enable row level security;
create policy of_linked_units on einvoicing_reachability for select to marke_app
  using (exists (select 1 from sales_clientlink l
                  where l.client_id = einvoicing_reachability.client_id
                    and l.unit_id = any (security.visible_units())));
create policy staff_sees_all on einvoicing_reachability to marke_staff using (true);
create policy auditor_reads_all on einvoicing_reachability for select to marke_auditor using (true);

-- A received file is seen by the unit that its document was given to; only the house takes files in.
alter table einvoicing_incomingfile enable row level security;
create policy of_the_unit on einvoicing_incomingfile for select to marke_app
  using (exists (select 1 from einvoicing_incoming i
                  where i.file_id = einvoicing_incomingfile.id and i.unit_id = any (security.visible_units())));
create policy staff_sees_all on einvoicing_incomingfile to marke_staff using (true);
create policy auditor_reads_all on einvoicing_incomingfile for select to marke_auditor using (true);
