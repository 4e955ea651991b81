"""What must always hold between contracts, pay and declarations; each statement finds the exceptions."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

ACCEPTED_START = (
    "exists (select 1 from declarations_declaration d"
    " where d.contract_id = c.id and d.kind = 'in' and d.state in ('accepted', 'warned'))"
)

PROOFS = (
    Proof(
        "declarations.no-work-without",
        "No contract runs without a start of work that the office has accepted (invariant 5).",
        f"select c.id from work_contract c where c.state = 'declared' and not {ACCEPTED_START}",
    ),
    Proof(
        "declarations.no-pay-without",
        "No payslip is in the books for work of which no start was accepted.",
        "select p.id from wages_payslip p join work_contract c on c.id = p.contract_id"
        f" where p.entry_id is not null and not {ACCEPTED_START}",
    ),
    Proof(
        "declarations.before-the-work",
        "Every start of work was handed over before the work began.",
        "select id, sent_at, begins_at from declarations_declaration"
        " where kind = 'in' and state in ('accepted', 'warned') and sent_at > begins_at and entered_by is null",
    ),
    Proof(
        "declarations.once",
        "No contract has two starts of work that were accepted.",
        "select contract_id, count(*) from declarations_declaration where kind = 'in'"
        " and state in ('accepted', 'warned') group by contract_id having count(*) > 1",
    ),
)
