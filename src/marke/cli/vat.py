"""VAT on the command line: the return of a period beside the books, the lists of clients, and their files."""

from __future__ import annotations

from pathlib import Path

import click

from marke.cli.offices import OUT, at_work, read_month, tell
from marke.kernel.dates import Month

REASON = "VAT"


@click.group()
def vat() -> None:
    """VAT returns and lists, made from the documents in the books. Amounts are cents."""


@vat.command("return")
@click.option("--month", required=True, type=read_month, help="The month, as 2026-09.")
@click.option("--european", type=click.Path(path_type=Path, dir_okay=False), help="Write the list of EU clients here.")
@OUT
def periodic(month: Month, european: Path | None, out: Path | None) -> None:
    """Print the boxes of a month; exit with status 1 when documents and books differ, and then write no file."""
    with at_work(REASON):
        from marke.reporting.vat_return import declarant, filings, period_of_vat

        found, law = period_of_vat(period=month), filings()
        given = {"declarant": declarant(), "reference": f"{month.year}M{month.number:02d}"}
        if out is not None and found.agrees:
            out.write_bytes(law.periodic_file(found.found, **given))
        if european is not None and found.agrees and found.european:
            european.write_bytes(law.european_file(found.european, period=month, **given))
        titles = law.box_titles("en")
    boxes = {box: {"amount": amount, "what": titles.get(box, "")} for box, amount in found.found.grids.items()}
    tell(
        {
            "month": str(month),
            "boxes": boxes,
            "due": found.found.due,
            "deductible": found.found.deductible,
            "due_in_books": found.due_in_books,
            "deductible_in_books": found.deductible_in_books,
            "european_clients": len(found.european),
            "agrees": found.agrees,
        }
    )


@vat.command()
@click.option("--year", required=True, type=int, help="The year, as 2026.")
@OUT
def clients(year: int, out: Path | None) -> None:
    """Print how many clients the yearly list names, and what was sold to them; with --out write its file."""
    with at_work(REASON):
        from marke.reporting.vat_return import clients_of_year, declarant, filings

        found = clients_of_year(year=year)
        if out is not None:
            content = filings().yearly_file(found, year=year, declarant=declarant(), reference=str(year))
            out.write_bytes(content)
    tell(
        {
            "year": year,
            "clients": len(found),
            "base": sum(client.base for client in found),
            "vat": sum(client.vat for client in found),
        }
    )
