"""What must always hold of wages; ``./marke selfcheck`` runs it."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "wages.payslips-are-the-journal",
        "Net pay of the booked payslips is what the books owe and have paid to workers, to the cent.",
        """
        select p.id, p.net, l.amount
          from wages_payslip p
          left join lateral (
            select -sum(l.amount) as amount from ledger.line l
              join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
             where l.entry_id = p.entry_id and r.code = 'payable.net_pay') l on true
         where p.entry_id is not null and p.net <> coalesce(l.amount, 0)
        """,
    ),
    Proof(
        "wages.a-payslip-needs-a-declaration",
        "No payslip is booked for work that was not declared (invariant 5).",
        """
        select p.id from wages_payslip p join work_contract c on c.id = p.contract_id
         where p.entry_id is not null and c.declared_at is null
        """,
    ),
    Proof(
        "wages.a-month-is-paid-once",
        "A month that is paid has a payslip that is paid on the same day.",
        """
        select m.id from work_contractmonth m
         where m.state = 'paid'
           and not exists (select from wages_payslip p
                            where p.month_id = m.id and p.state = 'paid' and p.paid_on = m.paid_on)
        """,
    ),
    Proof(
        "wages.payslips-are-the-payments",
        "Net pay of each wage at the bank is what its last payment order says, to the cent.",
        """
        select p.id, p.net, o.amount
          from wages_payslip p
          left join lateral (
            select o.amount from payouts_paymentorder o
             where o.source_kind = 'wages.payslip' and o.source_id = p.id order by o.id desc limit 1) o on true
         where p.state in ('ordered', 'paid') and p.net <> coalesce(o.amount, 0)
        """,
    ),
    Proof(
        "wages.paid-by-the-bank",
        "A wage counts as paid on the value date of the bank's statement, and on no other day.",
        """
        select p.id, p.paid_on
          from wages_payslip p
         where p.state = 'paid' and p.net > 0
           and not exists (select from payouts_paymentorder o
                            where o.source_kind = 'wages.payslip' and o.source_id = p.id
                              and o.state = 'executed' and o.executed_on = p.paid_on)
        """,
    ),
    Proof(
        "wages.paid-in-time",
        "Every wage arrived within the working days that were promised after the last day of work (rule 13).",
        """
        select p.id, p.due_on, p.paid_on from wages_payslip p
         where p.state = 'paid' and p.paid_on > p.due_on and p.attempts = 0
        """,
    ),
)
