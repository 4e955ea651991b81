-- Claims on an agreement stay within its amount. A claim whose invoice was credited asks nothing any more. The agreement
-- is locked, so that two claims at the same moment cannot both fit.
create function public.funding_keep_within() returns trigger language plpgsql as $$
declare
  promised bigint;
  claimed bigint;
begin
  select amount into promised from funding_agreement where id = new.agreement_id for update;
  select coalesce(sum(c.amount), 0) into claimed
    from funding_claim c join sales_invoice i on i.id = c.invoice_id
   where c.agreement_id = new.agreement_id and i.credited = 0;
  if claimed > promised then
    raise exception 'claims stay within their agreement' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger keep_within after insert on funding_claim for each row execute function public.funding_keep_within();
alter table funding_claim enable always trigger keep_within;

-- What was promised by whom does not change; an agreement is closed with a reason.
create function public.funding_keep_agreement() returns trigger language plpgsql as $$
declare
  moving text[] := '{conditions,closed_on,closed_reason}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or (old.closed_on is not null and new is distinct from old) then
    raise exception 'a signed agreement is closed, never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_signed before update or delete on funding_agreement
  for each row execute function public.funding_keep_agreement();
alter table funding_agreement enable always trigger keep_signed;
