-- A link keeps to whom it went, what it opens and its secret: only its end is written later, once. A client that is
-- merged into another takes its links along.
create function public.portal_keep_link() returns trigger language plpgsql as $$
declare
  moving text[] := '{client_id,ended_at,ended_by,ending}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or (old.ending <> '' and to_jsonb(new) - 'client_id' is distinct from to_jsonb(old) - 'client_id') then
    raise exception 'a personal link is made once and ended once' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_link before update or delete on portal_portallink
  for each row execute function public.portal_keep_link();
alter table portal_portallink enable always trigger keep_link;

-- Row-level security hides links until their unit is named; this names link and unit to whoever holds the secret.
create function security.link_of_secret(wanted bytea) returns table (link_id uuid, unit_id int)
language sql stable security definer set search_path = public, pg_temp as $$
  select link.id, link.unit_id from portal_portallink link where link.digest = wanted
$$;
revoke all on function security.link_of_secret from public;
grant execute on function security.link_of_secret to marke_app, marke_staff;
