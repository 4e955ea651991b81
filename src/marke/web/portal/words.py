"""Documents in the words of the client who reads them: what they are, what is asked, and what is done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.models import Invoice
from marke.kernel.money import Cents
from marke.web.components.formatting import format_day
from marke.web.components.tables import Badge


@dataclass(frozen=True, slots=True)
class Paper:
    """One document in a list; ``amount`` in cents."""

    url: str
    title: str
    subject: str
    amount: Cents
    badge: Badge


def quote_paper(version: QuoteVersion, *, today: dt.date) -> Paper:
    """A quote in a list, in the version that counts."""
    return Paper(
        url=reverse("portal_quote", args=[version.quote_id]),
        title=_("Quote %(number)s") % {"number": version.quote.number},
        subject=version.subject,
        amount=version.gross,
        badge=quote_badge(version, today=today),
    )


def invoice_paper(invoice: Invoice, *, today: dt.date) -> Paper:
    """An invoice in a list, with what is still to pay of it."""
    return Paper(
        url=reverse("portal_invoice", args=[invoice.pk]),
        title=title_of(invoice),
        subject=invoice.subject,
        amount=invoice.outstanding or invoice.gross,
        badge=invoice_badge(invoice, today=today),
    )


def title_of(invoice: Invoice) -> str:
    """What a document is, with its number."""
    words = {
        InvoiceKind.INVOICE: _("Invoice %(number)s"),
        InvoiceKind.CREDIT_NOTE: _("Credit note %(number)s"),
        InvoiceKind.FUNDING: _("Claim on funding %(number)s"),
    }
    return words[InvoiceKind(invoice.kind)] % {"number": invoice.number}


def invoice_badge(invoice: Invoice, *, today: dt.date) -> Badge:
    """Where an invoice stands for whoever has to pay it."""
    if invoice.is_credit_note:
        return Badge(_("Credited to you"), "good")
    if invoice.outstanding:
        late = invoice.due_on < today
        day = format_day(invoice.due_on, language=get_language() or "en")
        return Badge((_("Was to be paid by %(day)s") if late else _("To pay by %(day)s")) % {"day": day}, "waiting")
    return Badge(_("Credited")) if invoice.credited else Badge(_("Paid"), "good")


def quote_badge(version: QuoteVersion, *, today: dt.date) -> Badge:
    """Where a quote stands for whoever has to answer it."""
    if version.has_expired(as_of=today):
        return Badge(_("Expired"))
    if version.is_open:
        day = format_day(version.valid_until, language=get_language() or "en")
        return Badge(_("Valid until %(day)s") % {"day": day}, "waiting")
    words = {
        QuoteState.ACCEPTED: Badge(_("Accepted"), "good"),
        QuoteState.REJECTED: Badge(_("Declined")),
        QuoteState.WITHDRAWN: Badge(_("Withdrawn")),
        QuoteState.REPLACED: Badge(_("Replaced")),
    }
    return words[QuoteState(version.state)]
