"""What commands that file with an office share: periods as they are typed, the transaction, the report, the refusal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from marke.kernel.dates import Month, Quarter
from marke.kernel.refusal import Refusal

REFUSED = 1
"""Exit status when a period cannot be declared, or when what it is made of and the books differ."""

OUT = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the file here.")


def read_quarter(text: str) -> Quarter:
    """A quarter, written as 2026/3."""
    try:
        year, number = text.split("/")
        return Quarter(int(year), int(number))
    except ValueError:
        raise click.BadParameter(f"{text} is not a quarter: write 2026/3.") from None


def read_month(text: str) -> Month:
    """A month, written as 2026-09."""
    try:
        year, number = text.split("-")
        return Month(int(year), int(number))
    except ValueError:
        raise click.BadParameter(f"{text} is not a month: write 2026-09.") from None


@contextmanager
def at_work(reason: str) -> Iterator[None]:
    """A transaction of the enterprise; a refusal undoes it and ends the command with its sentence and its rule."""
    from marke.cli.environment import ready

    try:
        with ready("demo"):
            from marke.domain.foundation.transactions import acting_as_system

            with acting_as_system(reason=reason):
                yield
    except Refusal as refusal:
        refuse(refusal)


def refuse(refusal: Refusal) -> NoReturn:
    """End the command with the sentence and the rule of a refusal."""
    click.echo(f"{refusal} [{refusal.rule}]", err=True)
    sys.exit(REFUSED)


def tell(report: Mapping[str, Any]) -> None:
    """Print a report; end the command when it says that something does not agree."""
    click.echo(json.dumps(report, indent=2, ensure_ascii=False))
    if not report.get("agrees", True):
        sys.exit(REFUSED)
