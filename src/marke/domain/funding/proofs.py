"""What must always hold between agreements and their claims; each statement finds the exceptions."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "funding.within-agreement",
        "What was claimed on an agreement, credited claims left out, is within its amount.",
        """
        select a.id, a.amount, sum(c.amount) from funding_agreement a
          join funding_claim c on c.agreement_id = a.id join sales_invoice i on i.id = c.invoice_id
         where i.credited = 0 group by a.id, a.amount having sum(c.amount) > a.amount
        """,
    ),
    Proof(
        "funding.claim-is-its-invoice",
        "A claim on an agreement is a funding claim of the same unit, funder and amount.",
        """
        select c.id, i.number from funding_claim c join funding_agreement a on a.id = c.agreement_id
          join sales_invoice i on i.id = c.invoice_id
         where i.kind <> 'funding' or i.unit_id <> a.unit_id or i.client_id <> a.funder_id or i.net <> c.amount
        """,
    ),
)
