"""The invoice on paper: the same facts as plain, ready-to-print data, in the client's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date, format_interval
from babel.numbers import format_currency, format_decimal, format_percent

from marke.countries.protocol import Country, Identifiers
from marke.domain.sales.enums import InvoiceKind, Measure
from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice, InvoiceLine, InvoiceVat
from marke.domain.sales.payment_code import printed_qr_svg
from marke.domain.sales.structured import structured_xml
from marke.kernel.money import Cents
from marke.kernel.ports import PORTS, EmbeddedFile
from marke.rules.vat import Category

DOCUMENTS = Path(__file__).parent / "documents"
TEMPLATE = DOCUMENTS / "invoice.typ"
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "en": "en_BE", "de": "de_BE"}
"""The document follows its client's language, with figures as they are written in Belgium."""


def invoice_pdf(*, invoice: Invoice) -> bytes:
    """The issued document as PDF/A, always the same: it is made from what was fixed at issue.

    An invoice or credit note carries its structured form inside (PDF/A-3); a claim on funding has none.
    """
    return _typeset(invoice, with_xml=_has_structured_form(invoice))


def paper_copy(*, invoice: Invoice) -> bytes:
    """The document alone, to travel inside its structured form."""
    return _typeset(invoice, with_xml=False)


def _typeset(invoice: Invoice, *, with_xml: bool) -> bytes:
    attachments = [_xml(invoice)] if with_xml else []
    data = printed(invoice=invoice, house=home())
    return PORTS.typesetter.typeset(template=TEMPLATE, data=data, attachments=attachments)


def _has_structured_form(invoice: Invoice) -> bool:
    return (invoice.credits or invoice).kind != InvoiceKind.FUNDING


def _xml(invoice: Invoice) -> EmbeddedFile:
    name = f"{invoice.number.replace('/', '-')}.xml"
    return EmbeddedFile(name, structured_xml(invoice).decode(), "application/xml", "EN 16931")


def printed(*, invoice: Invoice, house: Country) -> dict[str, Any]:
    """Every word and figure that an issued document shows."""
    return printed_parts(
        invoice=invoice, lines=list(invoice.lines.all()), vat=list(invoice.vat_totals.all()), house=house
    )


def printed_parts(
    *, invoice: Invoice, lines: Sequence[InvoiceLine], vat: Sequence[InvoiceVat], house: Country
) -> dict[str, Any]:
    """The same from rows in memory: a document that is still being written has no number, and perhaps no client yet."""
    locale, words = LOCALES[invoice.language], words_in(invoice.language)
    vat = sorted(vat, key=lambda total: (-total.rate, total.category))
    marks, client = _marks(vat), invoice.parties["client"]
    return {
        "language": invoice.language,
        "words": words,
        "kind": invoice.kind,
        "number": invoice.number or "",
        "date": day(invoice.issued_on, locale),
        "day": [invoice.issued_on.year, invoice.issued_on.month, invoice.issued_on.day],
        "due": "" if invoice.is_credit_note else day(invoice.due_on, locale),
        "period": period(invoice.period_start, invoice.period_end, locale),
        "delivered": day(invoice.delivered_on, locale) if invoice.delivered_on else "",
        "reference": invoice.client_reference,
        "order": invoice.order_reference,
        "export_proof": invoice.export_proof,
        "credits": invoice.credits.number if invoice.credits else "",
        "subject": invoice.subject,
        "unit": {"number": str(invoice.unit_id), "name": invoice.parties["unit"]["name"]},
        "seller": printed_seller(invoice.parties["seller"], house.identifiers),
        "client": printed_buyer(client, house, invoice.language) if client else {},
        "lines": [_line(line, locale, marks) for line in lines],
        "net": money(invoice.net, locale),
        "vat": [_vat(total, words["categories"], locale) for total in vat],
        "gross": money(invoice.gross, locale),
        "sentences": _sentences(vat, marks),
        "communication": _communication(invoice, house.identifiers),
        "qr": printed_qr_svg(invoice),
    }


@cache
def words_in(language: str) -> Mapping[str, Any]:
    """The words on documents for clients. Whoever prints another document finds them here too."""
    words: Mapping[str, Mapping[str, Any]] = yaml.safe_load((DOCUMENTS / "words.yaml").read_text(encoding="utf-8"))
    return words[language]


