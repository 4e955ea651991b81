"""Lists for spreadsheets: CSV and XLSX in which no text is ever a formula.

A row is a list of texts, whole numbers, days, or `Euro` for amounts in cents.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse

from marke.kernel.money import Cents

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""With one of these in front, a spreadsheet takes a text for a formula and may run it."""


@dataclass(frozen=True, slots=True)
class Euro:
    """An amount in cents, shown as euro."""

    cents: Cents


Value = str | int | dt.date | Euro | None
Row = Sequence[Value]


def as_csv(rows: Iterable[Row]) -> bytes:
    """Semicolons and decimal commas, as spreadsheets here read them; what could be a formula is kept as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
    return ("\ufeff" + buffer.getvalue()).encode()


def _csv_cell(value: Value) -> str:
    if isinstance(value, Euro):
        sign, cents = ("-" if value.cents < 0 else ""), abs(value.cents)
        return f"{sign}{cents // 100},{cents % 100:02d}"
    if value is None or isinstance(value, int):
        return "" if value is None else str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"'{value}" if value.startswith(FORMULA_SIGNS) else value


def as_xlsx(rows: Iterable[Row], *, name: str) -> bytes:
    """One sheet with a bold first row. Texts are written as texts, so none can be a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name[:31])
        money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "dd/mm/yyyy"})
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, Euro):
                    sheet.write_number(number, column, Decimal(value.cents).scaleb(-2), money)
                elif isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(number, column, value, day)
                elif value:
                    sheet.write_string(number, column, value, bold if number == 0 else None)
    return buffer.getvalue()


def spreadsheet(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """A file to keep: ``kind`` is csv or xlsx."""
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
