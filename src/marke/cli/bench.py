"""Measure Marke against the limits of its design, each as a ratio inside one run."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from marke.cli.benchmarks import BENCHMARKS


@click.command()
@click.option("--size", default=0.01, show_default=True, type=click.FloatRange(0.0001, 1), help="1 is the full size.")
@click.option("--only", multiple=True, type=click.Choice(list(BENCHMARKS)), help="Run this one; may be repeated.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures to a file.")
def bench(size: float, only: Sequence[str], file: Path | None) -> None:
    """Measure on a throw-away database: posting, reading, proving, payslips, the demo.

    Exits with status 1 when the books of a benchmark do not add up; a missed limit is shown, not an error, for it
    depends on the machine.
    """
    from marke.cli.benchmarks import Unproved, benchmark

    results: list[Any] = []
    with throw_away(size) as ground:
        try:
            for name in only or BENCHMARKS:
                results += benchmark(name)(ground)
        except Unproved as unproved:
            click.echo(f"{name}: the books do not add up.\n{unproved}", err=True)
            sys.exit(1)
    show(results, size)
    if file:
        figures = [{**asdict(result), "reached": result.reached} for result in results]
        file.write_text(json.dumps({"size": size, "processors": os.cpu_count(), "results": figures}, indent=1) + "\n")


@contextmanager
def throw_away(size: float) -> Iterator[Any]:
    """A server of its own in a temporary folder, with the schema in its database; it leaves nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="marke-bench-"))
    folder.chmod(0o755)
    os.environ["MARKE_VAR"] = str(folder)
    os.environ.pop("MARKE_DATABASE_URL", None)

    from marke.cli.benchmarks import Ground
    from marke.cli.environment import close_connections, ready
    from marke.cli.progress import bars
    from marke.ops import installation

    try:
        with ready("demo"):
            from marke.ops.migrate import migrate

            migrate()
            close_connections()
            with bars() as tell:
                yield Ground(installation.embedded_server(), installation.database_name(), size, tell)
    finally:
        installation.embedded_server().destroy()
        shutil.rmtree(folder, ignore_errors=True)


def show(results: Sequence[Any], size: float) -> None:
    """Print the figures as a table."""
    from rich.console import Console
    from rich.table import Table

    title = f"Benchmarks at size {size:g} on {os.cpu_count()} processors"
    table = Table("", "", "What", "Rate", "Ratio", "Limit", "Against", title=title, title_justify="left")
    for result in results:
        mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: "·"}[result.reached]
        limit = "" if result.limit is None else f"{'≥' if result.at_least else '≤'} {result.limit:g}"
        table.add_row(
            mark,
            result.name,
            result.what,
            f"{result.rate:,.0f} {result.unit}" if result.unit else "",
            "" if result.ratio is None else f"{result.ratio:,.2f}",
            limit,
            result.note or result.against,
        )
    Console().print(table)
