"""Prove every document that was issued: make it again, judge it, hold it against its rows and the books."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from marke.kernel.refusal import Refusal

if TYPE_CHECKING:
    from marke.ops.einvoice.validation import Validator
    from marke.reporting.issued_documents import Amounts, Issued

FAILED, NOT_JUDGED = 1, 2
"""Exit statuses: a document does not hold; the rules themselves cannot be used."""

SHOWN = 20
"""So many problems are printed; all are counted."""

PACE = 25
"""After so many documents the bar moves."""


@dataclass
class Tally:
    """What was seen of the documents: how many of each, the amounts of both sides, and what does not hold."""

    documents: int = 0
    amounts: list[Amounts] = field(default_factory=list)
    booked: list[Amounts] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    warnings: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0

    def count(self, what: str, *values: str) -> None:
        self.counts.setdefault(what, Counter()).update(values)


@click.command()
@click.option("--limit", type=click.IntRange(min=1), help="Look at the newest ones only, so many.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Look at those issued on this day or later.")
@click.option("--pack", help="Judge by this release whatever the date of the document.")
def issued(limit: int | None, since: dt.datetime | None, pack: str | None) -> None:
    """Make every issued document again, judge it, and hold it against the books.

    Its XML is judged by the installed rules of its day (one for a client without an address on the network by the
    European standard alone), and its totals are compared with the stored rows and the ledger. Ends with status 1 for a
    fatal finding or a difference.
    """
    from marke.cli.environment import ready

    with ready("demo"):
        tally = _prove(since.date() if since else dt.date.min, limit, pack)
    _show(tally)
    if tally.problems:
        sys.exit(FAILED)


def _prove(since: dt.date, limit: int | None, pack: str | None) -> Tally:
    from marke.cli.progress import bars
    from marke.domain.foundation.transactions import acting_as_system
    from marke.domain.sales.home import home
    from marke.ops import installation
    from marke.ops.einvoice.validation import Validator
    from marke.reporting.issued_documents import booked_since, issued_documents, number_of_issued

    total = number_of_issued(since=since)
    with acting_as_system():
        law = home().vat_law()
    tally, started = Tally(), time.monotonic()
    try:
        validator = Validator(home=installation.einvoice_folder(), law=law, pack=pack)
        with bars() as tell:
            for document in issued_documents(since=since, limit=limit):
                _look_at(document, validator, tally)
                if tally.documents % PACE == 0:
                    tell("Judging issued documents", tally.documents, min(total, limit or total))
    except Refusal as broken:
        click.echo(f"{broken} [{broken.rule}]", err=True)
        sys.exit(NOT_JUDGED)
    if not limit:
        tally.problems += _unlike_the_books(tally, booked_since(since))
    tally.seconds = time.monotonic() - started
    return tally


def _look_at(document: Issued, validator: Validator, tally: Tally) -> None:
    invoice = document.invoice
    tally.documents += 1
    tally.amounts.append(document.amounts)
    tally.booked.append(document.booked)
    tally.count("Kind", str(invoice.kind))
    tally.count("Language", str(invoice.language))
    tally.count("Country", invoice.parties.get("client", {}).get("country") or "-")
    for total in invoice.vat_totals.all():
        tally.count("VAT", *(total.grounds or [f"{total.category} {total.rate:.0%}"]))
    tally.problems += [f"{invoice}: {difference}" for difference in document.differences]
    if document.content is None:
        tally.count("Judged by", "no structured form")
        return
    report = validator.validate(document.content, ours=True)
    tally.count("Judged by", ", ".join(report.layers) or "no rules")
    tally.warnings.update({finding.rule for finding in report.findings if finding not in report.fatal})
    tally.problems += [f"{invoice}: {finding.sentence} [{finding.rule}]" for finding in report.fatal]


def _unlike_the_books(tally: Tally, booked: Amounts) -> Iterator[str]:
    """The sums differ although each document has its entry: the books hold one that no document stands behind."""
    if _sum(tally.amounts) != booked:
        yield f"All documents: {_sum(tally.amounts)}, where the books say {booked}"


def _sum(amounts: Iterable[Amounts]) -> Amounts:
    from marke.reporting.issued_documents import Amounts

    return sum(amounts, Amounts())


def _show(tally: Tally) -> None:
    from rich.console import Console
    from rich.table import Table

    console, table = Console(), Table(title="Issued documents", title_justify="left")
    for heading in ("", "What"):
        table.add_column(heading)
    table.add_column("Documents", justify="right")
    for what, counter in sorted(tally.counts.items()):
        for value, how_many in counter.most_common():
            table.add_row(what, value, f"{how_many:,}")
        table.add_section()
    for rule, how_many in tally.warnings.most_common():
        table.add_row("Warning", rule, f"{how_many:,}")
    console.print(table)
    for who, amounts in (("The documents", _sum(tally.amounts)), ("Their entries", _sum(tally.booked))):
        euros = [f"{cents / 100:,.2f}" for cents in (amounts.gross, amounts.vat, amounts.net)]
        console.print(f"{who}: EUR {euros[0]} from clients, {euros[1]} VAT, {euros[2]} turnover.", highlight=False)
    for problem in tally.problems[:SHOWN]:
        console.print(f"✗ {problem}", highlight=False, markup=False)
    rate = tally.documents / tally.seconds if tally.seconds else 0
    end = f"{len(tally.problems):,} problems." if tally.problems else "all hold."
    console.print(
        f"{tally.documents:,} documents in {tally.seconds:.1f} s ({rate:,.0f} a second): {end}", highlight=False
    )
