-- A decision about a document stays as it was taken; what was asked never changes.
create function public.checks_keep_check() returns trigger language plpgsql as $$
declare
  moving text[] := '{state,decided_by,decided_at,reason}';
begin
  if tg_op = 'DELETE' or old.state <> 'waiting'
     or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving then
    raise exception 'a check is decided once and stays as it was' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_decided before update or delete on checks_check
  for each row execute function public.checks_keep_check();
alter table checks_check enable always trigger keep_decided;
