-- A contract of use that was announced never changes: neither its days nor its wording. People accepted that text.
create function members_refuse_announced_contract() returns trigger language plpgsql as $$
begin
  if old.announced_on is not null then
    raise exception 'append-only: an announced contract of use never changes' using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger announced_is_final before update or delete on members_contractofuse
  for each row execute function members_refuse_announced_contract();

create function members_refuse_announced_text() returns trigger language plpgsql as $$
begin
  if exists (select from members_contractofuse
              where id in (case when tg_op <> 'INSERT' then old.contract_id end, case when tg_op <> 'DELETE' then new.contract_id end)
                and announced_on is not null) then
    raise exception 'append-only: the text of an announced contract of use never changes' using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger announced_is_final before insert or update or delete on members_contractofusetext
  for each row execute function members_refuse_announced_text();
