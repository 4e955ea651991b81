"""What must always hold between receipts and the books; each statement finds the exceptions."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof
from marke.rules.posting.roles import BY_CODE

PROOFS = (
    Proof(
        "receipts.owed-is-open",
        "What members owe in the books is what the receipts that are not paid in ask.",
        f"""
        with books as (select coalesce(sum(amount), 0) amount from ledger.line
                        where account_id = {BY_CODE["receivable.member"].number}),
             open as (select coalesce(sum(outstanding), 0) amount from receipts_receipt)
        select books.amount, open.amount from books, open where books.amount <> open.amount
        """,
    ),
    Proof(
        "receipts.paid-is-paid-in",
        "What a receipt says is paid in, and available, is what its payments add up to.",
        """
        select r.number from receipts_receipt r
          left join (select receipt_id, sum(amount) amount, sum(budget) budget from receipts_paidin group by 1) p
            on p.receipt_id = r.id
         where r.paid <> coalesce(p.amount, 0) or r.available <> coalesce(p.budget, 0)
        """,
    ),
    Proof(
        "receipts.numbers-without-gaps",
        "The receipts book of each year runs from one without a gap.",
        """
        select year, max(sequence), count(*) from receipts_receipt group by year having max(sequence) <> count(*)
        """,
    ),
)
