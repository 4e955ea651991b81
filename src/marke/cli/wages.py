"""Wage runs on the command line: run what is ready, see how far it is, measure how soon wages arrive."""

from __future__ import annotations

import datetime as dt
import os
import sys
from typing import Any

import click

REFUSED = 1
"""Exit status when nothing was done."""


@click.group()
def wages() -> None:
    """Wage runs: run what is ready, see how far it is, how soon wages arrive."""


@wages.command()
@click.option("--hands", default=os.cpu_count() or 1, show_default=True, type=click.IntRange(1, 16))
def run(hands: int) -> None:
    """Take up the run that is on its way, or start today's; go on until somebody must approve or all is ordered.

    May be stopped and started again at any moment.
    """
    from marke.cli.environment import ready

    with ready():
        from django.utils import timezone

        from marke.domain.foundation.transactions import SYSTEM, acting_as_system
        from marke.domain.wages.queries import run_under_way
        from marke.usecases.carry_wages import carry_run, open_todays_run

        with acting_as_system():
            found = run_under_way()
        found = found or open_todays_run(on=timezone.localdate(), now=timezone.now())
        if found is None:
            click.echo("No work is ready to be paid.")
            return
        click.echo(_told(carry_run(run_id=found.pk, actor=SYSTEM, clock=timezone.now, hands=hands)))


@wages.command()
@click.option("--last", default=10, show_default=True, type=click.IntRange(1, 400), help="How many runs.")
def status(last: int) -> None:
    """The last runs, one line each."""
    from marke.cli.environment import ready

    with ready():
        from marke.domain.foundation.transactions import acting_as_system
        from marke.domain.wages.queries import runs

        with acting_as_system():
            for found in runs()[:last]:
                click.echo(_told(found))


@wages.command()
@click.option("--days", default=365, show_default=True, type=click.IntRange(1), help="How far to look back.")
def service(days: int) -> None:
    """How soon wages arrived, by the bank's statements; exit with status 1 when one came too late."""
    from marke.cli.environment import ready

    with ready():
        from django.utils import timezone

        from marke.domain.foundation.transactions import acting_as_system
        from marke.reporting.wage_service import HALF, MOST, promptness

        today = timezone.localdate()
        with acting_as_system():
            found = promptness(first=today - dt.timedelta(days=days), last=today)
        click.echo(
            f"{found.in_time} of {found.wages} wages arrived within {found.promised} working days; "
            f"half of them within {found.within(HALF)}, 95 of 100 within {found.within(MOST)}."
        )
        if found.in_time < found.wages:
            sys.exit(REFUSED)


def _told(found: Any) -> str:
    """A run in one line, amounts in euro."""
    net = f"{found.net // 100}.{found.net % 100:02d}"
    return f"{found.on}  {found.state:<9}  {found.payslips} payslips, {found.parked} parked, EUR {net} net"
