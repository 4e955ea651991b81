"""What must always hold of work; ``./marke selfcheck`` runs it."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "work.months-make-the-contract",
        "What the months of a contract take from the unit adds to what the contract takes.",
        """
        select c.id, c.employment_budget, sum(m.employment_budget)
          from work_contract c join work_contractmonth m on m.contract_id = c.id
         group by c.id having sum(m.employment_budget) <> c.employment_budget
        """,
    ),
    Proof(
        "work.every-day-has-its-month",
        "Every day of a contract falls in a month that will be paid.",
        """
        select d.id from work_workday d
         where not exists (select from work_contractmonth m
                            where m.contract_id = d.contract_id and m.month = date_trunc('month', d.day)::date)
        """,
    ),
    Proof(
        "work.paid-work-was-declared",
        "Nothing is paid for work that was not declared before it started (invariant 5).",
        """
        select m.id from work_contractmonth m join work_contract c on c.id = m.contract_id
         where m.state in ('in_run', 'paid') and c.declared_at is null
        """,
    ),
    Proof(
        "work.reserved-pay-is-held",
        "What is reserved for pay is held in the ledger, to the cent.",
        """
        select r.id, r.amount, h.amount from work_reservation r left join ledger.hold h on h.id = r.hold_id
         where h.id is null or h.amount <> r.amount or (r.released and h.state = 'P')
        """,
    ),
    Proof(
        "work.a-live-contract-is-signed-by-both",
        "A contract that is signed or declared bears the signature of the worker and of the enterprise.",
        """
        select c.id from work_contract c
         where c.state in ('signed', 'declared')
           and (select count(*) from work_signature s where s.contract_id = c.id) <> 2
        """,
    ),
)
