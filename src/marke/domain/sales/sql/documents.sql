-- A client that was merged is now another one: whatever points to it may follow it there, and nowhere else.
create function public.sales_is_now(before uuid, after uuid) returns boolean language sql stable as $$
  select exists (select 1 from sales_client where id = before and merged_into_id = after)
$$;

-- What left the house is never edited: an issued invoice keeps its content, its lines and its VAT for ever. What was
-- paid and credited since then moves on it, and it follows its client when that is merged into another one; what was
-- printed of the client stays in ``parties``.
create function public.sales_keep_invoice() returns trigger language plpgsql as $$
begin
  if old.issued_on is null then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE'
     or to_jsonb(new) - '{client_id,paid,credited,available,outstanding}'::text[]
        is distinct from to_jsonb(old) - '{client_id,paid,credited,available,outstanding}'::text[]
     or (new.client_id <> old.client_id and not sales_is_now(old.client_id, new.client_id)) then
    raise exception 'invoice % was issued: it is corrected by a credit note, never changed', old.number
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_issued before update or delete on sales_invoice
  for each row execute function public.sales_keep_invoice();
alter table sales_invoice enable always trigger keep_issued;

-- Lines and VAT totals are written before their invoice is issued, in the same transaction at the latest.
create function public.sales_keep_parts() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  part record := case tg_op when 'DELETE' then old else new end;
begin
  if exists (select 1 from sales_invoice where id = part.invoice_id and issued_on is not null) then
    raise exception 'the lines of an issued invoice do not change' using errcode = 'restrict_violation';
  end if;
  return part;
end $$;
create trigger keep_issued before update or delete on sales_invoiceline
  for each row execute function public.sales_keep_parts();
create trigger keep_issued before update or delete on sales_invoicevat
  for each row execute function public.sales_keep_parts();
alter table sales_invoiceline enable always trigger keep_issued;
alter table sales_invoicevat enable always trigger keep_issued;

-- New parts are looked at together: a run writes those of a thousand invoices at once.
create function public.sales_keep_from_new_parts() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if exists (select 1 from added join sales_invoice i on i.id = added.invoice_id where i.issued_on is not null) then
    raise exception 'the lines of an issued invoice do not change' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger keep_issued_insert after insert on sales_invoiceline referencing new table as added
  for each statement execute function public.sales_keep_from_new_parts();
create trigger keep_issued_insert after insert on sales_invoicevat referencing new table as added
  for each statement execute function public.sales_keep_from_new_parts();
alter table sales_invoiceline enable always trigger keep_issued_insert;
alter table sales_invoicevat enable always trigger keep_issued_insert;

-- A bank line is a fact: only who paid it (once known) and what was allocated of it change.
create function public.sales_keep_payment() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or to_jsonb(new) - '{client_id,allocated,waiting}'::text[]
        is distinct from to_jsonb(old) - '{client_id,allocated,waiting}'::text[]
     or (old.client_id is not null and new.client_id is distinct from old.client_id
         and not (new.client_id is null and new.allocated = 0)  -- all of it was undone: whose it is, is open again
         and not coalesce(sales_is_now(old.client_id, new.client_id), false)) then
    raise exception 'a payment that was recorded is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_recorded before update or delete on sales_payment
  for each row execute function public.sales_keep_payment();
alter table sales_payment enable always trigger keep_recorded;

-- Numbers go up and never come back.
create function public.sales_count_up() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.last <= old.last
     or (new.entity, new.series, new.year) is distinct from (old.entity, old.series, old.year) then
    raise exception 'a series of numbers only goes up' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger count_up before update or delete on sales_counter
  for each row execute function public.sales_count_up();
alter table sales_counter enable always trigger count_up;
