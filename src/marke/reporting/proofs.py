"""What must agree between the documents of the domains and the books: sub-ledgers, registers, numbers, references."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

ENTRIES_OF = "ledger.line l join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id"
"""Lines of the ledger with the role of their account; a debit is positive."""

PROOFS = (
    Proof(
        "shares-to-repay-equal-debt",
        "What leaving members are still owed equals the debt in the books.",
        "select d.documents, b.books from (select coalesce(sum(amount), 0) as documents from members_exit"
        "  where state in ('accepted', 'payable')) d,"
        f" (select coalesce(-sum(l.amount), 0) as books from {ENTRIES_OF} where r.code = 'payable.share_exit') b"
        " where d.documents <> b.books",
    ),
    Proof(
        "member-numbers-gapless",
        "Members are numbered from one without a gap.",
        "select count(number), max(number) from members_member having count(number) <> coalesce(max(number), 0)",
    ),
    Proof(
        "open-invoices-equal-receivables",
        "What clients still owe on invoices equals the receivables in the books.",
        "select d.documents, b.books from (select coalesce(sum(outstanding), 0) as documents from sales_invoice) d,"
        f" (select coalesce(sum(l.amount), 0) as books from {ENTRIES_OF} where r.code = 'receivable.client') b"
        " where d.documents <> b.books",
    ),
    Proof(
        "waiting-money-equals-suspense",
        "Client money that waits for its invoice equals the suspense account.",
        "select d.documents, b.books from (select coalesce(sum(waiting), 0) as documents from sales_payment) d,"
        f" (select coalesce(-sum(l.amount), 0) as books from {ENTRIES_OF} where r.code = 'bank.suspense') b"
        " where d.documents <> b.books",
    ),
    Proof(
        "invoices-equal-revenue",
        "The turnover of each unit is the same on its documents and in the books.",
        "select coalesce(d.unit_id, b.unit_id), d.documents, b.books from"
        " (select unit_id, sum(case when kind = 'credit_note' then -net else net end) as documents"
        "    from sales_invoice where issued_on is not null group by unit_id) d full join"
        f" (select l.unit_id, -sum(l.amount) as books from {ENTRIES_OF}"
        "   where r.code in ('revenue.sales', 'revenue.funding') group by l.unit_id) b on b.unit_id = d.unit_id"
        " where coalesce(d.documents, 0) <> coalesce(b.books, 0)",
    ),
    Proof(
        "lines-make-the-invoice",
        "The lines of each invoice add up to its net amount, and its VAT per rate to its VAT.",
        "select i.id from sales_invoice i"
        " left join (select invoice_id, sum(net) as net from sales_invoiceline group by invoice_id) l"
        "   on l.invoice_id = i.id"
        " left join (select invoice_id, sum(base) as base, sum(vat) as vat from sales_invoicevat group by invoice_id) v"
        "   on v.invoice_id = i.id"
        " where i.issued_on is not null"
        "   and (coalesce(l.net, 0) <> i.net or coalesce(v.base, 0) <> i.net or coalesce(v.vat, 0) <> i.vat)",
    ),
    Proof(
        "allocations-equal-payments",
        "What was allocated of each payment is what its allocations say.",
        "select p.id from sales_payment p left join (select payment_id, sum(amount) as amount from sales_allocation"
        " group by payment_id) a on a.payment_id = p.id where p.allocated <> coalesce(a.amount, 0)",
    ),
    Proof(
        "invoice-numbers-gapless",
        "Invoices and credit notes are numbered from one without a gap in each year (rule 12).",
        "select kind, year, count(*), max(sequence) from sales_invoice where sequence is not null"
        " group by kind, year having count(*) <> max(sequence)",
    ),
    Proof(
        "unpaid-costs-equal-debts",
        "Approved costs that are not yet paid equal the debts to suppliers and to members in the books.",
        "select d.documents, b.books from"
        " (select coalesce(sum(gross), 0) as documents from purchases_cost where state = 'approved') d,"
        f" (select coalesce(-sum(l.amount), 0) as books from {ENTRIES_OF}"
        "   where r.code in ('payable.supplier', 'payable.member_expense')) b"
        " where d.documents <> b.books",
    ),
    Proof(
        "submitted-costs-are-reserved",
        "The budget of every cost that waits for a decision is reserved, to the cent.",
        "select c.id from purchases_cost c left join ledger.hold h on h.id = c.hold_id"
        " where c.state = 'submitted' and (h.id is null or h.state <> 'P' or h.amount <> c.charge)",
    ),
    Proof(
        "documents-have-their-entry",
        "The ledger entry that a document names exists, and comes from that document.",
        "select 'invoice', d.id from sales_invoice d left join ledger.entry e on e.id = d.entry_id"
        "  where d.entry_id is not null and e.source_id is distinct from d.id::text"
        " union all select 'payment', d.id from sales_payment d left join ledger.entry e on e.id = d.entry_id"
        "  where e.source_id is distinct from d.id::text"
        " union all select 'cost', d.id from purchases_cost d left join ledger.entry e on e.id = d.entry_id"
        "  where d.entry_id is not null and e.source_id is distinct from d.id::text",
    ),
    Proof(
        "units-in-the-books-exist",
        "Every unit that has an account in the books is a unit of the enterprise.",
        "select distinct a.unit_id from ledger.account a left join units_unit u on u.id = a.unit_id"
        " where a.unit_id is not null and u.id is null",
    ),
    Proof(
        "projects-exist",
        "Every project that the books or a document name belongs to that unit.",
        "select a.unit_id, a.project_id from"
        " (select unit_id, project_id from ledger.account union select unit_id, project_id from sales_invoice"
        "  union select unit_id, project_id from purchases_cost) a"
        " left join units_project p on p.id = a.project_id and p.unit_id = a.unit_id"
        " where a.project_id is not null and p.id is null",
    ),
    Proof(
        "people-who-act-exist",
        "Everybody who answers for an entry of the books is a user or the enterprise itself.",
        "select distinct e.actor from (select distinct actor from ledger.entry) e"
        " left join people_user u on u.id = e.actor"
        " where u.id is null and e.actor <> '00000000-0000-7000-8000-000000000001'",
    ),
)
