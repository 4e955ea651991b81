"""The files of invoices that go along with a mail: the paper, and the structured form."""

from __future__ import annotations

import uuid

from marke.domain.sales.models import Invoice
from marke.domain.sales.printing import invoice_pdf
from marke.domain.sales.queries.invoices import invoice_by_id
from marke.domain.sales.structured import structured_xml


def _issued(invoice_id: uuid.UUID) -> Invoice:
    """The document. Raises ``LookupError`` when there is none, or only a draft of it."""
    found = invoice_by_id(invoice_id=invoice_id)
    if found is None or found.is_draft:
        raise LookupError(f"There is no issued document {invoice_id}.")
    return found


MAKERS = {
    "invoice.pdf": lambda invoice_id: invoice_pdf(invoice=_issued(invoice_id)),
    "invoice.xml": lambda invoice_id: structured_xml(_issued(invoice_id)),
}
