"""What clients pay: record a line of the bank, see what waits, and say what it pays."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.people.models import StaffRole
from marke.domain.receipts.models import PaidIn
from marke.domain.sales.enums import PaymentStatus
from marke.domain.sales.models import Allocation, Payment
from marke.domain.sales.queries import invoices
from marke.domain.sales.queries import payments as queries
from marke.kernel.refusal import Refusal
from marke.usecases.receive_money import Money, receive_money
from marke.usecases.receive_payment import Received, allocate_payment
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.formatting import format_money
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.desk.payments.forms import AllocateForm, PaymentFilter, PaymentForm
from marke.web.lists.shelf import keeps_views
from marke.web.refusals import show_on

TONES = {PaymentStatus.UNMATCHED: "bad", PaymentStatus.CREDIT: "waiting", PaymentStatus.ALLOCATED: "good"}


@desk_page(StaffRole.ACCOUNTANT, StaffRole.AUDITOR)
@keeps_views
def payments(request: HttpRequest) -> HttpResponse:
    """What arrived, the newest first; unmatched money is one click away."""
    form = PaymentFilter(request.GET)
    status = PaymentStatus(form.cleaned_data["status"]) if form.is_valid() and form.cleaned_data["status"] else None
    shown = window(queries.payments(status=status), page=request.GET.get("page"))
    context = {
        "bar": FilterBar(form=form, views=_saved_views(status)),
        "window": shown,
        "table": _table(shown.rows),
        "actions": [Action(_("Record a payment"), reverse("desk_payment_new"), "primary", "banknote")],
    }
    return render(request, "desk/payments/payments.html", context)


def _saved_views(status: PaymentStatus | None) -> list[SavedView]:
    here = reverse("desk_payments")
    unmatched = PaymentStatus.UNMATCHED
    return [
        SavedView(_("All"), here, current=status is None),
        SavedView(
            str(unmatched.label),
            f"{here}?status={unmatched.value}",
            current=status is unmatched,
            count=queries.unmatched_count(),
        ),
    ]


def _table(rows: list[Payment]) -> Table:
    return Table(
        caption=_("Payments"),
        caption_hidden=True,
        columns=[
            Column(
                "received_on", _("Received on"), kind="date", link=lambda row: reverse("desk_payment", args=[row.pk])
            ),
            Column("payer", _("Payer"), value=_payer, note=lambda row: row.communication),
            Column("amount", _("Amount"), kind="money"),
            Column("waiting", _("Waiting"), kind="money", value=lambda row: row.waiting or None),
            Column("status", _("State"), kind="badge", value=_badge),
        ],
        rows=rows,
    )


def _url(payment: Payment) -> str:
    return reverse("desk_payment", args=[payment.pk])


def _payer(payment: Payment) -> str:
    return payment.payer or (payment.client.name if payment.client else "–")


def _badge(payment: Payment) -> Badge:
    return Badge(str(payment.status.label), TONES[payment.status])


@desk_page(StaffRole.ACCOUNTANT, methods=READ_AND_WRITE)
def payment_new(request: HttpRequest) -> HttpResponse:
    """Record one line of the bank."""
    form = PaymentForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                money = receive_money(payments=[form.payment()], actor=request.user.pk, now=now())
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            return _received(request, money)
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "desk/payments/payment_new.html", context, status=422 if form.errors else 200)


def _received(request: HttpRequest, money: Money) -> HttpResponse:
    """Say what became of the money, and go to the receipt it paid in or to the payment."""
    for paid_in in money.paid_in:
        messages.success(request, _paid_in_words(paid_in))
    for received in money.received:
        messages.success(request, _in_words(received))
        return redirect("desk_payment", payment=received.payment.pk)
    return redirect("desk_taking", taking=money.paid_in[0].receipt_id)


def _paid_in_words(paid_in: PaidIn) -> str:
    language = get_language() or "en"
    return _("%(amount)s is paid in for receipt %(number)s; %(budget)s is now available in unit %(unit)s.") % {
        "amount": format_money(paid_in.amount, language=language),
        "number": paid_in.receipt.number,
        "budget": format_money(paid_in.budget, language=language),
        "unit": paid_in.unit_id,
    }


def _initial(request: HttpRequest) -> dict[str, object]:
    """Prefilled from the invoice the visitor came from: what is still open on it, today."""
    try:
        found = invoices.invoice_by_id(invoice_id=uuid.UUID(request.GET.get("invoice", "")))
    except ValueError:
        found = None
    day = {"received_on": localdate()}
    return day | ({"invoice": found.number, "amount": found.outstanding} if found else {})


def _in_words(received: Received) -> str:
    """What became of the money: «€ 935,00 is now available in unit 1001»."""

    def written(cents: int) -> str:
        return format_money(cents, language=get_language() or "en")

    if received.invoice is None:
        return _("%(amount)s is recorded and waits: say which invoice it pays.") % {
            "amount": written(received.payment.amount)
        }
    values = {
        "settled": written(received.settled),
        "number": received.invoice.number,
        "available": written(received.available),
        "unit": received.invoice.unit_id,
        "waiting": written(received.waiting),
    }
    if received.waiting:
        return (
            _(
                "%(settled)s pays invoice %(number)s; %(available)s is now available in unit %(unit)s, and %(waiting)s "
                "is kept for the client."
            )
            % values
        )
    return _("%(settled)s pays invoice %(number)s; %(available)s is now available in unit %(unit)s.") % values


@desk_page(StaffRole.ACCOUNTANT, methods=READ_AND_WRITE)
def payment(request: HttpRequest, *, payment: uuid.UUID) -> HttpResponse:
    """One payment: what it paid, and what its waiting part should pay."""
    found = queries.payment_by_id(payment_id=payment)
    if found is None:
        raise Http404
    form = AllocateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                received = allocate_payment(
                    payment_id=found.pk,
                    invoice_id=form.cleaned_data["invoice"],
                    on=localdate(),
                    actor=request.user.pk,
                )
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _in_words(received))
            return redirect("desk_payment", payment=found.pk)
    context = {
        "payment": found,
        "payer": _payer(found),
        "badge": _badge(found),
        "settled": _settled(queries.settled_by(payment_id=found.pk)),
        "form": form,
        "events": timeline([found]),
        "crumbs": _crumbs(),
    }
    return render(request, "desk/payments/payment.html", context, status=422 if form.errors else 200)


def _settled(rows: list[Allocation]) -> Table:
    return Table(
        caption=_("What it paid"),
        columns=[
            Column(
                "invoice",
                _("Invoice"),
                kind="code",
                value=lambda row: row.invoice.number,
                link=lambda row: reverse("desk_invoice", args=[row.invoice_id]),
            ),
            Column("unit_id", _("Unit"), kind="code"),
            Column("made_on", _("On"), kind="date"),
            Column("amount", _("Amount"), kind="money"),
            Column("budget", _("Budget made available"), kind="money"),
        ],
        rows=rows,
    )


def _crumbs() -> list[NavItem]:
    return [NavItem(_("Payments"), reverse("desk_payments"))]
