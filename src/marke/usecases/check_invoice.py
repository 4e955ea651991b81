"""Look whether an invoice could leave, without sending it: the same deed, rolled back (decision 13).

It is issued in a savepoint with all its rules, numbers and postings, written as a structured invoice and judged by the
rules of the network; then all of it is undone. So nobody is told «yes» to what is refused a minute later.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from marke.domain.sales.drafts import input_of_draft
from marke.domain.sales.models import Invoice, InvoiceVat
from marke.domain.sales.operations.invoices import InvoiceInput
from marke.domain.sales.structured import NoStructuredForm, structured_xml
from marke.kernel.einvoicing import Judgement
from marke.kernel.ports import PORTS
from marke.usecases.issue_invoice import issue_invoice


@dataclass(frozen=True, slots=True)
class Checked:
    """An invoice as it would have left, and the verdict on it; none for a document without structured form."""

    invoice: Invoice
    vat_totals: tuple[InvoiceVat, ...]
    judgement: Judgement | None

    @property
    def is_judged(self) -> bool:
        """Whether the rules of the network were asked: they judge structured documents, and must be installed."""
        return self.judgement is not None and self.judgement.could_judge

    @property
    def may_leave(self) -> bool:
        """Whether nothing that is known holds it back. Findings that are not fatal are shown and stop nothing."""
        return not (self.is_judged and self.judgement and self.judgement.fatal)


def check_invoice(*, invoice: InvoiceInput, on: dt.date, actor: uuid.UUID) -> Checked:
    """What an invoice would be if it left on a day. Raises `Refusal` as `issue_invoice`, and keeps nothing."""
    return _looked_at(invoice, on=on, actor=actor, draft_id=None)


def check_draft(*, invoice_id: uuid.UUID, on: dt.date, actor: uuid.UUID) -> Checked:
    """The same for what was kept as a draft. Raises `Refusal` also when it was issued meanwhile."""
    return _looked_at(input_of_draft(invoice_id=invoice_id), on=on, actor=actor, draft_id=invoice_id)


def _looked_at(given: InvoiceInput, *, on: dt.date, actor: uuid.UUID, draft_id: uuid.UUID | None) -> Checked:
    with transaction.atomic():
        issued = issue_invoice(invoice=given, on=on, actor=actor, draft_id=draft_id)
        checked = Checked(issued, tuple(issued.vat_totals.all()), _judged(issued))
        transaction.set_rollback(True)
    return checked


def _judged(invoice: Invoice) -> Judgement | None:
    gate = PORTS.einvoice_gate
    if gate is None:
        return None
    try:
        return gate.judge(structured_xml(invoice))
    except NoStructuredForm:
        return None
