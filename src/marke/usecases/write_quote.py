"""Keep what a member writes of a quote, with what it amounts to as far as that can be computed already."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.parameters.queries import cooperative
from marke.domain.quotes.content import QuoteInput
from marke.domain.quotes.models import QuoteVersion
from marke.domain.quotes.operations.writing import save_draft
from marke.domain.sales.home import home
from marke.domain.sales.models import Client
from marke.domain.sales.operations.invoices import client_of
from marke.domain.sales.pricing import Priced, price
from marke.kernel.refusal import Refusal
from marke.rules.orders import check_schedule
from marke.rules.vat import NetLine
from marke.usecases.issue_invoice import terms_on


def keep_quote(
    *, quote: QuoteInput, today: dt.date, actor: uuid.UUID, version_id: uuid.UUID | None = None
) -> QuoteVersion:
    """Keep a draft, new or in place of ``version_id``; it need not be ready to be sent. Raises as `save_draft`."""
    client = client_of(quote.unit_id, quote.client_id)
    try:
        priced = price_quote(quote=quote, client=client, today=today)
    except Refusal:
        priced = None
    return save_draft(quote=quote, priced=priced, actor=actor, version_id=version_id)


def price_quote(*, quote: QuoteInput, client: Client, today: dt.date) -> Priced:
    """What a quote amounts to, priced as its invoices will be: one core for both.

    Raises `Refusal` as `price`, and when its deposit or parts cannot be invoiced.
    """
    priced = price(
        lines=quote.lines,
        client=client,
        on=quote.vat_day(today=today),
        law=home().vat_law(),
        contribution_rate=terms_on(today, house=cooperative()).contribution_rate,
    )
    start = quote.period[0] if quote.period else today
    lines = [NetLine(line.net, treatment) for line, treatment in priced.lines]
    check_schedule(lines, quote.invoicing.schedule(start=start))
    return priced
