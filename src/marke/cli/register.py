"""Public registers on the command line: load the extract that finds names and addresses by enterprise number."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group()
def register() -> None:
    """Public registers: load the open data that finds a client by its enterprise number."""


@register.command()
@click.argument("extract", type=click.Path(exists=True, path_type=Path))
def load(extract: Path) -> None:
    """Load a full extract of the Belgian register of enterprises (KBO/BCE open data): a zip file or a folder.

    No network is used: an operator fetches the extract. The one that is here stays until the new one is whole.
    """
    from marke.cli.environment import ready

    with ready():
        from django.db import connections

        from marke.kernel.refusal import Refusal
        from marke.ops.registers.kbo import load as load_extract

        owner = connections["owner"]
        owner.ensure_connection()
        try:
            loaded = load_extract(extract, connection=owner.connection)
        except Refusal as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(1)
        click.echo(f"{loaded.companies} organisations of the extract of {loaded.as_of.isoformat()} are loaded.")


@register.command()
def status() -> None:
    """Say which extract is here, and how many VAT numbers of other countries have which answer."""
    from marke.cli.environment import ready

    with ready():
        from marke.domain.directory.queries.registers import extracts, vat_counts
        from marke.domain.foundation.transactions import acting_as_system

        with acting_as_system():
            for row in extracts():
                click.echo(f"{row.country}: {row.companies} organisations, extract of {row.as_of.isoformat()}")
            if not extracts():
                click.echo("No extract is loaded. Fetch the open data and give it to «./marke register load».")
            for validity, count in vat_counts().items():
                click.echo(f"VAT numbers {validity}: {count}")
