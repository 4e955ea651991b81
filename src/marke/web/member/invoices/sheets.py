"""The live document: what the invoice will look like on paper, beside the form and on its own page.

It shows what the paper shows, in the client's language: both come from `marke.domain.sales.printing`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.home import home
from marke.domain.sales.models import Client, Invoice
from marke.domain.sales.operations.invoices import InvoiceInput, Terms, fill, lines_of, prepare, printed_client
from marke.domain.sales.pricing import Priced
from marke.domain.sales.printing import printed, printed_parts
from marke.domain.units.models import Unit

NOBODY = uuid.UUID(int=0)
"""Who writes a document that is only looked at."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper on screen. ``has_totals`` is false while the lines cannot be added up yet."""

    paper: dict[str, Any]
    has_totals: bool = True

    @property
    def title(self) -> str:
        """«Factuur», «Note de crédit»."""
        return str(self.paper["words"][self.paper["kind"]])

    @property
    def total_word(self) -> str:
        """What the sum means to the client: to pay, or in their favour."""
        return str(self.paper["words"]["credit_total" if self.paper["kind"] == InvoiceKind.CREDIT_NOTE else "total"])

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Days and references, as far as they are known."""
        names = ("date", "due", "credits", "period", "delivered", "reference", "order")
        named = [(self.paper["words"][name], self.paper[name]) for name in names]
        named.append((self.paper["words"]["export"], self.paper["export_proof"]))
        return [(label, value) for label, value in named if value]

    def html(self) -> SafeString:
        return render_to_string("member/invoices/sheet.html", {"sheet": self, "paper": self.paper, "qr": self._qr()})

    def _qr(self) -> SafeString:
        """The code to scan."""
        return mark_safe(self.paper["qr"])  # nosec B308, B703 - drawn by segno, which escapes what it is given


def sheet_of(invoice: Invoice) -> Sheet:
    """The document as it was sent."""
    return Sheet(printed(invoice=invoice, house=home()))


def sheet_of_draft(
    *, given: InvoiceInput, unit: Unit, client: Client | None, priced: Priced | None, terms: Terms
) -> Sheet:
    """The document as it would be sent today, as far as it is filled in."""
    if client and priced:
        made = prepare(given=given, client=client, unit_name=unit.name, priced=priced, terms=terms, actor=NOBODY)
        paper = printed_parts(invoice=made.invoice, lines=made.lines, vat=made.vat_totals, house=home())
        return Sheet(paper)
    return Sheet(_unpriced(given, unit, client, terms), has_totals=False)


def _unpriced(given: InvoiceInput, unit: Unit, client: Client | None, terms: Terms) -> dict[str, Any]:
    """What there is before the lines can be added up, or before it is known for whom."""
    invoice = Invoice(issued_on=terms.on)
    fill(invoice, given, client or Client(language=get_language() or "en"))
    invoice.due_on = terms.due_on(given)
    invoice.parties = {"seller": terms.seller, "unit": {"name": unit.name}}
    invoice.parties["client"] = printed_client(client) if client else {}
    return printed_parts(invoice=invoice, lines=lines_of(invoice, given.lines), vat=[], house=home())
