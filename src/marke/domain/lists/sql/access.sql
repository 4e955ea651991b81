-- A view belongs to whoever keeps it. Others see it when it is shared, in the unit or at the desk where it lies; nobody
-- else changes it. Members and staff alike: a private view is private. A deed is seen by whoever began it.
create function security.is_own(owner uuid) returns boolean language sql stable as $$
  select owner::text = current_setting('marke.actor', true)
$$;

alter table lists_savedview enable row level security;
create policy own_views on lists_savedview to marke_app
  using (security.is_own(owner_id) and (unit_id is null or unit_id = any (security.visible_units())));
create policy own_views_at_the_desk on lists_savedview to marke_staff using (security.is_own(owner_id));
create policy shared_in_the_unit on lists_savedview for select to marke_app
  using (is_shared and unit_id = any (security.visible_units()));
create policy shared_at_the_desk on lists_savedview for select to marke_staff using (is_shared and unit_id is null);
create policy auditor_reads_all on lists_savedview for select to marke_auditor using (true);

alter table lists_bulkrun enable row level security;
create policy own_deeds on lists_bulkrun to marke_app
  using (security.is_own(owner_id) and unit_id = any (security.visible_units()));
create policy own_deeds_at_the_desk on lists_bulkrun to marke_staff using (security.is_own(owner_id));
create policy auditor_reads_all on lists_bulkrun for select to marke_auditor using (true);

alter table lists_bulkitem enable row level security;
create policy own_rows on lists_bulkitem to marke_app
  using (security.is_own(owner_id) and unit_id = any (security.visible_units()));
create policy own_rows_at_the_desk on lists_bulkitem to marke_staff using (security.is_own(owner_id));
create policy auditor_reads_all on lists_bulkitem for select to marke_auditor using (true);
