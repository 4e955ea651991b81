-- An order is what a client signed: it is fulfilled, ended or replaced, never rewritten. Only where it stands moves, and
-- a client that is merged takes it along.
create function public.orders_keep_order() returns trigger language plpgsql as $$
declare
  moving text[] := '{client_id,state,automatic,remaining,next_on,ended_on,ended_reason,'
                || 'parked_rule,parked_message,parked_params,parked_on}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or (new.client_id <> old.client_id and not sales_is_now(old.client_id, new.client_id))
     or (old.state in ('ended', 'replaced') and new.state is distinct from old.state) then
    raise exception 'an order is what was signed: a change is a new signed document' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_signed before update or delete on orders_order
  for each row execute function public.orders_keep_order();
alter table orders_order enable always trigger keep_signed;
