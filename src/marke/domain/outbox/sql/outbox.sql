-- A message keeps its content, and once sent it is at rest: only its way through the states may be written.
create function public.outbox_keep_message() returns trigger language plpgsql as $$
declare
  moving text[] := '{state,attempts,next_at,claim,claimed_at,claimed_by,provider_id,answer,ended_at}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or old.state in ('sent', 'given_up') then
    raise exception 'a message is put once: its content stays, and once sent or given up it is at rest'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_message before update or delete on outbox_message
  for each row execute function public.outbox_keep_message();
alter table outbox_message enable always trigger keep_message;

-- What concerns a person and no unit (a new bank account) may be put by that person too; only the desk reads it.
create policy put_in_own_name on outbox_message for insert to marke_app
  with check (unit_id is null and put_by = security.actor());
