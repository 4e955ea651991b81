"""What must always hold of money out; ``./marke selfcheck`` runs it."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "payouts.on-its-way-is-at-the-bank",
        "What the books say is on its way to payees is what the bank has not confirmed yet, to the cent.",
        """
        select coalesce(b.amount, 0), coalesce(o.amount, 0)
          from (select -sum(l.amount) as amount from ledger.line l join ledger.account a on a.id = l.account_id
                  join ledger.role r on r.id = a.role_id where r.code = 'bank.outgoing') b,
               (select sum(amount) as amount from payouts_paymentorder where state = 'sent') o
         where coalesce(b.amount, 0) <> coalesce(o.amount, 0)
        """,
    ),
    Proof(
        "payouts.a-batch-is-its-payments",
        "Every batch pays exactly the payments in it, number and total.",
        """
        select b.number, b.count, count(o.id), b.total, sum(o.amount)
          from payouts_batch b left join payouts_paymentorder o on o.batch_id = b.id
         where b.state <> 'withdrawn'
         group by b.id having b.count <> count(o.id) or b.total <> coalesce(sum(o.amount), 0)
        """,
    ),
    Proof(
        "payouts.four-eyes",
        "No batch left without the approvals it needed, by people who neither proposed it nor registered its accounts.",
        """
        select b.number from payouts_batch b
         where b.state in ('exported', 'confirmed')
           and (select count(distinct a.approved_by) from payouts_approval a
                 where a.batch_id = b.id and a.hash = b.hash and a.approved_by <> b.proposed_by
                   and not exists (select from payouts_paymentorder o
                                    where o.batch_id = b.id and o.account_by = a.approved_by))
               < b.approvals_needed
        """,
    ),
    Proof(
        "payouts.a-batch-is-its-entry",
        "Every batch that left is in the books with exactly its total on its way.",
        """
        select b.number, b.total, -sum(l.amount)
          from payouts_batch b
          left join ledger.line l on l.entry_id = b.entry_id and l.account_id in
               (select a.id from ledger.account a join ledger.role r on r.id = a.role_id where r.code = 'bank.outgoing')
         where b.state in ('exported', 'confirmed')
         group by b.id having b.total is distinct from -sum(l.amount)
        """,
    ),
    Proof(
        "payouts.no-doubted-payee-was-paid",
        "Nothing left to an account of which two people disagree whose it is.",
        """
        select o.end_to_end from payouts_paymentorder o
          join payouts_batch b on b.id = o.batch_id
          join payouts_accountcase c on c.kind = 'shared' and c.iban = o.iban and c.person_id = o.person_id
         where b.exported_at > c.opened_at and (c.state <> 'accepted' or c.decided_at > b.exported_at)
           and b.proposed_at > c.opened_at
        """,
    ),
)
