"""The tables of a worker's documents of pay."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.wages.models import Payslip
from marke.domain.wages.printing import Vault
from marke.web.components.formatting import format_day, format_month
from marke.web.components.tables import Column, Table


def payslip_table(payslips: Sequence[Payslip]) -> Table:
    """Payslips, newest first; at the end of a fixed-term contract also the data of form C4."""
    return Table(
        caption=_("Payslips"),
        columns=[
            Column(
                "month",
                _("Payslip"),
                value=lambda row: format_month(row.month.month, language=get_language() or "en"),
                link=lambda row: reverse("my_payslip_pdf", args=[row.pk]),
                note=_contract,
            ),
            Column("paid_on", _("Paid on"), kind="date"),
            Column("gross", _("Gross"), kind="money"),
            Column("net", _("Net"), kind="money"),
            Column("leaving", _("Form C4"), value=_leaving, link=_leaving_url),
        ],
        rows=list(payslips),
    )


def year_table(vault: Vault) -> Table:
    """One row for each year, with the documents that exist of it."""
    years = sorted({*vault.worked_in, *vault.paid_in}, reverse=True)
    return Table(
        caption=_("By year"),
        columns=[
            Column("year", _("Year"), value=str),
            _document("account", _("Individual account"), vault.worked_in),
            _document("holidays", _("Holiday certificate"), vault.certified_in),
            _document("tax-slip", _("Tax slip 281.10"), vault.paid_in),
        ],
        rows=years,
    )


def _document(kind: str, label: str, years: Sequence[int]) -> Column:
    """A column that opens the document in the years that have it."""
    return Column(
        kind,
        label,
        value=lambda year: _("PDF") if year in years else None,
        link=lambda year: reverse("my_year_pdf", args=[year, kind]) if year in years else "",
    )


def _contract(payslip: Payslip) -> str:
    """Which of the month's contracts it pays: its days, and what the work was where somebody said so."""
    language = get_language() or "en"
    first, last = max(payslip.contract.starts_on, payslip.month.month), payslip.last_day
    days = format_day(last, language=language)
    if first != last:
        days = f"{format_day(first, language=language)} – {days}"
    return " · ".join(part for part in (days, payslip.contract.description) if part)


def _leaving(payslip: Payslip) -> str | None:
    return _("Data") if _ended(payslip) else None


def _leaving_url(payslip: Payslip) -> str:
    return reverse("my_contract_pdf", args=[payslip.contract_id, "leaving"]) if _ended(payslip) else ""


def _ended(payslip: Payslip) -> bool:
    """The contract ended in this month, and was an ordinary one."""
    ends_on, month = payslip.contract.ends_on, payslip.month.month
    return ends_on is not None and ends_on.replace(day=1) == month and payslip.contract.scheme == "ordinary"
