"""Prove the books and the facts around them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Protocol

import click


class Finding(Protocol):
    """What a proof found, whoever ran it: the auditor of the ledger or a proof of the documents."""

    @property
    def sentence(self) -> str: ...
    @property
    def holds(self) -> bool: ...
    @property
    def exceptions(self) -> int: ...
    @property
    def examples(self) -> tuple[tuple[object, ...], ...]: ...
    @property
    def seconds(self) -> float: ...


@click.command()
def selfcheck() -> None:
    """Recompute everything that must add up; exit with status 1 when something does not."""
    from marke.cli.environment import ready

    with ready("demo"):
        failed = report()
    if failed:
        sys.exit(1)


def report() -> int:
    """Prove everything, print one line per proof, and return how many failed."""
    return show(findings(auditor_address()))


def findings(address: str) -> Iterator[Finding]:
    """Run the auditor of the ledger and the proofs of the documents, and make declared pay and VAT up again."""
    from marke.domain.foundation.proofs import prove
    from marke.ops.auditor.report import audit
    from marke.reporting.declared_pay_findings import prove_declared_pay
    from marke.reporting.vat_findings import prove_vat

    yield from audit(address)
    yield from prove(address)
    yield from prove_declared_pay()
    yield from prove_vat()


def show(found: Iterator[Finding]) -> int:
    """Print one line per proof as it is done, and return how many failed."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(title="Self-check", title_justify="left", expand=True)
    table.add_column()
    table.add_column("What is proved", ratio=3)
    table.add_column("Exceptions", ratio=2)
    table.add_column("Time", justify="right", no_wrap=True)
    failed = 0
    with console.status("Proving ...") as status:
        for finding in found:
            failed += not finding.holds
            mark = "[green]✓[/]" if finding.holds else "[red]✗[/]"
            exceptions = "" if finding.holds else f"{finding.exceptions}, first: {_shown(finding.examples)}"
            table.add_row(mark, finding.sentence, exceptions, f"{finding.seconds:.2f} s")
            status.update(f"{table.row_count} proofs done, {failed} failed. Last: {finding.sentence}")
    console.print(table)
    console.print(f"{failed} of {table.row_count} proofs failed." if failed else f"All {table.row_count} proofs hold.")
    return failed


def _shown(examples: tuple[tuple[object, ...], ...]) -> str:
    return "; ".join(", ".join(map(str, example)) for example in examples[:2])


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
