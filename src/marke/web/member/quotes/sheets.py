"""The live document: what the quote will look like on paper, beside the form and on its own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marke.domain.parameters.queries import choice, cooperative
from marke.domain.quotes.content import Invoicing, QuoteInput, input_of, line_of
from marke.domain.quotes.enums import Plan
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.enums import Measure
from marke.domain.sales.models import Client
from marke.domain.sales.operations.invoices import Terms, printed_client
from marke.domain.sales.pricing import LineInput, Priced
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import terms_on
from marke.usecases.write_quote import price_quote


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line; ``measure`` is in words, and empty for pieces."""

    description: str
    quantity: Decimal
    measure: str
    vat_rate: Decimal
    net: Cents


@dataclass(frozen=True, slots=True)
class SheetVat:
    """The VAT of one rate, in cents."""

    rate: Decimal
    base: Cents
    vat: Cents


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the sheet shows; amounts in cents, None while they cannot be computed yet."""

    number: str
    version: int
    on: dt.date
    valid_until: dt.date
    seller: dict[str, str]
    client: dict[str, str]
    subject: str
    period: tuple[dt.date, dt.date] | None
    lines: Sequence[SheetLine]
    vat: Sequence[SheetVat]
    net: Cents | None
    gross: Cents | None
    sentences: Sequence[str]
    invoicing: str
    term_days: int
    terms: str

    def html(self) -> SafeString:
        return render_to_string("member/quotes/sheet.html", {"sheet": self})


@dataclass(frozen=True, slots=True)
class Standing:
    """Which document a draft will be: its number if it has one, its version, and how long it is valid by default."""

    number: str
    version: int
    validity_days: int


def sheet_of_draft(
    *, quote: QuoteInput, priced: Priced | None, client: Client | None, terms: Terms, standing: Standing
) -> Sheet:
    """The quote as it would be sent today, as far as it is filled in."""
    language = client.language if client else "en"
    totals = priced.totals if priced else None
    breakdown = totals.breakdown if totals else ()
    return Sheet(
        number=standing.number or _("given when sent"),
        version=standing.version,
        on=terms.on,
        valid_until=quote.valid_until or terms.on + dt.timedelta(days=standing.validity_days),
        seller=terms.seller,
        client=printed_client(client) if client else {},
        subject=quote.subject,
        period=quote.period,
        lines=[_line(line) for line in quote.lines],
        vat=[SheetVat(total.rate, total.base, total.vat) for total in breakdown],
        net=totals.net if totals else None,
        gross=totals.gross if totals else None,
        sentences=[text for total in breakdown for text in total.sentences(language)],
        invoicing=invoicing_in_words(quote.invoicing),
        term_days=terms.term_days if quote.term_days is None else quote.term_days,
        terms=quote.terms,
    )


def sheet_of(version: QuoteVersion) -> Sheet:
    """The quote as it was sent."""
    period = (version.period_start, version.period_end) if version.period_start and version.period_end else None
    return Sheet(
        number=str(version.quote),
        version=version.number,
        on=version.sent_at.date(),
        valid_until=version.valid_until,
        seller=version.parties["seller"],
        client=version.parties["client"],
        subject=version.subject,
        period=period,
        lines=[_line(line_of(line)) for line in version.lines.all()],
        vat=[SheetVat(Decimal(total["rate"]), total["base"], total["vat"]) for total in version.vat_totals],
        net=version.net,
        gross=version.gross,
        sentences=[text for total in version.vat_totals for text in total["sentences"]],
        invoicing=invoicing_in_words(Invoicing.of(version)),
        term_days=version.term_days,
        terms=version.terms,
    )


def sheet_of_unsent(version: QuoteVersion, *, today: dt.date) -> Sheet:
    """A draft as it stands: the page of a quote shows it before anybody outside has seen it."""
    quote, client = input_of(version), version.quote.client
    try:
        priced = price_quote(quote=quote, client=client, today=today)
    except Refusal:
        priced = None
    standing = Standing(
        number=version.quote.number or "",
        version=version.number,
        validity_days=int(choice("quote.validity_days", as_of=today)),
    )
    terms = terms_on(today, house=cooperative())
    return sheet_of_draft(quote=quote, priced=priced, client=client, terms=terms, standing=standing)


def invoicing_in_words(invoicing: Invoicing) -> str:
    """How the work is invoiced, in one sentence."""
    if invoicing.plan == Plan.DEPOSIT:
        return _("%(percent)s%% is invoiced at signature, the rest at the end.") % {
            "percent": invoicing.deposit_percent
        }
    if invoicing.plan == Plan.INSTALMENTS:
        parts = invoicing.instalments
        sentence = ngettext(
            "It is invoiced in %(parts)s part.", "It is invoiced in %(parts)s equal parts, one a month.", parts
        )
        return sentence % {"parts": parts}
    return _("It is invoiced at the end.")


def _line(line: LineInput) -> SheetLine:
    measure = "" if line.measure == Measure.PIECE else str(Measure(line.measure).label)
    return SheetLine(line.description, line.quantity, measure, line.vat_rate, line.net)
