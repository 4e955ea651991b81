"""What waits for the staff: each queue with how many, and since when the oldest waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from marke.domain.checks import queries as checks
from marke.domain.einvoicing import queries as einvoicing
from marke.domain.einvoicing.enums import IncomingState
from marke.domain.members import queries as members
from marke.domain.orders import queries as orders
from marke.domain.orders.queries import OrderFilter
from marke.domain.outbox import queries as outbox
from marke.domain.outbox.enums import NEEDS_A_PERSON
from marke.domain.payouts import queries as payouts
from marke.domain.payouts.enums import CaseState, OrderState
from marke.domain.people import queries as people
from marke.domain.purchases import queries as purchases
from marke.domain.purchases.enums import CostState
from marke.domain.receipts import queries as receipts
from marke.domain.receipts.enums import ReceiptStatus
from marke.domain.sales.enums import InvoiceStatus, PaymentStatus
from marke.domain.sales.models import Invoice, Payment
from marke.domain.sales.queries import invoices, payments
from marke.domain.units import queries as units

MOST = 1_000
"""A queue longer than this is counted as «1,000 or more»: the exact number changes nothing for who works on it."""


class Line(StrEnum):
    """The queues of the desk."""

    DOCUMENTS = "documents"
    PARKED_ORDERS = "parked_orders"
    IDENTITIES = "identities"
    UNITS_TO_SCREEN = "units_to_screen"
    ADVISER_REQUESTS = "adviser_requests"
    SHARES = "shares"
    EXITS = "exits"
    COSTS_TO_APPROVE = "costs_to_approve"
    COSTS_TO_PAY = "costs_to_pay"
    BATCHES = "batches"
    PARKED_PAYMENTS = "parked_payments"
    ODD_ACCOUNTS = "odd_accounts"
    PAYMENTS = "payments"
    OVERDUE = "overdue"
    LATE_RECEIPTS = "late_receipts"
    MESSAGES = "messages"
    EINVOICES = "einvoices"
    INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: how many wait (at most `MOST`), and the day since when the oldest does."""

    line: Line
    count: int
    oldest: dt.date | None


def queues(*, as_of: dt.date) -> list[Queue]:
    """Every queue that is not empty, the one with the oldest case first."""
    found = [_queue(line, rows(as_of), since) for line, (rows, since) in LINES.items()]
    return sorted((queue for queue in found if queue.count), key=lambda queue: queue.oldest or dt.date.min)


def overdue_invoices(as_of: dt.date) -> QuerySet[Invoice]:
    """Invoices whose day to pay has passed, oldest first."""
    late = invoices.in_status(InvoiceStatus.OVERDUE, as_of=as_of)
    return Invoice.objects.filter(late).order_by("due_on", "pk")


def unmatched_payments() -> QuerySet[Payment]:
    """Money of which nobody knows what it pays, oldest first."""
    return payments.payments(status=PaymentStatus.UNMATCHED).order_by("received_on", "pk")


LINES: dict[Line, tuple[Callable[[dt.date], QuerySet], str]] = {
    Line.DOCUMENTS: (lambda day: checks.checks(), "asked_at"),
    Line.PARKED_ORDERS: (lambda day: orders.find_orders(wanted=OrderFilter(parked=True)), "parked_on"),
    Line.LATE_RECEIPTS: (lambda day: receipts.receipts(as_of=day, status=ReceiptStatus.LATE), "due_on"),
    Line.IDENTITIES: (lambda day: people.identities_to_check(), "documents_in_at"),
    Line.UNITS_TO_SCREEN: (lambda day: units.units_to_screen(), "requested_on"),
    Line.ADVISER_REQUESTS: (lambda day: units.adviser_requests_to_answer(), "asked_on"),
    Line.SHARES: (lambda day: members.subscriptions_waiting(), "subscribed_on"),
    Line.EXITS: (lambda day: members.exits_in_progress(), "asked_on"),
    Line.COSTS_TO_APPROVE: (lambda day: purchases.costs(state=CostState.SUBMITTED), "entered_at"),
    Line.COSTS_TO_PAY: (lambda day: purchases.costs(state=CostState.APPROVED), "decided_at"),
    Line.BATCHES: (lambda day: payouts.batches_to_approve(), "proposed_at"),
    Line.PARKED_PAYMENTS: (lambda day: payouts.orders(state=OrderState.PARKED), "due_on"),
    Line.ODD_ACCOUNTS: (lambda day: payouts.cases(state=CaseState.OPEN), "opened_at"),
    Line.PAYMENTS: (lambda day: unmatched_payments(), "received_on"),
    Line.OVERDUE: (overdue_invoices, "due_on"),
    Line.MESSAGES: (lambda day: outbox.messages(states=NEEDS_A_PERSON).order_by("put_at", "pk"), "put_at"),
    Line.EINVOICES: (lambda day: einvoicing.deliveries(state="problem").order_by("pk"), "queued_at"),
    Line.INCOMING: (lambda day: einvoicing.incoming(state=IncomingState.TO_ASSIGN), "received_at"),
}
"""Each queue as rows with the oldest first, and the column that says since when a row waits."""


def _queue(line: Line, rows: QuerySet, since: str) -> Queue:
    oldest = rows.values_list(since, flat=True).first()
    count = rows.order_by()[:MOST].count() if oldest is not None else 0
    return Queue(line, count, _day(oldest))


def _day(moment: dt.date | dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment
