"""A worker's own documents of pay; nobody else's exist here, whoever holds the unit."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse

from marke.domain.wages.printing import own_payslip_pdf
from marke.web.access import member_page


@member_page()
def payslip_pdf(request: HttpRequest, *, payslip: uuid.UUID) -> HttpResponse:
    """A payslip on paper, for the person it pays."""
    found = own_payslip_pdf(payslip_id=payslip, person_id=request.person.pk)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return pdf(*found)


def pdf(file_name: str, content: bytes) -> HttpResponse:
    """A document that the browser shows and does not keep: it says what somebody earns."""
    headers = {"Content-Disposition": f'inline; filename="{file_name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
