"""`/api/units/{unit}/invoices`: what a unit bills, from the draft until it arrived and was paid."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.timezone import localdate, now
from ninja import Query, Router, Status

from marke.api.answers import PROBLEMS, SENT_PROBLEMS, example, file, sends_file
from marke.api.invoices.schemas import (
    EXAMPLE,
    WHY,
    CheckedOut,
    CreditIn,
    DeliveriesOut,
    InvoiceIn,
    InvoiceOut,
    InvoicePart,
    InvoicesOut,
    checked_out,
    delivery_out,
    invoice_out,
    invoice_row,
)
from marke.api.keys import Asking, UnitNumber, needs
from marke.api.paging import BY_DAY, part_of
from marke.api.problems import Missing
from marke.api.repeating import ActName, done_once
from marke.domain.einvoicing.queries import delivery_of
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.invoices import discard_draft, save_draft
from marke.domain.sales.printing import invoice_pdf
from marke.domain.sales.queries.invoices import invoice_of_unit, invoices_of_unit
from marke.domain.sales.structured import structured_xml
from marke.domain.units.enums import Scope
from marke.usecases.check_invoice import check_draft, check_invoice
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.send_drafts import send_draft

router = Router(tags=["Invoices"])


@router.get("", response={200: InvoicesOut, **PROBLEMS}, operation_id="list_invoices", summary="List invoices")
def list_invoices(request: Asking, unit: UnitNumber, part: Query[InvoicePart]) -> InvoicesOut:
    """The invoices, credit notes and claims of the unit, drafts first, then the newest."""
    today = localdate()
    found = invoices_of_unit(
        unit_id=unit, as_of=today, status=part.status, client_id=part.client, since=part.since, until=part.until
    )
    rows, following = part_of(found, order=BY_DAY, part=part)
    return InvoicesOut(rows=[invoice_row(row, as_of=today) for row in rows], next=following)


@router.post(
    "",
    response={201: InvoiceOut, **SENT_PROBLEMS},
    operation_id="draft_invoice",
    summary="Write an invoice",
    openapi_extra=example(EXAMPLE),
)
@needs(Scope.CREATE_INVOICE)
def draft_invoice(request: Asking, unit: UnitNumber, invoice: InvoiceIn) -> Status[InvoiceOut]:
    """Keep a draft. It has no number, nothing is posted and nothing leaves the house."""
    kept = save_draft(invoice=invoice.given(unit), actor=request.auth.key.user_id)
    return Status(201, _out(unit, kept))


@router.post(
    "/validate",
    response={200: CheckedOut, **SENT_PROBLEMS},
    operation_id="validate_invoice",
    summary="Look whether an invoice could leave",
    openapi_extra=example(EXAMPLE),
)
@needs(Scope.CREATE_INVOICE)
def validate_invoice(request: Asking, unit: UnitNumber, invoice: InvoiceIn) -> CheckedOut:
    """The same as issuing it today, with all its rules and those of the network, of which nothing is kept. What issuing
    would refuse is refused here in the same words."""
    given = invoice.given(unit)
    return checked_out(check_invoice(invoice=given, on=localdate(), actor=request.auth.key.user_id))


@router.get("/{invoice}", response={200: InvoiceOut, **PROBLEMS}, operation_id="read_invoice", summary="One invoice")
def read_invoice(request: Asking, unit: UnitNumber, invoice: uuid.UUID) -> InvoiceOut:
    """A document with everything it says, and how far its money has come."""
    return _out(unit, invoice)


@router.put(
    "/{invoice}",
    response={200: InvoiceOut, **SENT_PROBLEMS},
    operation_id="change_invoice",
    summary="Write an invoice anew",
    openapi_extra=example(EXAMPLE),
)
@needs(Scope.CREATE_INVOICE)
def change_invoice(request: Asking, unit: UnitNumber, invoice: uuid.UUID, facts: InvoiceIn) -> InvoiceOut:
    """Put other content in place of a draft. What was issued does not change: it is taken back by a credit note."""
    draft = _found(unit, invoice)
    save_draft(invoice=facts.given(unit), actor=request.auth.key.user_id, invoice_id=draft.pk)
    return _out(unit, invoice)


@router.delete(
    "/{invoice}", response={204: None, **PROBLEMS}, operation_id="discard_invoice", summary="Throw a draft away"
)
@needs(Scope.CREATE_INVOICE)
def discard_invoice(request: Asking, unit: UnitNumber, invoice: uuid.UUID) -> Status[None]:
    """The draft is gone. What was issued stays."""
    discard_draft(invoice_id=_found(unit, invoice).pk)
    return Status(204, None)


@router.post(
    "/{invoice}/validate",
    response={200: CheckedOut, **PROBLEMS},
    operation_id="validate_draft",
    summary="Look whether a draft could leave",
)
@needs(Scope.CREATE_INVOICE)
def validate_draft(request: Asking, unit: UnitNumber, invoice: uuid.UUID) -> CheckedOut:
    """The same for what was kept as a draft."""
    draft = _found(unit, invoice)
    return checked_out(check_draft(invoice_id=draft.pk, on=localdate(), actor=request.auth.key.user_id))


@router.post(
    "/{invoice}/issue", response={200: InvoiceOut, **PROBLEMS}, operation_id="issue_invoice", summary="Issue an invoice"
)
@needs(Scope.CREATE_INVOICE)
def issue(request: Asking, unit: UnitNumber, invoice: uuid.UUID, idempotency_key: ActName) -> HttpResponse:
    """Give a draft its number and today's date, post it, and put it on its way: over Peppol if the client is there,
    else by e-mail. From then on it never changes."""

    def do() -> InvoiceOut:
        send_draft(invoice_id=_found(unit, invoice).pk, now=now(), actor=request.auth.key.user_id)
        return _out(unit, invoice)

    return done_once(request, idempotency_key, do)


@router.post(
    "/{invoice}/credit",
    response={200: InvoiceOut, **SENT_PROBLEMS},
    operation_id="credit_invoice",
    summary="Take an invoice back",
    openapi_extra=example(WHY),
)
@needs(Scope.CREATE_INVOICE)
def credit(
    request: Asking, unit: UnitNumber, invoice: uuid.UUID, idempotency_key: ActName, why: CreditIn
) -> HttpResponse:
    """A credit note mirrors the invoice line by line and goes to the client. The answer is the credit note."""

    def do() -> InvoiceOut:
        found = _found(unit, invoice)
        actor, moment = request.auth.key.user_id, now()
        note = credit_invoice(invoice_id=found.pk, on=localdate(), reason=why.reason, actor=actor, now=moment)
        return _out(unit, note.pk)

    return done_once(request, idempotency_key, do)


@router.get(
    "/{invoice}/pdf",
    response={200: None, **PROBLEMS},
    operation_id="print_invoice",
    summary="An invoice on paper",
    openapi_extra=sends_file("application/pdf"),
)
def print_invoice(request: Asking, unit: UnitNumber, invoice: uuid.UUID) -> HttpResponse:
    """The issued document as PDF/A-3, with its structured form inside. A draft has no paper."""
    found = _issued(unit, invoice)
    return file(invoice_pdf(invoice=found), content_type="application/pdf", name=_file_name(found, "pdf"))


@router.get(
    "/{invoice}/xml",
    response={200: None, **PROBLEMS},
    operation_id="read_structured_invoice",
    summary="An invoice as structured document",
    openapi_extra=sends_file("application/xml"),
)
def read_xml(request: Asking, unit: UnitNumber, invoice: uuid.UUID) -> HttpResponse:
    """The issued document in UBL (EN 16931). A claim on funding has no such form."""
    found = _issued(unit, invoice)
    return file(structured_xml(found), content_type="application/xml", name=_file_name(found, "xml"))


@router.get(
    "/{invoice}/deliveries",
    response={200: DeliveriesOut, **PROBLEMS},
    operation_id="read_deliveries",
    summary="How an invoice fares on its way",
)
def read_deliveries(request: Asking, unit: UnitNumber, invoice: uuid.UUID) -> DeliveriesOut:
    """Which way it went, whether it arrived, and what the network and the client answered."""
    delivery = delivery_of(_found(unit, invoice).pk)
    return DeliveriesOut(rows=[delivery_out(delivery)] if delivery else [])


def _found(unit: int, invoice_id: uuid.UUID) -> Invoice:
    """A document of the unit. Raises `Missing` for one that the unit has not got."""
    found = invoice_of_unit(unit_id=unit, invoice_id=invoice_id)
    if found is None:
        raise Missing
    return found


def _issued(unit: int, invoice_id: uuid.UUID) -> Invoice:
    found = _found(unit, invoice_id)
    if found.is_draft:
        raise Missing
    return found


def _out(unit: int, invoice_id: uuid.UUID) -> InvoiceOut:
    return invoice_out(_found(unit, invoice_id), as_of=localdate())


def _file_name(invoice: Invoice, ending: str) -> str:
    return f"{str(invoice).replace('/', '-')}.{ending}"
