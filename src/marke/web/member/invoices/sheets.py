"""The live document: what the invoice will look like on paper, beside the form and on its own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from marke.domain.sales.models import Client, Invoice, InvoiceLine
from marke.domain.sales.operations.invoices import Terms, printed_client
from marke.domain.sales.pricing import LineInput, Priced
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class SheetLine:
    description: str
    quantity: Decimal
    unit_price: Cents
    vat_rate: Decimal
    net: Cents


@dataclass(frozen=True, slots=True)
class SheetVat:
    rate: Decimal
    base: Cents
    vat: Cents


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the sheet shows; amounts in cents, None while they cannot be computed yet."""

    title: str
    number: str
    on: dt.date | None
    due_on: dt.date | None
    seller: dict[str, str]
    client: dict[str, str]
    subject: str
    lines: Sequence[SheetLine]
    vat: Sequence[SheetVat]
    net: Cents | None
    gross: Cents | None
    sentences: Sequence[str]
    communication: str

    def html(self) -> SafeString:
        return render_to_string("member/invoices/sheet.html", {"sheet": self})


def sheet_of_draft(
    *,
    title: str,
    subject: str,
    lines: Sequence[LineInput],
    priced: Priced | None,
    client: Client | None,
    terms: Terms,
) -> Sheet:
    """The document as it would be sent today, as far as it is filled in."""
    language = client.language if client else "en"
    totals = priced.totals if priced else None
    return Sheet(
        title=title,
        number=_("given when sent"),
        on=terms.on,
        due_on=terms.on + dt.timedelta(days=terms.term_days),
        seller=terms.seller,
        client=printed_client(client) if client else {},
        subject=subject,
        lines=[_line(line) for line in lines],
        vat=[SheetVat(t.rate, t.base, t.vat) for t in totals.breakdown] if totals else [],
        net=totals.net if totals else None,
        gross=totals.gross if totals else None,
        sentences=[each for total in (totals.breakdown if totals else ()) for each in total.sentences(language)],
        communication="",
    )


def sheet_of(invoice: Invoice) -> Sheet:
    """The document as it was sent."""
    vat_totals = list(invoice.vat_totals.order_by("-rate", "category"))
    return Sheet(
        title=str(invoice.get_kind_display()),
        number=str(invoice),
        on=invoice.issued_on,
        due_on=None if invoice.is_credit_note else invoice.due_on,
        seller=invoice.parties["seller"],
        client=invoice.parties["client"],
        subject=invoice.subject,
        lines=[_line(line) for line in invoice.lines.all()],
        vat=[SheetVat(total.rate, total.base, total.vat) for total in vat_totals],
        net=invoice.net,
        gross=invoice.gross,
        sentences=[sentence for total in vat_totals for sentence in total.reason.splitlines()],
        communication=invoice.communication or "",
    )


def _line(line: LineInput | InvoiceLine) -> SheetLine:
    return SheetLine(line.description, line.quantity, int(line.unit_price * 100), line.vat_rate, line.net)
