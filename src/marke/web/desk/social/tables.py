"""The tables of declared pay: periods, and why a file and its payslips differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.kernel.money import Cents
from marke.reporting.declared_pay import Period
from marke.web.components.tables import Column, Table

DIFFERENCES = {
    "rounding": gettext_lazy("Rates on the whole quarter instead of on each payslip"),
    "small": gettext_lazy("Small employer contributions one by one instead of the estimate"),
    "special": gettext_lazy("Special contribution of the quarter beyond the advances"),
    "structural": gettext_lazy("Structural reduction, which goes to the common pot"),
}


def quarter_table(quarters: Sequence[Period]) -> Table:
    """The quarters in which somebody worked for pay; each opens its declaration."""
    return Table(
        caption=_("Quarters to social security (DmfA)"),
        columns=[
            Column("name", _("Quarter"), link=_quarter_url),
            Column("people", _("Workers"), kind="number"),
            Column("payslips", _("Payslips"), kind="number"),
            Column("gross", _("Gross pay"), kind="money"),
            Column("social", _("Owed in the books"), kind="money"),
        ],
        rows=list(quarters),
    )


def difference_table(differences: Mapping[str, Cents]) -> Table:
    """Each named difference between payslips and declaration."""
    return Table(
        caption=_("Why the declaration differs from the payslips"),
        columns=[
            Column("why", _("Difference"), value=lambda row: str(DIFFERENCES[row[0]])),
            Column("amount", _("Amount"), kind="money", value=lambda row: row[1]),
        ],
        rows=list(differences.items()),
    )


def _quarter_url(period: Period) -> str:
    return reverse("desk_social_quarter", args=[period.first.year, (period.first.month + 2) // 3])
