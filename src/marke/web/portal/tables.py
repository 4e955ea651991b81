"""The statement as a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.portal.statement import Movement
from marke.web.components.tables import Column, Table


def statement_table(movements: Sequence[Movement]) -> Table:
    """Movements in the order given."""
    return Table(
        caption=_("Statement"),
        caption_hidden=True,
        columns=[
            Column("document", _("Document"), value=lambda row: str(row.document), link=_page),
            Column("kind", _("What"), value=words_of),
            Column("on", _("Date"), kind="date"),
            Column("amount", _("Amount"), kind="money"),
            Column("open", _("Open"), kind="money"),
        ],
        rows=movements,
    )


def words_of(movement: Movement) -> str:
    """What a line of the statement is."""
    named = {"payment": _("Payment"), "refund": _("Payment given back")}
    return named.get(movement.kind) or str(movement.document.get_kind_display())


def _page(movement: Movement) -> str:
    return reverse("portal_invoice", args=[movement.document.pk])
