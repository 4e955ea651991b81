"""Commands that look after the database."""

from __future__ import annotations

import click


@click.command()
def migrate() -> None:
    """Bring the database to the current schema."""
    from marke.cli.environment import ready

    with ready():
        from marke.ops.migrate import migrate as apply

        apply(verbosity=1)


@click.command()
def shell() -> None:
    """A Python prompt with Django loaded; open transactions with «with acting_as_system():»."""
    from marke.cli.environment import ready

    with ready("demo"):
        from django.core.management import call_command

        call_command("shell")
