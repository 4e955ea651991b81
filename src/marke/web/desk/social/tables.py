"""The tables of declared pay: periods, and why a file and its payslips differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marke.kernel.money import Cents
from marke.reporting.declared_pay import PaidPeriod, Period
from marke.rules.social.filings import TaxStatement
from marke.web.components.formatting import format_month
from marke.web.components.tables import Column, Table

DIFFERENCES = {
    "rounding": gettext_lazy("Rates on the whole quarter instead of on each payslip"),
    "small": gettext_lazy("Small employer contributions one by one instead of the estimate"),
    "special": gettext_lazy("Special contribution of the quarter beyond the advances, to settle with the workers"),
    "structural": gettext_lazy("Structural reduction, which goes to the common pot"),
}

KINDS = {
    "ordinary": gettext_lazy("Ordinary pay, with premiums and holiday pay of the year"),
    "anticipated": gettext_lazy("Holiday pay at the end of a contract"),
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


def month_table(months: Sequence[PaidPeriod]) -> Table:
    """The months in which wages arrived; each opens the statement of what was kept back."""
    name = Column("name", _("Month"), value=_month_name, link=_month_url)
    return _paid_table(_("Months to the tax office (form 274)"), name, months)


def year_table(years: Sequence[PaidPeriod]) -> Table:
    """The years in which wages arrived; each opens its slips."""
    name = Column("name", _("Year"), link=_year_url)
    return _paid_table(_("Years to the tax office (slips 281.10)"), name, years)


def _paid_table(caption: str, name: Column, rows: Sequence[PaidPeriod]) -> Table:
    return Table(
        caption=caption,
        columns=[
            name,
            Column("people", _("Workers"), kind="number"),
            Column("payslips", _("Payslips"), kind="number"),
            Column("gross", _("Gross pay"), kind="money"),
            Column("tax", _("Kept back in the books"), kind="money"),
        ],
        rows=list(rows),
    )


def kind_table(statement: TaxStatement) -> Table:
    """Taxable pay of a month by kind."""
    return Table(
        caption=_("Taxable pay by kind"),
        columns=[
            Column("kind", _("Kind"), value=lambda row: str(KINDS[row.kind])),
            Column("payslips", _("Payslips"), kind="number"),
            Column("taxable", _("Taxable"), kind="money"),
        ],
        rows=list(statement.rows),
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


def _month_name(period: PaidPeriod) -> str:
    return format_month(period.first, language=get_language() or "en")


def _month_url(period: PaidPeriod) -> str:
    return reverse("desk_social_month", args=[period.first.year, period.first.month])


def _year_url(period: PaidPeriod) -> str:
    return reverse("desk_social_year", args=[period.first.year])
