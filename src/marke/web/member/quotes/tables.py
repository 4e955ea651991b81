"""How quotes look in lists: for a unit, and for the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.models import QuoteVersion
from marke.domain.units.models import Unit
from marke.web.components.tables import Badge, Column, Table

TONES = {
    QuoteState.DRAFT: "",
    QuoteState.REVIEW: "waiting",
    QuoteState.SENT: "waiting",
    QuoteState.VIEWED: "waiting",
    QuoteState.ACCEPTED: "good",
    QuoteState.REJECTED: "bad",
    QuoteState.EXPIRED: "",
    QuoteState.WITHDRAWN: "",
    QuoteState.REPLACED: "",
}


def state_badge(version: QuoteVersion, *, today: dt.date) -> Badge:
    """Where a version stands in one word; past its last day it has expired, also before the clockwork says so."""
    state = QuoteState.EXPIRED if version.has_expired(as_of=today) else QuoteState(version.state)
    return Badge(str(state.label), TONES[state])


def quote_table(unit: Unit, versions: Sequence[QuoteVersion], *, today: dt.date) -> Table:
    """The quotes of one unit."""
    return _table(versions, [], today=today, url=lambda row: reverse("quote", args=[unit.pk, row.quote_id]))


def desk_quote_table(versions: Sequence[QuoteVersion], *, today: dt.date, sort: str = "") -> Table:
    """Quotes of all units."""
    unit = Column("unit", _("Unit"), value=lambda row: row.unit_id, note=lambda row: row.quote.unit.name, kind="code")
    return _table(versions, [unit], today=today, sort=sort, url=lambda row: reverse("desk_quote", args=[row.quote_id]))


def _table(
    versions: Sequence[QuoteVersion],
    more: list[Column],
    *,
    today: dt.date,
    url: Callable[[QuoteVersion], str],
    sort: str | None = None,
) -> Table:
    sortable = sort is not None
    return Table(
        caption=_("Quotes"),
        caption_hidden=True,
        columns=[
            Column("number", _("Number"), value=lambda row: row.quote.number or _("Draft"), link=url, kind="code"),
            Column("client", _("Client"), value=lambda row: row.quote.client.name, note=lambda row: row.subject),
            *more,
            Column("version", _("Version"), value=lambda row: row.number, kind="number"),
            Column("sent_at", _("Sent"), kind="date", value=lambda row: row.sent_at, sortable=sortable),
            Column("valid_until", _("Valid until"), kind="date"),
            Column("gross", _("With VAT"), kind="money", sortable=sortable),
            Column("state", _("State"), kind="badge", value=lambda row: state_badge(row, today=today)),
        ],
        rows=versions,
        sort=sort or "",
    )
