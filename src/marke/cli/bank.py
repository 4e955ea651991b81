"""Bank files on the command line: what a statement says, whether it adds up, and taking it in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marke.countries.registry import country
from marke.kernel.refusal import Refusal
from marke.rules.banking.statements import Statement, StatementFile
from marke.rules.xml_gate import BANK_FILE_LIMITS, read_file

if TYPE_CHECKING:
    from marke.usecases.take_in_bank_file import TakenIn

REFUSED = 1
"""Exit status when a file is not read."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def bank() -> None:
    """Bank files: read statements (CODA, camt), prove their balances, and take them in."""


@bank.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--country", "code", default="be", show_default=True, help="Whose banks wrote the files.")
def read(files: tuple[Path, ...], code: str) -> None:
    """Read bank files and report in JSON; exit with status 1 when one of them is refused."""
    reports = [{"file": str(file), **_report(file, code)} for file in files]
    click.echo(json.dumps(reports, indent=2, ensure_ascii=False))
    if any("refused" in report for report in reports):
        sys.exit(REFUSED)


@bank.command(name="import")
@click.argument("files", nargs=-1, required=True, type=FILE)
def take_in_files(files: tuple[Path, ...]) -> None:
    """Take in bank files; exit with status 1 when one is put in quarantine. The same file again does nothing."""
    from django.utils import timezone

    from marke.cli.environment import ready

    with ready():
        from marke.domain.banking.enums import Channel
        from marke.domain.foundation.transactions import SYSTEM, acting_as_system
        from marke.usecases.take_in_bank_file import take_in

        done: list[TakenIn] = []
        for file in files:
            with acting_as_system(reason=f"bank import {file.name}"):
                content = read_file(file, limits=BANK_FILE_LIMITS)
                done.append(
                    take_in(name=file.name, content=content, channel=Channel.COMMAND, actor=SYSTEM, now=timezone.now())
                )
            click.echo(f"{file.name}: {_in_words(done[-1])}")
    if any(each.is_quarantined for each in done):
        sys.exit(REFUSED)


def _in_words(taken: TakenIn) -> str:
    """What became of a file, in one sentence."""
    if taken.is_quarantined:
        return f"in quarantine. {taken.file.reason % taken.file.params}"
    if not taken.is_new:
        return "known already; nothing changed."
    return f"{taken.kept} new statements, {taken.booked} booked."


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