def quantity(amount: Decimal, measure: str, locale: str) -> str:
    """«2,5 uur»; a piece is a bare number."""
    number, reader = format_decimal(amount.normalize(), locale=locale), Locale.parse(locale)
    if measure == Measure.PIECE:
        return number
    one, other = words_in(reader.language)["measures"][measure]
    return f"{number} {one if reader.plural_form(abs(amount).normalize()) == 'one' else other}"


def money(cents: Cents, locale: str) -> str:
    """An amount as the client reads it."""
    return format_currency(Decimal(cents).scaleb(-2), "EUR", locale=locale)


def day(day: dt.date, locale: str) -> str:
    """A day as the client reads it."""
    return format_date(day, format="long", locale=locale)


def period(start: dt.date | None, end: dt.date | None, locale: str) -> str:
    """«1–30 sep. 2026»; empty without a period."""
    return format_interval(start, end, skeleton="yMMMd", locale=locale) if start and end else ""


def printed_seller(seller: Mapping[str, str], identifiers: Identifiers) -> dict[str, Any]:
    """The seller as it stands at the head and the foot of the paper."""
    account = identifiers.format_iban(seller["iban"])
    return {
        "brand": seller["brand"],
        "name": seller["name"],
        "account": account,
        "lines": [
            f"{seller['street']}, {seller['postcode']} {seller['municipality']}",
            f"{seller['vat_number'][:2]} {identifiers.format_enterprise_number(seller['enterprise_number'])}",
            account,
        ],
    }


def printed_buyer(client: Mapping[str, str], house: Country, language: str) -> dict[str, Any]:
    """The client as addressed: a foreign country in the client's own language, the number as it is known."""
    at_home = client["country"] == house.code.upper()
    number = client["vat_number"] or client["enterprise_number"]
    if at_home and client["enterprise_number"]:
        formatted = house.identifiers.format_enterprise_number(client["enterprise_number"])
        number = f"{client['vat_number'][:2]} {formatted}".strip()
    place = f"{client['postcode']} {client['municipality']}".strip()
    country = "" if at_home else Locale(language).territories[client["country"]]
    return {"name": client["name"], "lines": [text for text in (client["street"], place, country, number) if text]}


def _line(line: InvoiceLine, locale: str, marks: Mapping[str, str]) -> dict[str, Any]:
    return {
        "what": line.description,
        "quantity": quantity(line.quantity, line.measure, locale),
        "price": format_currency(line.unit_price, "EUR", locale=locale, decimal_quantization=_has_cents(line)),
        "vat": f"{format_percent(line.vat_rate, locale=locale)}{marks.get(line.vat_ground, '')}",
        "amount": money(line.net, locale),
        "deducts": line.net < 0,
    }


def _has_cents(line: InvoiceLine) -> bool:
    """Whether the price is in whole cents; a price such as 0,0125 keeps its decimals."""
    return bool(line.unit_price == round(line.unit_price, 2))


def _vat(total: InvoiceVat, categories: Mapping[str, str], locale: str) -> dict[str, str]:
    return {
        "rate": format_percent(total.rate, locale=locale),
        "category": "" if total.category == Category.TAXED.value else categories[total.category],
        "base": money(total.base, locale),
        "amount": money(total.vat, locale),
    }


MARKS = "¹²³⁴⁵⁶⁷⁸⁹"


def _marks(vat: Sequence[InvoiceVat]) -> dict[str, str]:
    """A small figure per ground, when there are several: it leads from a line to its legal text."""
    grounds = [ground for total in vat for ground in total.grounds]
    return dict(zip(grounds, MARKS, strict=False)) if len(grounds) > 1 else {}


def _sentences(vat: Sequence[InvoiceVat], marks: Mapping[str, str]) -> list[dict[str, str]]:
    """The legal text of each ground as it was fixed at issue, with its mark."""
    texts = [pair for total in vat for pair in zip(total.grounds, total.reason.splitlines(), strict=True)]
    return [{"mark": marks.get(ground, ""), "text": text} for ground, text in texts]


def _communication(invoice: Invoice, identifiers: Identifiers) -> str:
    return identifiers.format_structured_communication(invoice.communication) if invoice.communication else ""
