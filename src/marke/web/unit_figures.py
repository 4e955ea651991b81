"""Figures of units drawn for the portal and the desk: the year as a chart, movements as a table."""

from __future__ import annotations

import datetime as dt

from django.utils.dates import MONTHS_3
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.units.models import Unit
from marke.kernel.money import Cents
from marke.reporting.unit_figures import MonthFlow
from marke.reporting.unit_statement import Movement, unit_statement
from marke.web.components.charts import Chart, Mark, columns
from marke.web.components.formatting import format_compact_money
from marke.web.components.tables import Column, Table
from marke.web.unit_words import movement

LATEST = 6


def year_chart(months: list[MonthFlow]) -> Chart:
    """Twelve months of a budget: what came in less what went out, with the sums in the finding."""
    language = get_language() or "en"

    def write(cents: Cents | object) -> str:
        return format_compact_money(int(cents), language=language)  # type: ignore[call-overload]

    came, went = sum(month.money_in for month in months), sum(month.money_out for month in months)
    return columns(
        finding=_("In twelve months %(money_in)s came in and %(money_out)s went out.")
        % {"money_in": write(came), "money_out": write(went)},
        marks=[Mark(str(MONTHS_3[flow.month.number]), flow.money_in - flow.money_out) for flow in months],
        write=write,
        heads=(_("Month"), _("In less out")),
        basis=_("What came into the budget less what went out, by month."),
    )


def latest_movements(unit: Unit, today: dt.date) -> Table | None:
    """The last movements of the quarter, newest first."""
    statement = unit_statement(unit_id=unit.pk, start=today - dt.timedelta(days=92), end=today)
    rows = list(reversed(statement.movements))[:LATEST]
    return movements_table(rows, caption=_("Latest movements")) if rows else None


def movements_table(rows: list[Movement], *, caption: str) -> Table:
    """Movements of a budget with the balance after each."""
    return Table(
        caption=caption,
        columns=[
            Column("kind", _("What"), value=lambda row: movement(row.kind), note=lambda row: row.detail),
            Column("on", _("Date"), kind="date"),
            Column("amount", _("In or out"), kind="money", value=lambda row: row.amount or None),
            Column("received", _("Of it received"), kind="money", value=lambda row: row.received or None),
            Column("balance", _("Budget after it"), kind="money"),
        ],
        rows=rows,
    )
