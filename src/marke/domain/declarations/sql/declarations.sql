-- What a declaration says does not change, and what the office accepted stays accepted.
create function public.declarations_keep() returns trigger language plpgsql as $$
declare
  moving text[] := '{state,period_id,number,reasons,sent_at,ruled_at,entered_by,confirmed_by}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or (old.state in ('accepted', 'warned') and new is distinct from old)
     or (old.number <> '' and new.number <> old.number) then
    raise exception 'a declaration is answered, never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_declaration before update or delete on declarations_declaration
  for each row execute function public.declarations_keep();
alter table declarations_declaration enable always trigger keep_declaration;
