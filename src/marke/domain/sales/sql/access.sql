-- A unit sees the clients it works for, and nobody else's. A new client may be written by any unit; it becomes visible
-- with its link. Bank lines belong to the enterprise: only staff see them.
alter table sales_client enable row level security;
create policy of_linked_units on sales_client to marke_app
  using (exists (select 1 from sales_clientlink l
                  where l.client_id = sales_client.id and l.unit_id = any (security.visible_units())))
  with check (true);
create policy staff_sees_all on sales_client to marke_staff using (true);
create policy auditor_reads_all on sales_client for select to marke_auditor using (true);

alter table sales_payment enable row level security;
create policy staff_sees_all on sales_payment to marke_staff using (true);
create policy auditor_reads_all on sales_payment for select to marke_auditor using (true);
