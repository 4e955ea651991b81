-- A cost that was handed in keeps its content: it is decided and paid, never rewritten. One whose payment comes back
-- from the bank is to be paid again.
create function public.purchases_keep_cost() returns trigger language plpgsql as $$
declare
  moving text[] := '{state,decided_by,decided_at,reason,entry_id,paid_on}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or (old.entry_id is not null and new.entry_id is distinct from old.entry_id)
     or (old.decided_by is not null and new.decided_by is distinct from old.decided_by)
     or old.state = 'rejected'
     or old.state = 'paid' and (new.state <> 'approved' or new.paid_on is not null) then
    raise exception 'a cost that was handed in is decided, never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_submitted before update or delete on purchases_cost
  for each row execute function public.purchases_keep_cost();
alter table purchases_cost enable always trigger keep_submitted;
