"""Credit an invoice: a document that mirrors it line by line, so that the two together leave nothing (P25).

What the client had paid becomes the client's credit. The budget goes back: first what the unit still expected from this
invoice, then money it has received; where that is spent, the credit is refused until the unit has it again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from marke.countries.registry import country
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.ledger.balances import AccountBalance, balances
from marke.domain.ledger.operations import post
from marke.domain.orders.operations import note_credit
from marke.domain.parameters.queries import cooperative
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations import invoices as sales
from marke.domain.sales.operations import payments
from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.posting.entry import Account, Entry
from marke.rules.posting.recipes.client_money import with_money_given_back
from marke.rules.posting.recipes.sales import credit_note
from marke.rules.posting.roles import EXPECTED, PRODUCTION, RECEIVED
from marke.usecases.issue_invoice import SOURCE, turnover_of
from marke.usecases.send_invoice import send_invoices


def credit_invoice(
    *, invoice_id: uuid.UUID, on: dt.date, reason: str, actor: uuid.UUID, now: dt.datetime | None = None
) -> Invoice:
    """Take an invoice back as a whole; answers the credit note, which goes to the client from ``now`` on.

    Raises `Refusal` without a reason, for a draft or a credit note, for an invoice credited before, and when the budget
    that goes back was already spent.
    """
    if not reason.strip():
        raise Refusal("credit.reason", gettext_noop("Say why the invoice is taken back."), field="reason")
    invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice_id)
    note = sales.mirror(invoice=invoice, on=on, reason=reason.strip(), actor=actor)
    entry = _entry(invoice, on)
    note.invoice.entry_id = post(entry=entry, source=(SOURCE, note.invoice.pk), step="issue", actor=actor).entry_id
    with enterprise_view():
        payments.give_back(invoice=invoice, on=on)
    identifiers = country(cooperative().country).identifiers
    sales.credit(invoice=invoice, note=note, entity=PRODUCTION, identifiers=identifiers)
    note_credit(order_id=invoice.order_id)
    if now:
        send_invoices(invoice_ids=[note.invoice.pk], now=now, actor=actor)
    return note.invoice


def _entry(invoice: Invoice, on: dt.date) -> Entry:
    expected, received = (Account(role, invoice.unit_id, invoice.project_id) for role in (EXPECTED, RECEIVED))
    found = balances(accounts=[expected, received])
    expected_left = min(invoice.budget - invoice.available, found[expected].posted)
    _refuse_spent(invoice.budget - max(expected_left, 0), found[received])
    note = credit_note(
        on=on,
        unit=invoice.unit_id,
        turnover=turnover_of(invoice),
        expected_left=expected_left,
        project=invoice.project_id,
    )
    if invoice.kind == InvoiceKind.FUNDING:
        note = _of_funding(note)
    return with_money_given_back(note, paid=invoice.paid)


def _of_funding(note: Entry) -> Entry:
    """The same, taking back a subsidy (P23) instead of a sale."""
    return replace(
        note,
        lines=tuple(
            replace(line, account=replace(line.account, role="revenue.funding"))
            if line.account.role == "revenue.sales"
            else line
            for line in note.lines
        ),
    )


def _refuse_spent(needed: Cents, received: AccountBalance) -> None:
    if needed > max(received.free, 0):
        raise Refusal(
            "credit.budget-spent",
            gettext_noop(
                "Crediting this invoice takes %(needed)s back from the unit, which has %(free)s left. Bring in the "
                "difference first, by a transfer or the next payment, or ask your adviser."
            ),
            params={"needed": Amount(needed), "free": Amount(max(received.free, 0))},
        )
