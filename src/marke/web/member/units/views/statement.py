"""The budget statement of a unit, month by month with a running balance, and as a file for the year."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from decimal import Decimal

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.units import queries
from marke.domain.units.models import Unit
from marke.kernel.dates import Month
from marke.reporting.unit_statement import UnitStatement, unit_statement
from marke.web.access import unit_page
from marke.web.components.filters import FilterBar
from marke.web.components.formatting import format_month
from marke.web.components.records import Figure
from marke.web.components.shell import NavItem
from marke.web.lists.shelf import keeps_views
from marke.web.member.units.forms import MonthForm
from marke.web.member.units.views.common import crumbs, unit_url
from marke.web.unit_figures import movements_table
from marke.web.unit_words import movement

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

FIRST_YEAR = 1998
"""Nothing in the books is older than the first shared enterprise."""


@unit_page(blockable=False)
@keeps_views
def statement(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """One month of the budget, from its opening to its closing balance."""
    month = _month(request.GET.get("month", ""))
    projects = list(queries.projects_of(unit_id=unit.pk))
    form = MonthForm(request.GET or None, projects=projects)
    chosen = form.cleaned_data.get("project", "") if form.is_bound and form.is_valid() else ""
    found = unit_statement(
        unit_id=unit.pk, start=month.first, end=month.last, project_id=uuid.UUID(chosen) if chosen else None
    )
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "heading": _("Statement of %(month)s") % {"month": format_month(month.first, language=get_language() or "en")},
        "figures": [
            Figure(_("At the beginning"), amount=found.opening),
            Figure(_("In"), amount=found.money_in),
            Figure(_("Out"), amount=found.money_out),
            Figure(_("At the end"), amount=found.closing),
        ],
        "table": movements_table(list(found.movements), caption=_("Movements")) if found.movements else None,
        "bar": FilterBar(form) if projects else None,
        "months": _neighbours(month, chosen),
        "files": [
            NavItem(f"{month.year}.{kind}", unit_url("unit_statement_file", unit, year=month.year, kind=kind))
            for kind in TYPES
        ],
    }
    return render(request, "member/units/statement.html", context)


@unit_page(blockable=False)
def export(request: HttpRequest, *, unit: Unit, year: int, kind: str) -> HttpResponse:
    """The statement of a year as a file for a spreadsheet."""
    if kind not in TYPES or not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    found = unit_statement(unit_id=unit.pk, start=dt.date(year, 1, 1), end=dt.date(year, 12, 31))
    content = _csv(found) if kind == "csv" else _xlsx(found, name=str(unit))
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="statement-{unit.pk}-{year}.{kind}"'
    return response


def _month(text: str) -> Month:
    """The month asked for as 2026-03; this month when nothing readable, or a month ahead, is asked."""
    this = Month.of(timezone.localdate())
    try:
        asked = Month.of(dt.date.fromisoformat(f"{text}-01"))
    except ValueError:
        return this
    return asked if asked.year >= FIRST_YEAR and asked <= this else this


def _neighbours(month: Month, project: str) -> list[NavItem]:
    """The month before and, unless it lies ahead, the month after."""
    keep = f"&project={project}" if project else ""
    around = [month.plus(-1), *([month.next()] if month.next().first <= timezone.localdate() else [])]
    language = get_language() or "en"
    return [NavItem(format_month(near.first, language=language), f"?month={near}{keep}") for near in around]


def _heads() -> list[str]:
    return [_("Date"), _("What"), _("Detail"), _("Received"), _("Expected"), _("Budget after it")]


def _rows(found: UnitStatement) -> list[list[object]]:
    return [
        [line.on, movement(line.kind), line.detail, line.received, line.expected, line.balance]
        for line in found.movements
    ]


def _csv(found: UnitStatement) -> str:
    """Semicolons and decimal commas, as spreadsheets here read them; text that could be a formula is kept as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(_heads())
    for row in _rows(found):
        writer.writerow([_csv_cell(value) for value in row])
    return "\ufeff" + buffer.getvalue()


def _csv_cell(value: object) -> str:
    if isinstance(value, int):
        sign, cents = ("-" if value < 0 else ""), abs(value)
        return f"{sign}{cents // 100},{cents % 100:02d}"
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def _xlsx(found: UnitStatement, *, name: str) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Statement")[:31])
        money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "dd/mm/yyyy"})
        bold = book.add_format({"bold": True})
        sheet.write_string(0, 0, name, bold)
        for column, head in enumerate(_heads()):
            sheet.write_string(2, column, head, bold)
        for number, row in enumerate(_rows(found), 3):
            sheet.write_datetime(number, 0, row[0], day)
            sheet.write_string(number, 1, str(row[1]))
            sheet.write_string(number, 2, str(row[2]))
            for column, cents in enumerate(row[3:], 3):
                sheet.write_number(number, column, Decimal(cents).scaleb(-2), money)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 2, 32)
        sheet.set_column(3, 5, 14)
        sheet.freeze_panes(3, 0)
    return buffer.getvalue()
