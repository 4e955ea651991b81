"""Invoices as they are sent and as they are answered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from ninja import Field, Schema

from marke.api.fields import Cents, Day, Facts, Period, Text, period_of
from marke.api.lines import LINES, LineOut, Lines, shown, typed
from marke.api.paging import Part
from marke.api.problems import in_words
from marke.domain.einvoicing.enums import DeliveryState, EventKind, Way
from marke.domain.einvoicing.models import Delivery
from marke.domain.quotes.content import plain
from marke.domain.sales.drafts import kind_of
from marke.domain.sales.enums import InvoiceKind, InvoiceStatus
from marke.domain.sales.models import Invoice, InvoiceVat
from marke.domain.sales.operations.invoices import InvoiceInput
from marke.usecases.check_invoice import Checked

EXAMPLE = {
    "client": "01900000-0000-7000-8000-00000000c0de",
    "subject": "Concert on the quay",
    "order_reference": "PO-4711",
    "lines": [{"description": "Concert", "quantity": "1", "unit_price": "1000.00", "vat_rate": "0.21"}],
    "period": {"start": "2026-10-01", "end": "2026-10-03"},
}
WHY = {"reason": "Invoiced to the wrong department."}


class InvoicePart(Part):
    """Which invoices of the unit, and which part of them."""

    status: InvoiceStatus | None = Field(None, description="As it is today.")
    client: uuid.UUID | None = None
    since: Day | None = Field(None, description="The first day of issue; then without drafts.")
    until: Day | None = Field(None, description="The last day of issue; then without drafts.")


class InvoiceIn(Facts):
    """What a unit bills a client. As a draft it need not be ready to be issued."""

    client: uuid.UUID
    lines: Lines = LINES
    subject: Text = Field("", max_length=200)
    client_reference: Text = Field("", max_length=80, description="The reference by which the client finds it.")
    order_reference: Text = Field("", max_length=80, description="The client's purchase order.")
    project: uuid.UUID | None = Field(None, description="An open project of the unit.")
    period: Period | None = Field(None, description="When it went on for some time.")
    delivered_on: Day | None = None
    term_days: int | None = Field(None, ge=0, le=365, description="Agreed days to pay; else those of the cooperative.")
    export_proof: Text = Field("", max_length=80, description="Of goods that leave the European Union.")

    def given(self, unit: int) -> InvoiceInput:
        """As the domain takes it. Lines of nothing but funding make a claim, all others an invoice."""
        lines = typed(self.lines)
        return InvoiceInput(
            unit_id=unit,
            client_id=self.client,
            lines=lines,
            subject=self.subject,
            client_reference=self.client_reference,
            project_id=self.project,
            kind=kind_of(lines),
            period=self.period.days() if self.period else None,
            delivered_on=self.delivered_on,
            order_reference=self.order_reference,
            term_days=self.term_days,
            export_proof=self.export_proof,
        )


class CreditIn(Facts):
    """Why an invoice is taken back."""

    reason: Text = Field(min_length=1, max_length=200, description="Printed on the credit note.")


class VatOut(Schema):
    """The VAT of a document for one category and rate."""

    category: str = Field(description="Code of EN 16931.")
    rate: str = Field(description="A part of one, exact.")
    grounds: list[str]
    reason: str = Field(description="The legal text as printed.")
    base: Cents
    vat: Cents


class InvoiceRow(Schema):
    """An invoice in a list."""

    id: uuid.UUID
    number: str | None = Field(description="Given when it is issued.")
    kind: InvoiceKind
    status: InvoiceStatus = Field(description="As it is today.")
    client: uuid.UUID
    client_name: str
    subject: str
    issued_on: dt.date | None
    due_on: dt.date | None
    net: Cents = Field(description="Without VAT, in whole cents.")
    vat: Cents
    gross: Cents = Field(description="To pay, in whole cents.")
    paid: Cents
    outstanding: Cents = Field(description="Still to pay, in whole cents.")


class InvoiceOut(InvoiceRow):
    """An invoice with everything it says, and how far its money has come."""

    communication: str | None = Field(description="The structured communication, digits only.")
    contribution: Cents = Field(description="To the common pot; known once it is issued.")
    budget: Cents = Field(description="What comes to the unit; known once it is issued.")
    available: Cents = Field(description="How much of the budget the client's money has made usable.")
    credited: Cents
    credits: uuid.UUID | None = Field(description="The invoice that this credit note takes back.")
    client_reference: str
    order_reference: str
    order: uuid.UUID | None
    project: uuid.UUID | None
    period: Period | None
    delivered_on: dt.date | None
    term_days: int | None
    export_proof: str
    lines: list[LineOut]
    vat_totals: list[VatOut]


class InvoicesOut(Schema):
    """A part of the list: drafts first, then the newest."""

    rows: list[InvoiceRow]
    next: str | None = Field(description="Send it as `after` for the next part; null at the end.")


class Finding(Schema):
    """What the rules of the network say of the document."""

    rule: str
    severity: str = Field(description="A fatal finding would hold it back.")
    location: str
    detail: str


class CheckedOut(Schema):
    """An invoice as it would have left. Nothing of it is kept."""

    may_leave: bool = Field(description="Whether nothing that is known holds it back.")
    is_judged: bool = Field(description="Whether the rules of the network judged it; a claim on funding is not.")
    kind: InvoiceKind
    due_on: dt.date | None
    net: Cents
    vat: Cents
    gross: Cents
    contribution: Cents
    budget: Cents
    vat_totals: list[VatOut]
    findings: list[Finding]


class EventOut(Schema):
    """Something that happened to a document on its way."""

    at: dt.datetime
    kind: EventKind
    code: str
    detail: str


class DeliveryOut(Schema):
    """How a document fares on its way to the client."""

    way: Way
    state: DeliveryState
    problem: str = Field(description="Why it is not there yet, in the language of Accept-Language.")
    queued_at: dt.datetime
    sent_at: dt.datetime | None
    delivered_at: dt.datetime | None
    message_level: str = Field(description="The answer of the receiver's side: AB, AP, RE or nothing yet.")
    business: str = Field(description="The answer of the client: a code of Peppol Invoice Response, or nothing yet.")
    business_reason: str
    events: list[EventOut]


class DeliveriesOut(Schema):
    """The ways that a document went. It is empty for what never was on its way."""

    rows: list[DeliveryOut]


def invoice_row(invoice: Invoice, *, as_of: dt.date) -> InvoiceRow:
    """An invoice in a list, as it is answered."""
    return InvoiceRow(
        id=invoice.pk,
        number=invoice.number,
        kind=InvoiceKind(invoice.kind),
        status=invoice.status(as_of=as_of),
        client=invoice.client_id,
        client_name=invoice.client.name,
        subject=invoice.subject,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        net=invoice.net,
        vat=invoice.vat,
        gross=invoice.gross,
        paid=invoice.paid,
        outstanding=invoice.outstanding,
    )


def invoice_out(invoice: Invoice, *, as_of: dt.date) -> InvoiceOut:
    """One invoice, as it is answered."""
    return InvoiceOut(
        **invoice_row(invoice, as_of=as_of).model_dump(),
        communication=invoice.communication,
        contribution=invoice.contribution,
        budget=invoice.budget,
        available=invoice.available,
        credited=invoice.credited,
        credits=invoice.credits_id,
        client_reference=invoice.client_reference,
        order_reference=invoice.order_reference,
        order=invoice.order_id,
        project=invoice.project_id,
        period=period_of(invoice.period_start, invoice.period_end),
        delivered_on=invoice.delivered_on,
        term_days=invoice.term_days,
        export_proof=invoice.export_proof,
        lines=shown(invoice.lines.order_by("position")),
        vat_totals=_vat(invoice.vat_totals.order_by("-rate", "category")),
    )


def checked_out(checked: Checked) -> CheckedOut:
    """What a look at an invoice says, as it is answered."""
    invoice, verdict = checked.invoice, checked.judgement
    return CheckedOut(
        may_leave=checked.may_leave,
        is_judged=checked.is_judged,
        kind=InvoiceKind(invoice.kind),
        due_on=invoice.due_on,
        net=invoice.net,
        vat=invoice.vat,
        gross=invoice.gross,
        contribution=invoice.contribution,
        budget=invoice.budget,
        vat_totals=_vat(checked.vat_totals),
        findings=[_finding(each) for each in verdict.findings] if verdict else [],
    )


def _finding(found: Mapping[str, Any]) -> Finding:
    return Finding(
        rule=found["rule"],
        severity=found["severity"],
        location=found["location"],
        detail=in_words(found["message"], found["params"]),
    )


def _vat(totals: Iterable[InvoiceVat]) -> list[VatOut]:
    return [
        VatOut(
            category=total.category,
            rate=plain(total.rate),
            grounds=total.grounds,
            reason=total.reason,
            base=total.base,
            vat=total.vat,
        )
        for total in totals
    ]


def delivery_out(delivery: Delivery) -> DeliveryOut:
    """How a document fares, as it is answered."""
    return DeliveryOut(
        way=Way(delivery.way),
        state=DeliveryState(delivery.state),
        problem=in_words(delivery.problem, delivery.problem_params) if delivery.problem else "",
        queued_at=delivery.queued_at,
        sent_at=delivery.sent_at,
        delivered_at=delivery.delivered_at,
        message_level=delivery.message_level,
        business=delivery.business,
        business_reason=delivery.business_reason,
        events=[
            EventOut(at=event.at, kind=EventKind(event.kind), code=event.code, detail=event.text)
            for event in delivery.events.all()
        ],
    )
