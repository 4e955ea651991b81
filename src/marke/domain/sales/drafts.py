"""A draft as it was typed: what issuing takes, read back from what was kept."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.invoices import InvoiceInput, draft_to_change
from marke.domain.sales.pricing import LineInput


def input_of_draft(*, invoice_id: uuid.UUID) -> InvoiceInput:
    """What somebody typed and kept as a draft, locked. Raises `Refusal` when it is no draft any more."""
    draft = draft_to_change(invoice_id)
    return InvoiceInput(
        unit_id=draft.unit_id,
        client_id=draft.client_id,
        lines=typed_lines(draft),
        subject=draft.subject,
        client_reference=draft.client_reference,
        project_id=draft.project_id,
        kind=InvoiceKind(draft.kind),
        period=(draft.period_start, draft.period_end) if draft.period_start and draft.period_end else None,
        delivered_on=draft.delivered_on,
        order_id=draft.order_id,
        order_reference=draft.order_reference,
        term_days=draft.term_days,
        export_proof=draft.export_proof,
    )


def kind_of(lines: Sequence[LineInput]) -> InvoiceKind:
    """Funding for which nothing is given in return is claimed; everything else is invoiced."""
    grounds = home().vat_law().grounds
    claimed = [line.vat_ground in grounds and grounds[line.vat_ground].is_funding for line in lines]
    return InvoiceKind.FUNDING if claimed and all(claimed) else InvoiceKind.INVOICE


def typed_lines(invoice: Invoice) -> tuple[LineInput, ...]:
    """The lines of a draft, or of an invoice that is repeated, as somebody typed them."""
    return tuple(
        LineInput(
            line.description, line.quantity, line.unit_price, line.vat_rate, line.vat_ground, measure=line.measure
        )
        for line in invoice.lines.order_by("position")
    )
