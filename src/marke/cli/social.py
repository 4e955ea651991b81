"""Declarations of pay on the command line: what a period says, whether it agrees with the books, and its file."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marke.cli.offices import OUT, REFUSED, at_work, read_month, read_quarter, refuse, tell
from marke.kernel.dates import Month, Quarter

if TYPE_CHECKING:
    from marke.rules.social.filings import Filing

REASON = "declarations of pay"


@click.group()
def social() -> None:
    """Declarations of pay, made from the payslips in the books. Amounts are cents."""


@social.command()
@click.option("--quarter", required=True, type=read_quarter, help="The quarter of the work, as 2026/3.")
@click.option("--settle", is_flag=True, help="Book what the declaration asks beyond the payslips.")
@OUT
def dmfa(quarter: Quarter, out: Path | None, settle: bool) -> None:
    """Declare a quarter to social security; with --out write its file, which reads each worker's national number."""
    with at_work(REASON):
        from django.utils import timezone

        from marke.domain.foundation.transactions import SYSTEM
        from marke.reporting.declared_pay import quarter_of_pay
        from marke.usecases.file_social import file_quarter
        from marke.usecases.settle_quarter import settle_quarter

        if out is not None:
            _write(file_quarter(quarter=quarter, now=timezone.now(), actor=SYSTEM), out)
        if settle:
            settle_quarter(quarter=quarter, on=timezone.localdate(), actor=SYSTEM)
        found = quarter_of_pay(quarter=quarter)
    if found.refusal is not None:
        refuse(found.refusal)
    books = {"in_books": found.in_books, "settled": found.settled, "to_settle": found.to_settle}
    tell({"quarter": str(quarter), **_described(found.filing), **books, "agrees": found.agrees})


@social.command()
@click.option("--month", required=True, type=read_month, help="The month in which wages arrived, as 2026-09.")
def withholding(month: Month) -> None:
    """State what was kept back for the tax office on the wages that arrived in a month."""
    with at_work(REASON):
        from marke.reporting.declared_pay import month_of_tax

        found = month_of_tax(month=month)
    if found is None:
        click.echo("No wage arrived in this month.", err=True)
        sys.exit(REFUSED)
    statement = found.statement
    tell(
        {
            "month": str(month),
            "people": statement.people,
            "payslips": statement.payslips,
            "taxable": {row.kind: row.taxable for row in statement.rows},
            "withheld": statement.withheld,
            "in_books": found.in_books,
            "agrees": found.agrees,
        }
    )


@social.command()
@click.option("--year", required=True, type=click.IntRange(2000, 2999), help="The year in which wages arrived.")
@OUT
def belcotax(year: int, out: Path | None) -> None:
    """Make up the slips 281.10 of a year; with --out write their file, which reads each worker's national number."""
    with at_work(REASON):
        from django.utils import timezone

        from marke.domain.foundation.transactions import SYSTEM
        from marke.reporting.declared_pay import year_of_tax
        from marke.usecases.file_social import file_year

        if out is not None:
            _write(file_year(year=year, now=timezone.now(), actor=SYSTEM), out)
        found = year_of_tax(year=year, today=timezone.localdate())
    if found.refusal is not None:
        refuse(found.refusal)
    tell({"year": year, **_described(found.filing), "in_books": found.in_books, "agrees": found.agrees})


@social.command()
@click.option("--year", required=True, type=click.IntRange(2000, 2999), help="The year of the work.")
def balance(year: int) -> None:
    """The figures of the social balance of a year: workers on average, hours, cost, contracts begun and ended."""
    with at_work(REASON):
        from marke.reporting.declared_pay import work_of_year

        found = work_of_year(year=year)
    if found is None:
        click.echo("Nobody worked for pay in this year.", err=True)
        sys.exit(REFUSED)
    figures = {field.name: getattr(found, field.name) for field in fields(found)}
    click.echo(json.dumps(figures, indent=2, default=str))


def _write(filing: Filing, out: Path) -> None:
    out.write_bytes(filing.content)


def _described(filing: Filing | None) -> dict[str, Any]:
    if filing is None:
        return {"people": 0, "payslips": 0}
    return {
        "people": filing.people,
        "payslips": filing.payslips,
        "gross": filing.gross,
        "on_payslips": filing.on_payslips,
        "differences": dict(filing.differences),
        "declared": filing.declared,
    }
