"""What a received document says, as names and values."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.einvoicing.models import Incoming
from marke.web.components.formatting import format_day, format_iban, format_money


def facts(document: Incoming) -> list[tuple[str, object]]:
    """A received document in words; one that cannot be read says only when it came."""
    language = get_language() or "en"
    if not document.number:
        return [(_("Received"), format_day(document.received_at.date(), language=language))]
    pairs: list[tuple[str, object]] = [
        (_("Kind"), _("Credit note") if document.is_credit_note else _("Invoice")),
        (_("Number"), document.number),
        (_("Supplier"), f"{document.supplier} · {document.supplier_number}"),
        (_("Date"), format_day(document.issued_on, language=language)),
        (_("Without VAT"), format_money(document.net, language=language)),
        (_("VAT"), format_money(document.vat, language=language)),
        (_("To pay"), format_money(document.gross, language=language)),
    ]
    if document.currency != "EUR":
        pairs.append((_("Currency"), document.currency))
    if document.due_on:
        pairs.append((_("Due on"), format_day(document.due_on, language=language)))
    if document.account:
        pairs.append((_("Account"), format_iban(document.account)))
    if document.reference:
        pairs.append((_("Reference"), document.reference))
    if document.unit:
        pairs.append((_("Production unit"), str(document.unit)))
    if document.reason:
        pairs.append((_("Reason"), document.reason))
    return pairs
