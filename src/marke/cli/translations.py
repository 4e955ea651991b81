"""Keep the catalogues in step with the code (for maintainers)."""

from __future__ import annotations

import sys

import click


@click.command()
@click.option("--merge", is_flag=True, help="Write new sentences into the catalogues and drop unused ones.")
def translations(merge: bool) -> None:
    """List what lacks its Dutch, its French or, for clients, its German; exit with status 1 when something does."""
    from marke.cli.environment import load_django
    from marke.ops import catalogues

    _settings()
    load_django()
    if merge:
        catalogues.merge()
    found = list(catalogues.findings())
    for finding in found:
        click.echo(f"{finding.language}: «{finding.sentence}» {finding.problem}")
    click.echo(f"{len(found)} finding(s).")
    if found:
        sys.exit(1)


def _settings() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marke.config.settings.test")
