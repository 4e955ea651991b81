"""Many documents in one file: a ZIP with the PDF of each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from django.http import HttpResponse

from marke.domain.sales.models import Invoice
from marke.domain.sales.printing import invoice_pdf
from marke.kernel.refusal import Refusal, gettext_noop

MOST_PAPERS = 100
"""A hundred documents take a few seconds to typeset; more would make somebody wait without a word."""


def papers(invoices: Sequence[Invoice]) -> HttpResponse:
    """The documents as a download. Raises `Refusal` when one is still a draft, or for more than a hundred."""
    if any(invoice.is_draft for invoice in invoices):
        raise Refusal("papers.drafts", gettext_noop("A draft has no document yet: choose invoices that were sent."))
    if len(invoices) > MOST_PAPERS:
        raise Refusal(
            "papers.too-many",
            gettext_noop("At most %(most)s documents are downloaded together. Narrow the list first."),
            params={"most": MOST_PAPERS},
        )
    return HttpResponse(
        _zipped(invoices),
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="invoices.zip"'},
    )


def _zipped(invoices: Sequence[Invoice]) -> bytes:
    """Documents do not get smaller, so they are stored as they are, under their numbers."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for invoice in invoices:
            archive.writestr(f"{str(invoice).replace('/', '-')}.pdf", invoice_pdf(invoice=invoice))
    return target.getvalue()
