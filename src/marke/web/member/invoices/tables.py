"""How invoices look in lists: for a unit, and for the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.sales.enums import InvoiceStatus
from marke.domain.sales.models import Invoice
from marke.domain.units.models import Unit
from marke.web.components.tables import Badge, Column, Table

TONES = {
    InvoiceStatus.DRAFT: "",
    InvoiceStatus.ISSUED: "waiting",
    InvoiceStatus.DUE: "waiting",
    InvoiceStatus.PARTLY_PAID: "waiting",
    InvoiceStatus.OVERDUE: "bad",
    InvoiceStatus.PAID: "good",
    InvoiceStatus.CREDITED: "",
}


def status_badge(invoice: Invoice, *, today: dt.date) -> Badge:
    """The status of an invoice in one word; a credit note says that it is one."""
    if invoice.is_credit_note:
        return Badge(str(invoice.get_kind_display()))
    status = invoice.status(as_of=today)
    return Badge(str(status.label), TONES[status])


def invoice_table(unit: Unit, invoices: Sequence[Invoice], *, today: dt.date, pick: bool = False) -> Table:
    """The invoices of one unit."""
    return _table(invoices, [], today=today, url=lambda row: reverse("invoice", args=[unit.pk, row.pk]), pick=pick)


def desk_invoice_table(invoices: Sequence[Invoice], *, today: dt.date, sort: str, pick: bool = False) -> Table:
    """Invoices of all units, sortable."""
    unit = Column("unit", _("Unit"), value=lambda row: row.unit_id, note=lambda row: row.unit.name, kind="code")
    return _table(invoices, [unit], today=today, sort=sort, url=_desk_url, pick=pick)


def _desk_url(invoice: Invoice) -> str:
    return reverse("desk_invoice", args=[invoice.pk])


def _table(
    invoices: Sequence[Invoice],
    more: list[Column],
    *,
    today: dt.date,
    url: Callable[[Invoice], str],
    sort: str | None = None,
    pick: bool,
) -> Table:
    sortable = sort is not None
    return Table(
        caption=_("Invoices"),
        caption_hidden=True,
        columns=[
            Column("number", _("Number"), value=lambda row: row.number or _("Draft"), link=url, kind="code"),
            Column("client", _("Client"), value=lambda row: row.client.name, note=lambda row: row.subject),
            *more,
            Column("issued_on", _("Date"), kind="date", sortable=sortable),
            Column("due_on", _("Due on"), kind="date", value=_due, sortable=sortable),
            Column("gross", _("To pay"), kind="money", value=_signed, sortable=sortable),
            Column("outstanding", _("Open"), kind="money", value=lambda row: row.outstanding or None),
            Column("status", _("State"), kind="badge", value=lambda row: status_badge(row, today=today)),
        ],
        rows=invoices,
        sort=sort or "",
        pick=(lambda row: str(row.pk)) if pick else None,
        pick_amount=_signed,
    )


def _due(invoice: Invoice) -> dt.date | None:
    return None if invoice.is_credit_note else invoice.due_on


def _signed(invoice: Invoice) -> int:
    return -invoice.gross if invoice.is_credit_note else invoice.gross
