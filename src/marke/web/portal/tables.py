"""The statement as a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.portal.statement import Movement
from marke.web.components.tables import Column, Table
from marke.web.portal.words import title_of


def statement_table(movements: Sequence[Movement]) -> Table:
    """Movements in the order given."""
    return Table(
        caption=_("Statement"),
        caption_hidden=True,
        columns=[
            Column("what", _("What"), value=words_of, link=_page),
            Column("on", _("Date"), kind="date"),
            Column("amount", _("Amount"), kind="money"),
            Column("open", _("Still open"), kind="money"),
        ],
        rows=movements,
    )


def words_of(movement: Movement) -> str:
    """What a line of the statement is: a document, or money for one."""
    title = title_of(movement.document)
    if movement.kind == "payment":
        return _("Payment: %(document)s") % {"document": title}
    return _("Given back: %(document)s") % {"document": title} if movement.kind == "refund" else title


def _page(movement: Movement) -> str:
    return reverse("portal_invoice", args=[movement.document.pk])
