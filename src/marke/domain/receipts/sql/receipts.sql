-- A declared receipt keeps its content: it is paid in or taken back, never rewritten and never removed.
create function public.receipts_keep_receipt() returns trigger language plpgsql as $$
declare
  moving text[] := '{paid,available,outstanding,hold_id,taken_back_on,taken_back_reason}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or new.paid < old.paid
     or (old.taken_back_on is not null and new is distinct from old) then
    raise exception 'a declared receipt is paid in or taken back, never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_declared before update or delete on receipts_receipt
  for each row execute function public.receipts_keep_receipt();
alter table receipts_receipt enable always trigger keep_declared;
