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
)
