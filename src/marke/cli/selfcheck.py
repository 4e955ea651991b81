"""Prove the books and the facts around them."""

from __future__ import annotations

import os
import sys

import click


@click.command()
def selfcheck() -> None:
    """Recompute everything that must add up; exit with status 1 when something does not."""
    from marke.cli.environment import ready

    with ready("demo"):
        failed = report()
    if failed:
        sys.exit(1)


def report() -> int:
    """Print one line per proof and return how many failed."""
    from rich.console import Console
    from rich.table import Table

    from marke.domain.foundation.proofs import prove
    from marke.ops.auditor.report import audit

    table = Table("", "What is proved", "Found", "Time", title="Self-check", title_justify="left")
    failed = 0
    for finding in (*audit(auditor_address()), *prove(auditor_address())):
        failed += not finding.holds
        mark = "[green]✓[/]" if finding.holds else "[red]✗[/]"
        found = "" if finding.holds else f"{finding.exceptions}, e.g. {finding.examples[:2]}"
        table.add_row(mark, finding.sentence, found, f"{finding.seconds:.2f} s")
    Console().print(table)
    return failed


def auditor_address() -> str:
    """The login of the auditor: ``MARKE_AUDITOR_DATABASE_URL``, or the embedded server's."""
    from marke.ops import installation
    from marke.ops.database import AUDITOR

    if installation.is_external():
        address = os.environ.get("MARKE_AUDITOR_DATABASE_URL")
        if not address:
            raise click.ClickException("Set MARKE_AUDITOR_DATABASE_URL to the read-only login of the auditor.")
        return address
    return installation.embedded_server().dsn(installation.database_name(), AUDITOR)
