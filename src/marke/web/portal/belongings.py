"""What exists for a visit: the documents that its unit sent to its client, and nothing else."""

from __future__ import annotations

import uuid

from django.http import Http404

from marke.domain.portal import statement
from marke.domain.quotes.queries import QuoteForClient, quote_for_client
from marke.domain.sales.models import Invoice
from marke.web.portal.visits import Visit


def quote_of_visit(visit: Visit, quote_id: uuid.UUID, *, version: int | None = None) -> QuoteForClient | None:
    """A quote that was sent to this client, in its newest version unless one is named."""
    found = quote_for_client(quote_id=quote_id, version=version)
    if found is None or (found.quote.unit_id, found.quote.client_id) != (visit.unit.pk, visit.client.pk):
        return None
    return found


def invoice_of_visit(visit: Visit, invoice_id: uuid.UUID) -> Invoice:
    """An invoice or credit note that was sent to this client. Raises ``Http404`` for every other."""
    found = statement.document_of(unit_id=visit.unit.pk, client_id=visit.client.pk, invoice_id=invoice_id)
    if found is None:
        raise Http404
    return found


def number_of_document(visit: Visit, document_id: uuid.UUID) -> str:
    """The number of a quote or invoice of this client; empty for what they have not got."""
    invoice = statement.document_of(unit_id=visit.unit.pk, client_id=visit.client.pk, invoice_id=document_id)
    if invoice:
        return str(invoice)
    quote = quote_of_visit(visit, document_id)
    return str(quote.quote) if quote else ""
