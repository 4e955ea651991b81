"""Open the demo cooperative De Marke: one command from nothing to a year of life in the browser."""

from __future__ import annotations

import datetime as dt

import click

from marke.ops import installation


@click.command()
@click.option("--units", default=200, show_default=True, type=click.IntRange(3, 50_000), help="How many units.")
@click.option("--seed", default=1, show_default=True, help="Another seed is another cooperative.")
@click.option("--year", type=click.IntRange(2000, 2100), help="The year of life; the last twelve months by default.")
@click.option("--fresh", is_flag=True, help="Throw the demo away and build it anew.")
@click.option("--no-serve", is_flag=True, help="Stop after the report.")
@click.option("--port", default=8000, show_default=True)
def demo(units: int, seed: int, year: int | None, fresh: bool, no_serve: bool, port: int) -> None:
    """Fill and serve the demo cooperative «De Marke». The data stays until --fresh."""
    from marke.cli.environment import ready
    from marke.cli.serve import refuse_taken_port

    if installation.is_external():
        raise click.ClickException("The demo fills its own embedded database; unset MARKE_DATABASE_URL to use it.")
    if not no_serve:
        refuse_taken_port("127.0.0.1", port)
    if fresh:
        _throw_away()
    with ready("demo"):
        from marke.ops.migrate import migrate

        migrate()
        _require_demo()
        _fill(units, seed, year)
        _list_personas(port)
        if not no_serve:
            from marke.cli.serve import run

            click.echo(f"\nDe Marke answers on http://127.0.0.1:{port}/ until you press Ctrl-C.")
            run(port=port)


def _throw_away() -> None:
    """Drop the demo database; refuse to drop a real cooperative."""
    server = installation.embedded_server()
    if server.is_new:
        return
    name = installation.database_name()
    started = server.ensure_running()
    if server.has_database(name):
        holds_demo = server.psql("select to_regclass('accounts_demopersona') is not null", name).strip() == "t" and (
            server.psql("select count(*) from accounts_demopersona", name).strip() != "0"
        )
        is_empty = server.psql("select to_regclass('parameters_cooperative') is null", name).strip() == "t" or (
            server.psql("select count(*) from parameters_cooperative", name).strip() == "0"
        )
        unfinished = server.psql(
            f"select shobj_description(oid, 'pg_database') from pg_database where datname = '{name}'"
        )
        if not (holds_demo or is_empty or unfinished.strip() == UNFINISHED):
            raise click.ClickException("This database holds a real cooperative; --fresh only throws a demo away.")
        server.drop_database(name)
    if started:
        server.stop()


UNFINISHED = "marke demo, being built"


def _require_demo() -> None:
    from marke.demo.world import is_built
    from marke.domain.accounts.personas import personas

    if is_built() and not personas():
        raise click.ClickException(
            "This database holds a cooperative that is not a complete demo. Use MARKE_VAR to put the demo elsewhere, "
            "or --fresh if an interrupted demo left it."
        )


def _fill(units: int, seed: int, year: int | None) -> None:
    from rich.console import Console

    from marke.cli.progress import bars
    from marke.demo.world import build, is_built

    console = Console()
    if is_built():
        console.print("De Marke is here already (start over with --fresh).")
        return
    server, name = installation.embedded_server(), installation.database_name()
    server.psql(f"comment on database {name} is '{UNFINISHED}'")
    today = dt.date.today()  # noqa: DTZ011 - the visitor's own calendar
    start, end = (None, today) if year is None else (dt.date(year, 1, 1), min(dt.date(year, 12, 31), today))
    with bars(console) as tell:
        report = build(units=units, seed=seed, start=start, end=end, tell=tell)
    server.psql(f"comment on database {name} is null")
    console.print(
        f"De Marke from {report.start:%d/%m/%Y} to {report.end:%d/%m/%Y}: {report.people:,} members, "
        f"{report.units:,} units, {report.clients:,} clients, {report.invoices:,} invoices, {report.payments:,} "
        f"payments, {report.costs:,} costs planned, turnover EUR {report.turnover / 100:,.2f}; "
        f"built in {report.seconds:,.0f} s ({report.documents_per_second:,.0f} documents a second).",
        highlight=False,
    )


def _list_personas(port: int) -> None:
    """The log-in links of the personas."""
    from django.urls import reverse

    from marke.domain.accounts import personas

    click.echo("\nLook around as:")
    for persona in personas.personas():
        link = reverse("demo_persona", kwargs={"token": personas.token(user_id=persona.user_id)})
        click.echo(f"  {persona.name}, {persona.title}: {persona.story}\n    http://127.0.0.1:{port}{link}")
