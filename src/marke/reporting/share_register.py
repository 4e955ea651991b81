"""The share register of a day as a spreadsheet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from marke.domain.members import queries
from marke.kernel.money import Cents

WIDTHS = (10, 40, 10, 14, 10, 16)


def register_workbook(*, as_of: dt.date) -> bytes:
    """The register at the end of a day, a row per member, with totals, as .xlsx. Names are text, never formulas."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(as_of.isoformat())
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "d/mm/yyyy"})
        money = book.add_format({"num_format": '#,##0.00 "€"'})
        titles = [_("Number"), _("Member"), _("Category"), _("Member since"), _("Shares"), _("Nominal value")]
        sheet.write_row(0, 0, titles, head)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        row = 0
        for row, member in enumerate(queries.register_as_of(as_of=as_of).iterator(), start=1):
            sheet.write_number(row, 0, member.number)
            sheet.write_string(row, 1, str(member))
            sheet.write_string(row, 2, member.category)
            sheet.write_datetime(row, 3, dt.datetime.combine(member.since, dt.time()), day)
            sheet.write_number(row, 4, member.shares)
            sheet.write_number(row, 5, _euro(member.capital), money)
        statement = queries.capital_as_of(as_of=as_of)
        sheet.write_string(row + 1, 1, _("Total"), head)
        sheet.write_number(row + 1, 4, statement.shares, head)
        sheet.write_number(row + 1, 5, _euro(statement.amount), money)
    return buffer.getvalue()


def _euro(cents: Cents) -> Decimal:
    """Cents as the decimal euros that a spreadsheet shows."""
    return Decimal(cents).scaleb(-2)
