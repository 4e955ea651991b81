"""Bank files on the command line: what a statement says, and whether it adds up."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from marke.countries.registry import country
from marke.kernel.refusal import Refusal
from marke.rules.banking.statements import Statement, StatementFile
from marke.rules.xml_gate import BANK_FILE_LIMITS, read_file

REFUSED = 1
"""Exit status when a file is not read."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def bank() -> None:
    """Bank files: read statements (CODA, camt) and prove their balances."""


@bank.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--country", "code", default="be", show_default=True, help="Whose banks wrote the files.")
def read(files: tuple[Path, ...], code: str) -> None:
    """Read bank files and report in JSON; exit with status 1 when one of them is refused."""
    reports = [{"file": str(file), **_report(file, code)} for file in files]
    click.echo(json.dumps(reports, indent=2, ensure_ascii=False))
    if any("refused" in report for report in reports):
        sys.exit(REFUSED)


def _report(file: Path, code: str) -> dict[str, Any]:
    """What one file says, or why it is not read."""
    try:
        found = country(code).read_bank_file(read_file(file, limits=BANK_FILE_LIMITS))
    except Refusal as refusal:
        return {"refused": refusal.rule, "reason": str(refusal)}
    return _described(found)


def _described(file: StatementFile) -> dict[str, Any]:
    return {
        "format": file.format,
        "message": file.message,
        "statements": [_statement(each) for each in file.statements],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    """A statement in whole units of its currency (cents); no names and texts of payers."""
    return {
        "account": statement.account,
        "currency": statement.currency,
        "number": statement.number,
        "entries": len(statement.entries),
        "payments": sum(len(entry.details) for entry in statement.entries),
        "opening": statement.opening,
        "movement": statement.movement,
        "closing": statement.closing,
        "balances": statement.prove().value,
    }
