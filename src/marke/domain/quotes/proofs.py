"""What must always hold of quotes: a signature has its evidence, and nothing but a signed version binds."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "quotes.signed-once",
        "Whatever was accepted or declined has exactly one answer that says so.",
        """select v.id, v.state, a.accepted
             from quotes_quoteversion v left join quotes_answer a on a.version_id = v.id
            where v.state in ('accepted', 'rejected') and a.accepted is distinct from (v.state = 'accepted')
               or v.state not in ('accepted', 'rejected') and a.id is not null
                  and not (v.state = 'replaced' and a.accepted)""",
    ),
    Proof(
        "quotes.evidence",
        "An answer names the fingerprint of the version that was read.",
        """select a.id from quotes_answer a join quotes_quoteversion v on v.id = a.version_id
            where a.evidence ->> 'fingerprint' is distinct from v.fingerprint""",
    ),
    Proof(
        "quotes.lines",
        "The lines of a quote that was sent add up to its amount without VAT.",
        """select v.id, v.net, sum(l.net)
             from quotes_quoteversion v join quotes_quoteline l on l.version_id = v.id
            where v.sent_at is not null
            group by v.id having sum(l.net) <> v.net""",
    ),
    Proof(
        "quotes.numbers",
        "Quotes are numbered without gaps, per year.",
        """select q.year, max(q.sequence), count(*) from quotes_quote q
            where q.number is not null group by q.year having max(q.sequence) <> count(*)""",
    ),
)
