-- Four eyes by construction: who approves a batch neither proposed it, nor registered an account in it, and saw its hash.
create function payouts_check_approval() returns trigger language plpgsql as $$
declare
  approved payouts_batch;
begin
  select * into approved from payouts_batch where id = new.batch_id for update;
  if approved.state not in ('proposed', 'approved_once') then
    raise exception 'batch % is not waiting for approval', approved.number using errcode = 'check_violation', constraint = 'a_waiting_batch_is_approved';
  end if;
  if new.approved_by = approved.proposed_by then
    raise exception 'who proposed a batch does not approve it' using errcode = 'check_violation', constraint = 'nobody_approves_their_own_batch';
  end if;
  if exists (select from payouts_paymentorder where batch_id = new.batch_id and account_by = new.approved_by) then
    raise exception 'who registered an account of a batch does not approve it'
      using errcode = 'check_violation', constraint = 'nobody_approves_an_account_of_their_own';
  end if;
  if new.hash <> approved.hash then
    raise exception 'the batch has changed since it was looked at' using errcode = 'check_violation', constraint = 'the_hash_seen_is_the_hash_approved';
  end if;
  return new;
end $$;
create trigger four_eyes before insert on payouts_approval for each row execute function payouts_check_approval();

-- A payment in a batch keeps payee, account and amount. To change one, the batch is withdrawn and proposed anew.
create function payouts_keep_batched() returns trigger language plpgsql as $$
begin
  if old.batch_id is not null and
     (old.key, old.owed, old.name, old.iban, old.amount, old.text, old.end_to_end, old.account_by)
     is distinct from (new.key, new.owed, new.name, new.iban, new.amount, new.text, new.end_to_end, new.account_by) then
    raise exception 'payment % is in a batch: it does not change', old.end_to_end using errcode = 'restrict_violation';
  end if;
  if old.batch_id is not null and new.batch_id is distinct from old.batch_id
     and exists (select from payouts_batch where id = old.batch_id and state <> 'withdrawn') then
    raise exception 'payment % leaves its batch only when that is withdrawn', old.end_to_end using errcode = 'restrict_violation';
  end if;
  if new.state in ('sent', 'executed') and old.state not in ('sent', 'executed')
     and not exists (select from payouts_batch where id = new.batch_id and state in ('exported', 'confirmed')) then
    raise exception 'payment % leaves with its batch', old.end_to_end using errcode = 'restrict_violation';
  end if;
  if old.state = 'executed' and new is distinct from old and new.state <> 'returned' then
    raise exception 'payment % is executed', old.end_to_end using errcode = 'restrict_violation';
  end if;
  if new.batch_id is not null and old.batch_id is null
     and exists (select from payouts_batch where id = new.batch_id and state <> 'proposed') then
    raise exception 'a batch that was approved takes up no more payments' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger batched_is_final before update on payouts_paymentorder for each row execute function payouts_keep_batched();

-- A batch moves forward only, and only with the approvals it needs; what approvers saw never changes.
create function payouts_keep_batch() returns trigger language plpgsql as $$
declare
  given int := (select count(distinct approved_by) from payouts_approval where batch_id = old.id and hash = old.hash);
begin
  if (old.number, old.purpose, old.debtor_name, old.debtor_iban, old.execute_on, old.count, old.total, old.hash,
      old.approvals_needed, old.proposed_by, old.proposed_at)
     is distinct from
     (new.number, new.purpose, new.debtor_name, new.debtor_iban, new.execute_on, new.count, new.total, new.hash,
      new.approvals_needed, new.proposed_by, new.proposed_at) then
    raise exception 'batch % was proposed: it does not change', old.number using errcode = 'restrict_violation';
  end if;
  if new.state in ('approved', 'exported', 'confirmed') and given < old.approvals_needed then
    raise exception 'batch % needs % approvals and has %', old.number, old.approvals_needed, given
      using errcode = 'check_violation', constraint = 'a_batch_leaves_with_its_approvals';
  end if;
  if old.exported_at is not null and (new.exported_at is distinct from old.exported_at
     or new.file_hash is distinct from old.file_hash or new.entry_id is distinct from old.entry_id) then
    raise exception 'batch % was exported: a file leaves once', old.number using errcode = 'restrict_violation';
  end if;
  if old.state in ('exported', 'confirmed', 'withdrawn') and new.state <> old.state
     and not (old.state = 'exported' and new.state = 'confirmed') then
    raise exception 'batch % does not go back', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger batch_goes_forward before update on payouts_batch for each row execute function payouts_keep_batch();

-- Both begin at the beginning: nothing is written into a batch behind the backs of who approve it.
create function payouts_begin_order() returns trigger language plpgsql as $$
begin
  if new.batch_id is not null or new.state not in ('waiting', 'parked') then
    raise exception 'payment % begins outside a batch', new.end_to_end using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger begins_outside before insert on payouts_paymentorder for each row execute function payouts_begin_order();

create function payouts_begin_batch() returns trigger language plpgsql as $$
begin
  if new.state <> 'proposed' then
    raise exception 'batch % begins as a proposal', new.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger begins_proposed before insert on payouts_batch for each row execute function payouts_begin_batch();

create function payouts_never_deleted() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: payments are never deleted' using errcode = 'restrict_violation';
end $$;
create trigger never_deleted before delete on payouts_paymentorder for each row execute function payouts_never_deleted();
create trigger never_deleted before delete on payouts_batch for each row execute function payouts_never_deleted();
create trigger never_deleted before delete on payouts_accountcase for each row execute function payouts_never_deleted();
