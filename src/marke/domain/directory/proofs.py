"""What must always hold of clients; ``./marke selfcheck`` runs these."""

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "client.merged-has-nothing",
        "Nothing is left with a client that was merged into another one.",
        """
        select c.id, c.name from sales_client c
         where c.state = 'merged'
           and (exists (select 1 from sales_invoice i where i.client_id = c.id)
                or exists (select 1 from sales_payment p where p.client_id = c.id)
                or exists (select 1 from sales_clientlink l where l.client_id = c.id)
                or exists (select 1 from sales_client m where m.merged_into_id = c.id))
        """,
    ),
    Proof(
        "client.highest-paid-in-time",
        "The highest invoice that a client paid in time is never more than its invoices say.",
        """
        select h.client_id, h.highest_in_time
          from directory_paymenthistory h
         where h.highest_in_time > coalesce((select max(i.gross) from sales_invoice i
                                              where i.client_id = h.client_id and i.kind <> 'credit_note'), 0)
        """,
    ),
    Proof(
        "client.first-contact",
        "Whoever has contacts at a client has a first one.",
        """
        select c.unit_id, c.link_id from sales_contact c group by c.unit_id, c.link_id having not bool_or(c.is_default)
        """,
    ),
)
