"""What must always hold of the bank; ``./marke selfcheck`` runs it."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "banking.balances-follow-each-other",
        "Every statement in the books opens with the balance at which the one before it closed, and its lines make its "
        "closing balance.",
        """
        select s.account_id, s.position, s.opening, s.closing, p.closing, l.amount
          from banking_statement s
          left join banking_statement p on p.account_id = s.account_id and p.position = s.position - 1
          left join (select statement_id, sum(amount) as amount from banking_bankline group by statement_id) l
            on l.statement_id = s.id
         where s.state = 'booked'
           and (s.opening + coalesce(l.amount, 0) <> s.closing
                or s.position > 1 and p.closing is distinct from s.opening)
        """,
    ),
    Proof(
        "banking.every-line-is-booked",
        "What each line of a booked statement did adds up to the line, and nothing else was booked for it.",
        """
        select l.id, l.amount, sum(b.amount) from banking_bankline l
          join banking_statement s on s.id = l.statement_id left join banking_booking b on b.line_id = l.id
         group by l.id, s.state
        having coalesce(sum(b.amount), 0) <> case when s.state = 'booked' then l.amount else 0 end
        """,
    ),
    Proof(
        "banking.lines-equal-the-books",
        "What lines of the bank booked is what their entries moved on the bank accounts in the books.",
        """
        select b.entry_id, b.amount, e.amount
          from (select entry_id, sum(amount) as amount from banking_booking group by entry_id) b
          left join (select l.entry_id, sum(l.amount) as amount from ledger.line l
                       join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
                      where r.code in ('bank', 'bank.cooperative') group by l.entry_id) e on e.entry_id = b.entry_id
         where b.amount <> coalesce(e.amount, 0)
        """,
    ),
    Proof(
        "banking.clearing-is-what-waits",
        "The clearing account holds exactly the lines that nobody has explained yet.",
        """
        select d.amount, c.amount
          from (select coalesce(sum(amount), 0) as amount from banking_booking
                 where kind in ('unexplained', 'internal') and explained_entry_id is null) d,
               (select coalesce(-sum(l.amount), 0) as amount from ledger.line l
                  join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
                 where r.code = 'bank.clearing') c
         where d.amount <> c.amount
        """,
    ),
)
