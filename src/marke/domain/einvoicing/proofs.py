"""What must always hold of documents on their way, and of those that arrived."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "einvoicing.passed",
        "What was handed over to the network had passed the rules.",
        """select d.id, d.provider_id from einvoicing_delivery d
            where d.provider_id <> ''
              and not exists (select from einvoicing_sentdocument x where x.invoice_id = d.invoice_id and x.valid)""",
    ),
    Proof(
        "einvoicing.waiting",
        "A document that waits for the network has its message in the outbox.",
        """select d.id, d.invoice_id from einvoicing_delivery d
            where d.state = 'waiting'
              and not exists (select from outbox_message m where m.key = 'invoice:' || d.invoice_id || ':peppol')""",
    ),
    Proof(
        "einvoicing.once",
        "No two documents have the same number at an access point.",
        """select min(d.id::text), d.provider, d.provider_id from einvoicing_delivery d
            where d.provider_id <> '' group by d.provider, d.provider_id having count(*) > 1""",
    ),
    Proof(
        "einvoicing.booked",
        "A received invoice that was booked is its costs, to the cent.",
        """select i.id, i.gross, sum(c.gross) from einvoicing_incoming i
             join purchases_cost c on c.id::text in (select jsonb_array_elements_text(i.cost_ids))
            where i.state = 'booked' group by i.id having i.gross <> sum(c.gross)""",
    ),
)
