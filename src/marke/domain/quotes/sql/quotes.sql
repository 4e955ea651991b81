-- A version that left the house keeps its content for ever: only where it stands moves, and an ended one moves no more,
-- except that a signature is replaced by a newer one. The order that follows from a signature is written once.
create function public.quotes_keep_version() returns trigger language plpgsql as $$
declare
  moving text[] := '{state,latest,viewed_at,reminded_at,ended_at,order_id}';
begin
  if old.sent_at is null then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or (old.ended_at is not null
         and (to_jsonb(new) - '{latest,order_id,state}'::text[]
                is distinct from to_jsonb(old) - '{latest,order_id,state}'::text[]
              or (new.state <> old.state and (old.state, new.state) <> ('accepted', 'replaced'))))
     or (old.order_id is not null and new.order_id is distinct from old.order_id) then
    raise exception 'version % of this quote was sent: a change is a new version', old.number
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_sent before update or delete on quotes_quoteversion
  for each row execute function public.quotes_keep_version();
alter table quotes_quoteversion enable always trigger keep_sent;

create function public.quotes_keep_line() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  line record := case tg_op when 'DELETE' then old else new end;
begin
  if exists (select 1 from quotes_quoteversion where id = line.version_id and sent_at is not null) then
    raise exception 'the lines of a quote that was sent do not change' using errcode = 'restrict_violation';
  end if;
  return line;
end $$;
create trigger keep_sent before insert or update or delete on quotes_quoteline
  for each row execute function public.quotes_keep_line();
alter table quotes_quoteline enable always trigger keep_sent;

-- A quote that has its number keeps it, and its unit and client with it; a client that is merged takes it along.
create function public.quotes_keep_quote() returns trigger language plpgsql as $$
begin
  if old.number is null then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' or to_jsonb(new) - 'client_id' is distinct from to_jsonb(old) - 'client_id'
     or (new.client_id <> old.client_id and not sales_is_now(old.client_id, new.client_id)) then
    raise exception 'quote % was sent and stays what it is', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_sent before update or delete on quotes_quote
  for each row execute function public.quotes_keep_quote();
alter table quotes_quote enable always trigger keep_sent;
