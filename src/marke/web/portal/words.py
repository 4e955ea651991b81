"""Documents in the words of the client who reads them: what is asked of them, and what is done."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.models import Invoice
from marke.web.components.formatting import format_day
from marke.web.components.tables import Badge


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
