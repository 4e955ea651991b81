-- A key keeps what it may do and its secret: only its use and its end are written later.
create function public.apikeys_keep_key() returns trigger language plpgsql as $$
declare
  moving text[] := '{used_at,revoked_at}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or (old.revoked_at is not null and to_jsonb(new) is distinct from to_jsonb(old)) then
    raise exception 'a key is made once and revoked once' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_key before update or delete on apikeys_apikey
  for each row execute function public.apikeys_keep_key();
alter table apikeys_apikey enable always trigger keep_key;

-- A member sees and uses their own keys and nobody else's; the desk and the auditor see which keys there are.
alter table apikeys_apikey enable row level security;
create policy of_its_maker on apikeys_apikey to marke_app
  using (user_id = nullif(current_setting('marke.actor', true), '')::uuid);
create policy staff_reads_all on apikeys_apikey for select to marke_staff using (true);
create policy auditor_reads_all on apikeys_apikey for select to marke_auditor using (true);

alter table apikeys_keptanswer enable row level security;
create policy of_its_maker on apikeys_keptanswer to marke_app
  using (exists (select 1 from apikeys_apikey k where k.id = apikeys_keptanswer.key_id));
create policy auditor_reads_all on apikeys_keptanswer for select to marke_auditor using (true);

-- This names the maker of a key to whoever holds its secret.
create function security.maker_of_key(wanted bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select key.user_id from apikeys_apikey key where key.digest = wanted
$$;
revoke all on function security.maker_of_key from public;
grant execute on function security.maker_of_key to marke_app, marke_staff;
