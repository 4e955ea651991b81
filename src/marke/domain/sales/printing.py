"""The invoice on paper: the same facts as plain, ready-to-print data, in the client's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from marke.countries.protocol import Country, Identifiers
from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice
from marke.kernel.money import Cents
from marke.kernel.ports import PORTS

TEMPLATE = Path(__file__).parent / "documents" / "invoice.typ"
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "en": "en_BE", "de": "de_BE"}
"""The document follows its client's language, with figures as they are written in Belgium."""


def invoice_pdf(*, invoice: Invoice) -> bytes:
    """The issued document as PDF/A, always the same: it is made from what was fixed at issue."""
    return PORTS.typesetter.typeset(template=TEMPLATE, data=printed(invoice=invoice, house=home()))


def printed(*, invoice: Invoice, house: Country) -> dict[str, Any]:
    """Every word and figure that the document shows."""
    locale = LOCALES[invoice.language]
    return {
        "language": invoice.language,
        "kind": invoice.kind,
        "number": invoice.number,
        "date": _day(invoice.issued_on, locale),
        "day": [invoice.issued_on.year, invoice.issued_on.month, invoice.issued_on.day],
        "due": "" if invoice.is_credit_note else _day(invoice.due_on, locale),
        "reference": invoice.client_reference,
        "credits": invoice.credits.number if invoice.credits else "",
        "subject": invoice.subject,
        "unit": {"number": str(invoice.unit_id), "name": invoice.unit.name},
        "seller": _seller(invoice.parties["seller"], house.identifiers),
        "client": _client(invoice.parties["client"], house),
        "lines": [_line(line, locale) for line in invoice.lines.all()],
        "net": _money(invoice.net, locale),
        "vat": [
            {
                "rate": format_percent(total.rate, locale=locale),
                "base": _money(total.base, locale),
                "amount": _money(total.vat, locale),
            }
            for total in invoice.vat_totals.order_by("-rate", "category")
        ],
        "gross": _money(invoice.gross, locale),
        "sentences": _sentences(invoice),
        "communication": _communication(invoice, house.identifiers),
    }


def _line(line: Any, locale: str) -> list[str]:
    return [
        line.description,
        format_decimal(line.quantity.normalize(), locale=locale),
        format_currency(line.unit_price, "EUR", locale=locale),
        format_percent(line.vat_rate, locale=locale),
        _money(line.net, locale),
    ]


def _seller(seller: Mapping[str, str], identifiers: Identifiers) -> dict[str, Any]:
    return {
        "name": seller["name"],
        "account": identifiers.format_iban(seller["iban"]),
        "lines": [
            f"{seller['street']}, {seller['postcode']} {seller['municipality']}",
            f"{seller['vat_number'][:2]} {identifiers.format_enterprise_number(seller['enterprise_number'])}",
            identifiers.format_iban(seller["iban"]),
        ],
    }


def _client(client: Mapping[str, str], house: Country) -> dict[str, Any]:
    at_home = client["country"] == house.code.upper()
    number = client["vat_number"] or client["enterprise_number"]
    if at_home and client["enterprise_number"]:
        formatted = house.identifiers.format_enterprise_number(client["enterprise_number"])
        number = f"{client['vat_number'][:2]} {formatted}".strip()
    place = f"{client['postcode']} {client['municipality']}".strip()
    lines = [client["street"], place, "" if at_home else client["country"], number]
    return {"name": client["name"], "lines": [text for text in lines if text]}


def _sentences(invoice: Invoice) -> list[str]:
    """The sentence in the law for each VAT rate that is not the standard one, as it was fixed at issue."""
    reasons = invoice.vat_totals.exclude(reason="").order_by("-rate", "category").values_list("reason", flat=True)
    return [sentence for reason in reasons for sentence in reason.splitlines()]


def _communication(invoice: Invoice, identifiers: Identifiers) -> str:
    return identifiers.format_structured_communication(invoice.communication) if invoice.communication else ""


def _day(day: dt.date, locale: str) -> str:
    return format_date(day, format="long", locale=locale)


def _money(cents: Cents, locale: str) -> str:
    return format_currency(Decimal(cents).scaleb(-2), "EUR", locale=locale)
