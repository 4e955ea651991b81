"""Work that comes back: one line per task. `./marke work` does each when it is due, whichever worker is free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Schedule = Callable[[dt.datetime], dt.datetime]
"""The first moment after a moment at which something is due."""


@dataclass(frozen=True, slots=True)
class Task:
    """A name for ever, when it is due, and what it does: a function of the moment that says in sentences what was done.

    It opens its own transactions and may be repeated without harm.
    """

    name: str
    when: Schedule
    do: Callable[[dt.datetime], Iterable[str]]


def daily(at: dt.time) -> Schedule:
    """Every day at a time on the clock of the house; not between two and three, which one night a year lacks."""

    def next_after(moment: dt.datetime) -> dt.datetime:
        from django.utils.timezone import get_default_timezone

        today = moment.astimezone(get_default_timezone())
        due = dt.datetime.combine(today.date(), at, tzinfo=get_default_timezone())
        return due if due > moment else due + dt.timedelta(days=1)

    return next_after


def every(pause: dt.timedelta) -> Schedule:
    """Again and again, with a pause in between."""
    return lambda moment: moment + pause


def night(now: dt.datetime) -> Iterable[str]:
    """What ``./marke nightly`` does before it proves everything."""
    from marke.cli.nightly import steps

    return steps(now=now)


def proofs(now: dt.datetime) -> Iterable[str]:
    """Prove everything. Raises ``RuntimeError`` with the sentences that do not hold, so that the desk sees them."""
    from marke.cli.selfcheck import auditor_address, findings

    found = list(findings(auditor_address()))
    broken = [each.sentence for each in found if not each.holds]
    if broken:
        raise RuntimeError(" ".join(broken))
    yield f"All {len(found)} proofs hold."


def directory(now: dt.datetime) -> Iterable[str]:
    """Look up clients on the network: new ones, and each again every week."""
    from marke.usecases.look_up_clients import look_up_clients

    if known := look_up_clients(now=now):
        yield f"Clients looked up: {known}."


def network(now: dt.datetime) -> Iterable[str]:
    """Ask what became of the documents that were sent."""
    from marke.usecases.follow_einvoices import follow_einvoices

    if news := follow_einvoices(now=now):
        yield f"Documents with news: {news}."


def inbox(now: dt.datetime) -> Iterable[str]:
    """Take in what suppliers sent."""
    from marke.usecases.receive_einvoices import receive_einvoices

    if taken := receive_einvoices(now=now):
        yield f"Documents received: {len(taken)}."


def vat_numbers(now: dt.datetime) -> Iterable[str]:
    """Ask the European register about VAT numbers of clients elsewhere: new ones, silent ones, and old answers."""
    from django.utils import timezone

    from marke.usecases.check_vat_numbers import check_vat_numbers

    asked = check_vat_numbers(clock=timezone.now)
    if asked.answered or asked.unanswered:
        yield f"VAT numbers answered: {asked.answered}, not answered: {asked.unanswered}."


def orders(now: dt.datetime) -> Iterable[str]:
    """Invoice the orders whose day it is and whose members let them go by themselves."""
    from marke.usecases.invoice_order import invoice_due_orders

    run = invoice_due_orders(now=now)
    if run.made or run.parked:
        yield f"Orders invoiced: {run.made}; waiting with a reason: {run.parked}."


def quotes(now: dt.datetime) -> Iterable[str]:
    """Remind the readers of quotes that end soon, and end those whose last day has passed."""
    from marke.usecases.follow_quotes import follow_quotes

    followed = follow_quotes(now=now)
    if followed.expired or followed.reminded:
        yield f"Quotes expired: {followed.expired}; readers reminded: {followed.reminded}."


def declarations(now: dt.datetime) -> Iterable[str]:
    """Declare the work that is not declared yet, and what has changed or ended."""
    from marke.usecases.declare_work import declare_all

    if made := declare_all(now=now):
        yield f"Declarations of work made: {made}."


def office(now: dt.datetime) -> Iterable[str]:
    """Ask social security about the declarations on which it has not ruled."""
    from django.utils import timezone

    from marke.usecases.declare_work import follow_declarations

    if ruled := follow_declarations(clock=timezone.now):
        yield f"Declarations of work answered: {ruled}."


def wage_day(now: dt.datetime) -> Iterable[str]:
    """Open the wage run of the day with every month that is ready; none while the last one waits for approval."""
    from django.utils import timezone

    from marke.usecases.carry_wages import open_todays_run

    if run := open_todays_run(on=timezone.localdate(now), now=now):
        yield f"Wage run of {run.on} opened."


def wages(now: dt.datetime) -> Iterable[str]:
    """Carry the wage run that is on its way as far as it goes without a person."""
    from django.utils import timezone

    from marke.usecases.carry_wages import carry_what_is_under_way

    if run := carry_what_is_under_way(clock=timezone.now):
        yield f"Wage run: {run.state}, {run.payslips} payslips, {run.parked} parked."


TASKS = (
    Task("directory", every(dt.timedelta(minutes=10)), directory),
    Task("network", every(dt.timedelta(minutes=2)), network),
    Task("inbox", every(dt.timedelta(minutes=10)), inbox),
    Task("vat_numbers", every(dt.timedelta(minutes=5)), vat_numbers),
    Task("declarations", every(dt.timedelta(hours=1)), declarations),
    Task("office", every(dt.timedelta(seconds=30)), office),
    Task("wage_day", daily(dt.time(5, 30)), wage_day),
    Task("wages", every(dt.timedelta(seconds=20)), wages),
    Task("quotes", daily(dt.time(7, 0)), quotes),
    Task("orders", daily(dt.time(6, 0)), orders),
    Task("nightly", daily(dt.time(1, 30)), night),
    Task("selfcheck", daily(dt.time(4, 0)), proofs),
)
"""All of them."""
