"""An invoice as whoever pays it gets it: the amount, how to pay, the document in every form."""

from __future__ import annotations

import base64
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from marke.domain.einvoicing.queries import documents_of
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.models import Invoice
from marke.domain.sales.payment_code import epc_qr_svg
from marke.domain.sales.printing import invoice_pdf
from marke.domain.sales.queries.payments import allocations_of
from marke.domain.sales.structured import structured_xml
from marke.web.access import portal_page
from marke.web.member.invoices.sheets import sheet_of
from marke.web.portal.belongings import invoice_of_visit
from marke.web.portal.files import pdf_file, xml_file
from marke.web.portal.words import invoice_badge, title_of


@portal_page()
def portal_invoice(request: HttpRequest, *, invoice: uuid.UUID) -> HttpResponse:
    """The invoice: what is to pay and how, then the document and what was paid."""
    found, today = invoice_of_visit(request.visit, invoice), localdate()
    context = {
        "visit": request.visit,
        "invoice": found,
        "title": title_of(found),
        "badge": invoice_badge(found, today=today),
        "late": bool(found.outstanding) and found.due_on < today,
        "code": _picture(epc_qr_svg(found)),
        "payments": allocations_of(invoice_id=found.pk),
        "credit_note": getattr(found, "credit_note", None),
        "has_xml": _has_structured_form(found),
        "sheet": sheet_of(found).html(),
    }
    return render(request, "portal/invoice.html", context)


def _picture(svg: str) -> str:
    """A drawing as the address of an image, which may carry no script whatever it says."""
    alone = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"data:image/svg+xml;base64,{base64.b64encode(alone.encode()).decode()}" if svg else ""


def _has_structured_form(invoice: Invoice) -> bool:
    """A claim on funding is no invoice, so it has no structured form."""
    return (invoice.credits or invoice).kind != InvoiceKind.FUNDING


@portal_page()
def portal_invoice_pdf(request: HttpRequest, *, invoice: uuid.UUID) -> HttpResponse:
    """The invoice on paper."""
    found = invoice_of_visit(request.visit, invoice)
    return pdf_file(str(found), invoice_pdf(invoice=found))


@portal_page()
def portal_invoice_xml(request: HttpRequest, *, invoice: uuid.UUID) -> HttpResponse:
    """The structured invoice: the very file that was sent over the network, else the one that would be."""
    found = invoice_of_visit(request.visit, invoice)
    if not _has_structured_form(found):
        raise Http404
    sent = next((document for document in documents_of(found.pk) if document.valid), None)
    return xml_file(str(found), bytes(sent.content) if sent else structured_xml(found))
