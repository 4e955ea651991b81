-- What the directory said of a client is seen by the units that work for the client; only the house writes it.
call security.keep_for_staff('einvoicing_reachability');
create policy of_linked_units on einvoicing_reachability for select to marke_app
  using (exists (select 1 from sales_clientlink l
                  where l.client_id = einvoicing_reachability.client_id
                    and l.unit_id = any (security.visible_units())));

-- A received file is seen by the unit that its document was given to; only the house takes files in.
call security.keep_for_staff('einvoicing_incomingfile');
create policy of_the_unit on einvoicing_incomingfile for select to marke_app
  using (exists (select 1 from einvoicing_incoming i
                  where i.file_id = einvoicing_incomingfile.id and i.unit_id = any (security.visible_units())));
