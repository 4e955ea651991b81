"""Invoice orders: what the schedule asks next becomes an issued invoice, once, in one transaction.

1. The orders are locked. 2. What comes next follows from what was invoiced so far; a turn that was invoiced already
answers with its invoice, so two taps and two workers make one. 3. Files that the deal requires are there, and nobody at
the desk has said no. 4. `issue_invoices` does the rest, and the order notes its part. One order is a list of one.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from marke.domain.checks.enums import CheckState, DocumentKind
from marke.domain.checks.queries import checks_of
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.orders.files import needed_files, require_files
from marke.domain.orders.invoicing import Upcoming, upcoming
from marke.domain.orders.models import OrderFile
from marke.domain.orders.operations import lock_orders, note_invoices, park
from marke.domain.orders.queries import due_by_themselves
from marke.domain.orders.standing import Due, Standing, standing, standings
from marke.domain.parameters.queries import choice
from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice
from marke.domain.sales.pricing import Priced
from marke.kernel.refusal import Refusal, gettext_noop
from marke.usecases.issue_invoice import IssueInput, issue_invoices, preview_invoice

logger = logging.getLogger(__name__)

PIECE = 100
"""Orders looked for at once by the run of those that are invoiced by themselves."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The invoice to make: of which order, for which step and turn, and with which shares done for work in progress.

    Without a step it is the next one by the schedule.
    """

    order_id: uuid.UUID
    step_id: uuid.UUID | None = None
    turn: int = 0
    done: tuple[Decimal, ...] | None = None


def invoice_order(*, wanted: Wanted, now: dt.datetime, actor: uuid.UUID) -> Invoice:
    """Make and send the next invoice of one order. Raises as `invoice_orders`."""
    return invoice_orders(wanted=[wanted], now=now, actor=actor)[0]


def invoice_orders(*, wanted: Sequence[Wanted], now: dt.datetime, actor: uuid.UUID) -> list[Invoice]:
    """Make and send invoices of different orders, all or none; answers them in order.

    What was invoiced before under the same step and turn is answered, not made again. Raises `Refusal` when nothing is
    due, when the order ended or its schedule moved on, for a period that is still to come, for a file that is missing,
    for files that the desk has not approved, and as `issue_invoices`.
    """
    today = timezone.localdate(now)
    lock_orders(order_ids=[each.order_id for each in wanted])
    found = standings(order_ids=[each.order_id for each in wanted])
    made = {each.order_id: invoice for each in wanted if (invoice := _made_before(found[each.order_id], each))}
    ready = [_ready(found[each.order_id], each, today) for each in wanted if each.order_id not in made]
    if ready:
        made |= _issue(ready, now=now, today=today, actor=actor)
    return [made[each.order_id] for each in wanted]


def _issue(
    ready: Sequence[Upcoming], *, now: dt.datetime, today: dt.date, actor: uuid.UUID
) -> dict[uuid.UUID, Invoice]:
    """Issue what is ready and note it on its orders; answers the invoices by order."""
    _require_papers([each.standing for each in ready])
    issued = issue_invoices(invoices=[IssueInput(each.invoice, today) for each in ready], actor=actor, now=now)
    note_invoices(made=[(each, invoice.pk) for each, invoice in zip(ready, issued, strict=True)])
    return {each.standing.order.pk: invoice for each, invoice in zip(ready, issued, strict=True)}


def _made_before(found: Standing, wanted: Wanted) -> Invoice | None:
    return found.invoice_of_turn(wanted.step_id, wanted.turn) if wanted.step_id else None


def _ready(found: Standing, wanted: Wanted, today: dt.date) -> Upcoming:
    due = found.due(wanted.step_id, wanted.turn) if wanted.step_id else found.next
    if due is None:
        raise Refusal(
            "order.nothing-due",
            gettext_noop("Order %(order)s has moved on since you looked: there is nothing to invoice here any more."),
            params={"order": found.order.number},
        )
    _refuse_too_early(due, today)
    return upcoming(standing=found, due=due, law=home().vat_law(), on=today, done=wanted.done)


def _refuse_too_early(due: Due, today: dt.date) -> None:
    """A period is invoiced from some days before its day on: what is far away may still change."""
    days = int(choice("order.prepare_days", as_of=today))
    if due.period and due.on and due.on - dt.timedelta(days=days) > today:
        raise Refusal(
            "order.too-early",
            gettext_noop("This is invoiced on %(day)s; you can send it from %(days)s days before."),
            params={"day": due.on, "days": days},
        )


def _require_papers(ready: Sequence[Standing]) -> None:
    """The files that the deals require are there, and the desk has not kept or returned them."""
    files: dict[uuid.UUID, list[OrderFile]] = {each.order.pk: [] for each in ready}
    for file in OrderFile.objects.filter(order_id__in=files):
        files[file.order_id].append(file)
    checks = checks_of(kind=DocumentKind.ORDER, subject_ids=files)
    for each in ready:
        needed = needed_files(order=each.order, lines=each.lines, files=files[each.order.pk])
        require_files(needed=needed, language=get_language() or "en")
        check = checks.get(each.order.pk)
        if check and check.state == CheckState.WAITING:
            raise Refusal(
                "order.check-waiting", gettext_noop("Somebody at the desk looks at the files of this order first.")
            )
        if check and check.state == CheckState.RETURNED:
            raise Refusal(
                "order.check-returned",
                gettext_noop("The desk returned the files of this order: %(reason)s"),
                params={"reason": check.reason},
            )


@dataclass(frozen=True, slots=True)
class Preview:
    """What an invoice would be: its lines and what they amount to on a day."""

    upcoming: Upcoming
    priced: Priced


def preview_order(*, found: Standing, due: Due, on: dt.date, done: Sequence[Decimal] | None = None) -> Preview:
    """What an offer of an order would become. Raises what `invoice_order` would say of its content and its files."""
    _require_papers([found])
    ready = upcoming(standing=found, due=due, law=home().vat_law(), on=on, done=done)
    return Preview(ready, preview_invoice(invoice=ready.invoice, client=found.order.client, on=on))


@dataclass(frozen=True, slots=True)
class Run:
    """How the run of orders that are invoiced by themselves went: invoices made, orders parked with their reason."""

    made: int = 0
    parked: int = 0


def invoice_due_orders(*, now: dt.datetime) -> Run:
    """Invoice every order that is due today and invoiced by itself, each in its own transaction.

    A refusal parks that order with its reason, for the member and the desk to read, and the run goes on. An order that
    comes back and is late is invoiced for each period that is due. Killed and started again, it goes on where it was.
    """
    run = Run()
    for order_id in _due_orders(now):
        run = _invoice_by_itself(order_id, run, now)
    return run


def _due_orders(now: dt.datetime) -> Iterator[uuid.UUID]:
    after = None
    while True:
        with acting_as_system(reason="orders"):
            piece = due_by_themselves(on=timezone.localdate(now), after=after, limit=PIECE)
        if not piece:
            return
        yield from piece
        after = piece[-1]


def _invoice_by_itself(order_id: uuid.UUID, run: Run, now: dt.datetime) -> Run:
    """Every invoice of one order that is due, until nothing is or the rules refuse."""
    today = timezone.localdate(now)
    while True:
        with acting_as_system(reason="orders"):
            try:
                with transaction.atomic():
                    lock_orders(order_ids=[order_id])
                    due = standing(order_id=order_id).next
                    if due is None or due.on is None or due.on > today or due.amounts is None:
                        return run
                    wanted = Wanted(order_id, due.step.pk, due.turn)
                    invoice_order(wanted=wanted, now=now, actor=SYSTEM)
            except Refusal as refusal:
                park(order_id=order_id, refusal=refusal, on=today)
                logger.info("order %s waits: %s", order_id, refusal.rule)
                return replace(run, parked=run.parked + 1)
        run = replace(run, made=run.made + 1)
