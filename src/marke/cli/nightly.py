"""What the enterprise does each night, in steps that can be repeated without harm."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import suppress

import click


@click.command()
def nightly() -> None:
    """Let what is overdue expire, seal the books, tell their root outside, refresh figures, prove everything.

    Run it once a day by a timer (docs/guides/administrator.md). Each step stands alone and may be repeated; exit status
    1 says that a proof failed.
    """
    from marke.cli.environment import ready

    with ready():
        for line in steps(now=dt.datetime.now(tz=dt.UTC)):
            click.echo(line)
        from marke.cli.selfcheck import report

        failed = report()
    if failed:
        sys.exit(1)


def steps(*, now: dt.datetime) -> Iterator[str]:
    """Do each step in a transaction of its own and say in a sentence what was done."""
    from django.utils import timezone

    from marke.domain.directory.operations.imports import forget_old_imports
    from marke.domain.foundation.transactions import SYSTEM, acting_as_system
    from marke.domain.ledger import holds, operations
    from marke.reporting.client_histories import refresh_client_histories
    from marke.reporting.unit_figures import refresh_unit_figures
    from marke.usecases.remind_receipts import remind_receipts
    from marke.usecases.seal_books import seal_books
    from marke.usecases.subscribe_share import expire_shares

    today = timezone.localdate(now)
    with acting_as_system(reason="nightly"):
        operations.open_year(year=(today + dt.timedelta(days=31)).year, actor=SYSTEM)
    with acting_as_system(reason="nightly"):
        yield f"Subscriptions that expired without payment: {len(expire_shares(today=today, actor=SYSTEM))}."
    with acting_as_system(reason="nightly"):
        yield f"Reminders of takings to pay in: {remind_receipts(now=now, actor=SYSTEM)}."
    with acting_as_system(reason="nightly"):
        yield f"Reservations given back: {holds.expire_holds(now=now)}."
    yield f"Entries numbered and chained: {seal_books(reason='nightly')}."
    with acting_as_system(reason="nightly"):
        yield f"Units with fresh figures: {refresh_unit_figures(as_of=today)}."
    with acting_as_system(reason="nightly"):
        yield f"Clients whose payments were counted again: {refresh_client_histories(as_of=today)}."
    with acting_as_system(reason="nightly"):
        yield f"Lists of clients thrown away after a month: {forget_old_imports(before=now - dt.timedelta(days=30))}."
    yield from tell_the_root(today)


def tell_the_root(today: dt.date) -> Iterator[str]:
    """Write the newest root of the chain to a file and mail it to auditors and board, outside the database's reach.

    Whoever keeps one can prove later that no earlier entry was changed (ledger rule R16).
    """
    from django.core.mail import send_mail

    from marke.domain.foundation.transactions import SYSTEM, acting_as_system
    from marke.domain.ledger import operations
    from marke.domain.people.models import StaffRole, User
    from marke.kernel.refusal import Refusal
    from marke.ops import installation

    readers = list(
        User.objects.filter(staff_role__in=[StaffRole.AUDITOR, StaffRole.BOARD], is_active=True).values_list(
            "email", flat=True
        )
    )
    with suppress(Refusal), acting_as_system(reason="nightly"):
        published = operations.publish_root(recipient=", ".join(["file", *readers]), actor=SYSTEM)
        text = f"{today.isoformat()} block {published.seq} entries {published.entries} root {published.root}\n"
        kept = installation.var_folder() / "roots.txt"
        with kept.open("a", encoding="utf-8") as file:
            file.write(text)
        if readers:
            send_mail(f"The books of {today.isoformat()}", text, None, readers)
        yield f"Root of block {published.seq} told to {len(readers)} people and kept in {kept.name}."
