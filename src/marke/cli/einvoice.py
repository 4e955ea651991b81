"""Structured invoices on the command line: validate documents, check the engine, install rule packs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from marke.cli.issued import issued
from marke.countries.registry import country
from marke.kernel.refusal import Refusal
from marke.ops import installation
from marke.ops.einvoice.check import check_table
from marke.ops.einvoice.engine import shared_engine
from marke.ops.einvoice.packs import BrokenRulePack, RulePacks, install, read_pack
from marke.ops.einvoice.validation import Report, Validator
from marke.rules.einvoice import Finding, Severity
from marke.rules.xml_gate import read_file

INVALID = 1
"""Exit status when a document breaks a fatal rule, or a verdict is not the expected one."""

NOT_JUDGED = 2
"""Exit status when the rules themselves cannot be used."""

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def einvoice() -> None:
    """Structured invoices (Peppol, EN 16931): validate them, check the engine, install rule packs."""


@einvoice.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--rules", type=FOLDER, help="Folder that holds rulepacks/ and xsd/; else the installed ones.")
@click.option("--pack", help="Judge by this release whatever the date of the document.")
@click.option("--incoming", is_flag=True, help="From a supplier: Marke's own checks only warn.")
@click.option("--country", "code", default="be", show_default=True, help="Whose law Marke's own checks follow.")
def validate(files: tuple[Path, ...], rules: Path | None, pack: str | None, incoming: bool, code: str) -> None:
    """Validate documents and report in JSON; exit with status 1 when one breaks a fatal rule."""
    try:
        validator = Validator(home=rules or installation.einvoice_folder(), law=country(code).vat_law(), pack=pack)
        reports = {str(file): _report(validator, file, incoming=incoming) for file in files}
    except BrokenRulePack as broken:
        _stop(broken)
    documents = [{"file": file, **report.as_json()} for file, report in reports.items()]
    click.echo(json.dumps(documents, indent=2, ensure_ascii=False))
    if not all(report.is_valid for report in reports.values()):
        sys.exit(INVALID)


@einvoice.command()
@click.argument("table", type=FILE)
@click.option("--root", type=FOLDER, help="Folder of the documents; else that of the table.")
@click.option("--rules", type=FOLDER, help="Folder that holds rulepacks/ and xsd/; else the root, or the one above it.")
@click.option("--pack", help="Judge by this release; else by the newest.")
def check(table: Path, root: Path | None, rules: Path | None, pack: str | None) -> None:
    """Compare every document of a table with its expected verdict; exit with status 1 when one differs."""
    place = root or table.parent
    home = rules or _home_of(place.resolve())
    try:
        validator = Validator(home=home, pack=pack or _newest(home))
        compared = list(check_table(table, root=place, validator=validator))
    except Refusal as refusal:
        _stop(refusal)
    wrong = [each for each in compared if not each.agrees]
    for each in wrong:
        click.echo(f"{each.file}: {each.what}: expected {each.expected}, found {each.found}")
    documents = len({each.file for each in compared})
    click.echo(f"{documents} documents, {len(compared)} verdicts, {len(wrong)} not as expected.")
    if wrong or not compared:
        sys.exit(INVALID)


@einvoice.command("install")
@click.argument("folder", type=FOLDER)
def install_pack(folder: Path) -> None:
    """Check a rule pack, compile its rules, and install it; a broken one leaves the installed packs as they are."""
    try:
        for layer in read_pack(folder).layers:
            shared_engine().compile(layer)
        pack = install(folder, installation.einvoice_folder() / "rulepacks")
    except BrokenRulePack as broken:
        _stop(broken)
    since = f", in force from {pack.in_force_from}" if pack.in_force_from else ""
    click.echo(f"Installed {pack.name}: {len(pack.layers)} layers{since}.")


einvoice.add_command(issued)


def _report(validator: Validator, file: Path, *, incoming: bool) -> Report:
    try:
        content = read_file(file)
    except Refusal as refusal:
        return Report((Finding("xml", refusal.rule, Severity.FATAL, "/", refusal.message, refusal.params),))
    return validator.validate(content, incoming=incoming)


def _home_of(root: Path) -> Path:
    """The folder with the rules nearest to the documents, else the installed one."""
    return next(
        (place for place in (root, root.parent) if (place / "rulepacks").is_dir()), installation.einvoice_folder()
    )


def _newest(home: Path) -> str | None:
    """The newest dated release, so that a table does not depend on the dates of its documents."""
    dated = [pack for pack in RulePacks.in_folder(home / "rulepacks").packs if pack.in_force_from]
    return dated[-1].name if dated else None


def _stop(refusal: Refusal) -> NoReturn:
    click.echo(f"{refusal} [{refusal.rule}]", err=True)
    sys.exit(NOT_JUDGED)


if __name__ == "__main__":
    einvoice()
