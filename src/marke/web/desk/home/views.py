"""The desk's first page: what waits, oldest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.reporting.desk_queues import MOST, Line, Queue, queues
from marke.web.access import desk_page, role_may_enter
from marke.web.components.tables import Column, Table
from marke.web.navigation import roles_of

WORDS = {
    Line.DOCUMENTS: gettext_lazy("Documents to look at before they bind the enterprise"),
    Line.PARKED_ORDERS: gettext_lazy("Orders that could not be invoiced by themselves"),
    Line.IDENTITIES: gettext_lazy("People whose identity is to be checked"),
    Line.UNITS_TO_SCREEN: gettext_lazy("Units of regulated trades to be screened"),
    Line.ADVISER_REQUESTS: gettext_lazy("Units that ask for another adviser"),
    Line.SHARES: gettext_lazy("Shares that wait for their money"),
    Line.EXITS: gettext_lazy("Members who are leaving"),
    Line.COSTS_TO_APPROVE: gettext_lazy("Costs to be approved"),
    Line.COSTS_TO_PAY: gettext_lazy("Costs to be paid"),
    Line.BATCHES: gettext_lazy("Batches of payments to approve or to hand to the bank"),
    Line.PARKED_PAYMENTS: gettext_lazy("Payments that are kept back"),
    Line.ODD_ACCOUNTS: gettext_lazy("Accounts that look odd"),
    Line.PAYMENTS: gettext_lazy("Payments of which we do not know what they pay"),
    Line.OVERDUE: gettext_lazy("Invoices that should have been paid"),
    Line.LATE_RECEIPTS: gettext_lazy("Takings that should have been paid in"),
    Line.MESSAGES: gettext_lazy("Messages that did not arrive, or perhaps not"),
    Line.EINVOICES: gettext_lazy("Invoices that did not reach their client"),
    Line.INCOMING: gettext_lazy("Received invoices that name no unit"),
}
PAGES = {
    Line.DOCUMENTS: ("desk_checks", ""),
    Line.PARKED_ORDERS: ("desk_orders", "?state=parked"),
    Line.IDENTITIES: ("desk_people", "?state=documents_in"),
    Line.UNITS_TO_SCREEN: ("desk_screening", ""),
    Line.ADVISER_REQUESTS: ("desk_advisers", ""),
    Line.SHARES: ("desk_shares", ""),
    Line.EXITS: ("desk_exits", ""),
    Line.COSTS_TO_APPROVE: ("desk_costs", ""),
    Line.COSTS_TO_PAY: ("desk_costs", "?state=approved"),
    Line.BATCHES: ("desk_payouts", ""),
    Line.PARKED_PAYMENTS: ("desk_payout_orders", "?state=parked"),
    Line.ODD_ACCOUNTS: ("desk_account_cases", ""),
    Line.PAYMENTS: ("desk_payments", "?status=unmatched"),
    Line.OVERDUE: ("desk_invoices", "?status=overdue"),
    Line.LATE_RECEIPTS: ("desk_takings", "?status=late"),
    Line.MESSAGES: ("desk_outbox", ""),
    Line.EINVOICES: ("desk_einvoices", ""),
    Line.INCOMING: ("desk_incoming", ""),
}
"""Where each queue is worked on: the name of the page, and the filter that shows this queue."""


@desk_page()
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for somebody of the staff with this role, the oldest case first."""
    found = [
        queue
        for queue in queues(as_of=timezone.localdate())
        if role_may_enter(request.user.staff_role, roles_of(PAGES[queue.line][0]))
    ]
    return render(request, "desk/home/desk.html", {"table": _table(found) if found else None})


@desk_page(second_factor=False)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why the desk asks for a second proof, and the two ways to give one."""
    return render(request, "desk/home/second_factor.html")


def page_of(queue: Queue) -> str:
    """The list on which a queue is worked on."""
    name, query = PAGES[queue.line]
    return reverse(name) + query


def _table(found: list[Queue]) -> Table:
    return Table(
        caption=_("What waits, oldest first"),
        columns=[
            Column("line", _("Queue"), value=lambda queue: WORDS[queue.line], link=page_of),
            Column(
                "count", _("Waiting"), kind="number", note=lambda queue: _("or more") if queue.count == MOST else ""
            ),
            Column("oldest", _("Oldest since"), kind="date"),
        ],
        rows=found,
    )
