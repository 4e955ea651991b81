"""Open the demo cooperative De Marke, with a year of life in it."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import click

HOST = "127.0.0.1"


@click.command()
@click.option("--units", default=200, show_default=True, type=click.IntRange(4, 100_000), help="How many units.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same cooperative.")
@click.option("--year", type=click.IntRange(2015, 2100), help="The year that is lived; the last 12 months by default.")
@click.option("--fresh", is_flag=True, help="Start over: throw the demo away and make it again.")
@click.option("--no-serve", is_flag=True, help="Stop after the report.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.pass_context
def demo(
    context: click.Context, units: int, seed: int, year: int | None, fresh: bool, no_serve: bool, port: int
) -> None:
    """Fill the demo cooperative, print a report and the links of its people, and serve it until Ctrl-C.

    What was made before is kept; --fresh starts over.
    """
    from marke.cli.environment import ready
    from marke.cli.serve import refuse_taken_port, run
    from marke.ops.demonstration import Demonstration

    today = dt.datetime.now(tz=dt.UTC).date()
    end = today if year is None else min(dt.date(year, 12, 31), today)
    start = a_year_before(end) if year is None else dt.date(year, 1, 1)
    if start > end:
        raise click.ClickException(f"The year {year} has not begun.")
    wanted = Demonstration(units=units, seed=seed, start=start.isoformat(), end=end.isoformat())
    asked = any(
        context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        for name in ("units", "seed", "year")
    )
    if not no_serve:
        refuse_taken_port(HOST, port)
    with ready("demo"):
        found = existing(fresh=fresh)
        if found is None:
            found = make(wanted)
        elif asked and found.settings != wanted.settings:
            click.echo(
                f"The demo of {found.units} units (seed {found.seed}, {found.start} to {found.end}) is kept; "
                "--fresh makes another one."
            )
        show(found, port)
        if not no_serve:
            run(host=HOST, port=port)


def existing(*, fresh: bool) -> Any:
    """The finished demo that stands in the database, on the current schema; none when one must be made.

    A half-made demo is thrown away, and with ``fresh`` a whole one. Raises ``ClickException`` for a database that
    holds a real cooperative.
    """
    from marke.ops import demonstration
    from marke.ops.migrate import migrate

    found = demonstration.read()
    if found is not None and (fresh or not found.finished):
        start_over()
        return None
    migrate()
    if found is None:
        from marke.domain.parameters.models import Cooperative

        if Cooperative.objects.exists():
            raise click.ClickException(
                "This database holds a real cooperative. Give the demo a place of its own: MARKE_VAR=/some/folder."
            )
    return found


def start_over() -> None:
    """Throw the demo's database away and make an empty one."""
    from marke.cli.environment import close_connections
    from marke.ops import installation
    from marke.ops.migrate import migrate

    if installation.is_external():
        raise click.ClickException("On a server of your own, drop and create the demo's database yourself.")
    close_connections()
    server, name = installation.embedded_server(), installation.database_name()
    server.drop_database(name)
    server.create_database(name)
    migrate()


def make(wanted: Any) -> Any:
    """Live the year, and mark the database as a finished demo."""
    from dataclasses import replace

    from marke.cli.progress import bars
    from marke.demo import world
    from marke.ops import demonstration

    demonstration.write(wanted)
    started = time.monotonic()
    with bars() as tell:
        report = world.build(
            units=wanted.units,
            seed=wanted.seed,
            start=dt.date.fromisoformat(wanted.start),
            end=dt.date.fromisoformat(wanted.end),
            tell=tell,
        )
    rows = (
        *((str(what), str(how_much)) for what, how_much in report.rows()),
        ("Made in", f"{time.monotonic() - started:.1f} s"),
    )
    finished = replace(wanted, finished=True, report=rows)
    demonstration.write(finished)
    return finished


def show(found: Any, port: int) -> None:
    """Print what the demo holds, and a link for each of its people."""
    from django.urls import reverse
    from rich.console import Console
    from rich.table import Table

    from marke.domain.accounts import personas

    console = Console()
    table = Table(
        box=None,
        show_header=False,
        title=f"De Marke, {found.start} to {found.end}",
        title_justify="left",
        padding=(0, 2),
    )
    table.add_column()
    table.add_column(justify="right")
    for row in found.report:
        table.add_row(*row)
    console.print(table)
    console.print("\nLog in as one of its people:")
    for persona in personas.personas():
        address = reverse("demo_persona", kwargs={"token": personas.token(user_id=persona.user_id)})
        console.print(f"  {persona.name}, {persona.title}")
        console.print(f"    http://{HOST}:{port}{address}", soft_wrap=True, highlight=False)
    console.print(f"\nOr start at http://{HOST}:{port}/", highlight=False)


def a_year_before(end: dt.date) -> dt.date:
    """The first of the twelve months that end on ``end``."""
    day = end.replace(day=28) if (end.month, end.day) == (2, 29) else end
    return day.replace(year=day.year - 1) + dt.timedelta(days=1)
