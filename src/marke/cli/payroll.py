"""Payroll on the command line: compute payslips from plain facts, check published cases."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.table import Table

from marke.countries.protocol import PayrollEngine
from marke.countries.registry import country
from marke.kernel.refusal import Refusal
from marke.rules.payroll.golden import CheckedField, Verdict, check_cases, count_by_source, read_cases
from marke.rules.payroll.payslip import Payslip

REFUSED = 2
"""Exit status when a payslip was refused."""


@click.group("payroll")
def payroll() -> None:
    """Payslips: compute them, and check the engine against published cases."""


@payroll.command()
@click.argument("facts", type=click.File("r"), default="-")
@click.option("--country", "code", default="be", show_default=True, help="Whose law applies.")
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--explain", "language", type=click.Choice(["nl", "fr", "en"]), help="Explain each line in a language.")
def compute(facts: TextIO, code: str, style: str, language: str | None) -> None:
    """Compute the payslips of one contract, or of a list of contracts, given as JSON (amounts in cents).

    Contracts of one person in one month are computed together, in the order of their days.
    """
    try:
        engine = _engine(code)
        contracts = [engine.read(each) for each in _as_list(json.load(facts))]
        batch = engine.batch(contracts, traced=True)
    except json.JSONDecodeError as error:
        raise click.ClickException(f"The facts are not JSON: {error}.") from None
    except Refusal as refusal:
        click.echo(f"{refusal} [{refusal.rule}]", err=True)
        sys.exit(REFUSED)
    if style == "json":
        click.echo(json.dumps([slip.as_json() for slip in batch.payslips], indent=2, ensure_ascii=False))
    else:
        for payslip in batch.payslips:
            _print_payslip(engine, payslip, language)
    for refused in batch.refused:
        click.echo(f"{refused.person} {refused.month}: {refused.refusal} [{refused.refusal.rule}]", err=True)
    if batch.refused:
        sys.exit(REFUSED)


@payroll.command()
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--country", "code", default="be", show_default=True, help="Whose law applies.")
def check(cases: Path, code: str) -> None:
    """Recompute every published case of a CSV file; exit with status 1 when a field is wrong."""
    engine = _engine(code)
    with cases.open(encoding="utf-8", newline="") as lines:
        fields = check_cases(read_cases(lines), engine.golden_fields)
    console = Console()
    console.print(_verdict_table(fields))
    _print_fields(console, "Wrong", (field for field in fields if field.verdict is Verdict.WRONG))
    _print_fields(console, "Unsupported", (field for field in fields if field.verdict is Verdict.UNSUPPORTED))
    if any(field.verdict is Verdict.WRONG for field in fields):
        sys.exit(1)


def _engine(code: str) -> PayrollEngine[Any]:
    found = country(code)
    return found.payroll(found.parameters())


def _as_list(facts: Any) -> list[Any]:
    return facts if isinstance(facts, list) else [facts]


def _print_payslip(engine: PayrollEngine[Any], payslip: Payslip, language: str | None) -> None:
    table = Table(title=f"{payslip.person} · {payslip.contract} · {payslip.start} – {payslip.end}")
    table.add_column("")
    for heading in ("base", "rate", "amount"):
        table.add_column(heading, justify="right")
    table.add_column("reference")
    for line in payslip.lines:
        rate = "" if line.rate is None else f"{line.rate:%}"
        base = "" if line.base is None else _euros(line.base)
        title = engine.messages.title(line.code, language or "en")
        table.add_row(title, base, rate, _euros(line.amount), line.rule.reference)
    console = Console()
    console.print(table)
    console.print(f"gross {_euros(payslip.gross)} · net {_euros(payslip.net)} · cost {_euros(payslip.cost)}")
    if language:
        for sentence in engine.messages.explain(payslip, language):
            console.print(f"{sentence.title}: {sentence.text}")
        for text in engine.messages.notice_texts(payslip, language):
            console.print(f"* {text}")


def _euros(cents: int) -> str:
    return f"{Decimal(cents) / 100:,.2f}"


def _verdict_table(fields: list[CheckedField]) -> Table:
    table = Table(title="Published fields by source")
    table.add_column("source")
    for verdict in Verdict:
        table.add_column(verdict.value, justify="right")
    for source, counts in count_by_source(fields).items():
        table.add_row(source, *(str(counts[verdict]) for verdict in Verdict))
    totals = [sum(field.verdict is verdict for field in fields) for verdict in Verdict]
    table.add_section()
    table.add_row("all", *(str(total) for total in totals))
    return table


def _print_fields(console: Console, title: str, fields: Iterable[CheckedField]) -> None:
    for field in fields:
        computed = "nothing" if field.computed is None else str(field.computed)
        reason = f" ({field.reason})" if field.reason else ""
        console.print(f"{title}: {field.case} {field.field}: expected {field.expected}, computed {computed}{reason}")


if __name__ == "__main__":
    payroll()
