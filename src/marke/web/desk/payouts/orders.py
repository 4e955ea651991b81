"""Payments one by one: what keeps one back, who accepts its payee, what the bank sent back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.payouts import operations, queries
from marke.domain.payouts.enums import OrderState
from marke.domain.payouts.models import PaymentOrder
from marke.domain.payouts.operations import doubted_payees
from marke.domain.payouts.verifications import record_answers
from marke.usecases.confirm_payouts import return_from_bank
from marke.usecases.pay_out import look_again
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.formatting import format_iban
from marke.web.components.shell import Action, NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.desk.form_page import FormPage
from marke.web.desk.payouts.forms import AnswerForm, OrderFilter, ReasonForm, ReturnForm
from marke.web.desk.payouts.roles import APPROVERS, KEEPERS, READERS
from marke.web.desk.payouts.tables import order_badge, order_table

QUEUES = (OrderState.WAITING, OrderState.PARKED, OrderState.SENT, OrderState.RETURNED, OrderState.EXECUTED)


@desk_page(*READERS)
def orders(request: HttpRequest) -> HttpResponse:
    """Payments in a state; those that wait are the most urgent first."""
    form = OrderFilter(request.GET or {"state": OrderState.WAITING})
    state = OrderState(form.cleaned_data["state"]) if form.is_valid() and form.cleaned_data["state"] else None
    shown = window(queries.orders(state=state), page=request.GET.get("page"))
    here = reverse("desk_payout_orders")
    views = [SavedView(str(each.label), f"{here}?state={each.value}", current=each is state) for each in QUEUES]
    context = {
        "bar": FilterBar(form=form, views=views),
        "window": shown,
        "table": order_table(shown.rows, caption=_("Payments"), caption_hidden=True),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "desk/payouts/orders.html", context)


@desk_page(*READERS)
def order(request: HttpRequest, *, payment: uuid.UUID) -> HttpResponse:
    """One payment: to whom, why it waits, and what can be done."""
    found = _found(payment)
    context = {
        "payment": found,
        "badge": order_badge(found),
        "crumbs": _crumbs(),
        "reason": _(found.reason) if found.reason else "",
        "pairs": _pairs(found),
        "actions": _actions(request, found),
        "batch_url": reverse("desk_batch", args=[found.batch_id]) if found.batch_id else "",
        "events": timeline([found]),
    }
    return render(request, "desk/payouts/order.html", context)


def _pairs(found: PaymentOrder) -> list[tuple[str, object]]:
    pairs = [
        (_("Account"), format_iban(found.iban)),
        (_("Text"), found.text),
        (_("What it pays"), found.get_purpose_display()),
        (_("Due on"), found.due_on),
        (_("Not before"), found.not_before),
        (_("Paid on"), found.executed_on),
        (_("Identification at the bank"), found.end_to_end),
    ]
    return [(label, value) for label, value in pairs if value]


def _actions(request: HttpRequest, found: PaymentOrder) -> list[Action]:
    """What this person can do to the payment now."""
    role = request.user.staff_role
    actions = []
    is_doubted = (found.iban, found.name) in doubted_payees([(found.iban, found.name)])
    if found.state == OrderState.PARKED and is_doubted and role != "auditor":
        actions.append(
            Action(_("Accept the payee"), reverse("desk_payout_accept", args=[found.pk]), "primary", "shield-check")
        )
    if role not in (*KEEPERS, "administrator"):
        return actions
    if found.state == OrderState.PARKED:
        again = reverse("desk_payout_again", args=[found.pk])
        actions.append(Action(_("Look again"), again, "", "search", method="post"))
    if found.state in (OrderState.WAITING, OrderState.PARKED):
        actions.append(Action(_("Answer of the bank"), reverse("desk_payout_verify", args=[found.pk]), "", "landmark"))
    if found.state in (OrderState.SENT, OrderState.EXECUTED):
        actions.append(Action(_("It came back"), reverse("desk_payout_return", args=[found.pk]), "danger", "undo-2"))
    return actions


@desk_page(*KEEPERS, methods=WRITE)
def again(request: HttpRequest, *, payment: uuid.UUID) -> HttpResponse:
    """Let a parked payment go on when nothing keeps it back any more."""
    found = _found(payment)
    if look_again(order_ids=[found.pk], now=timezone.now()):
        messages.success(request, _("It waits for the next batch."))
    else:
        messages.warning(request, _("It is still kept back: read why."))
    return redirect("desk_payout_order", payment=found.pk)


@desk_page(*APPROVERS, methods=READ_AND_WRITE)
def accept(request: HttpRequest, *, payment: uuid.UUID) -> HttpResponse:
    """Accept a payee whose name does not fit; it takes two people."""
    found = _found(payment)
    page = FormPage(
        heading=_("Accept %(name)s on this account") % {"name": found.name},
        lead=_("The bank says that name and account do not belong together. Two people must be sure."),
        send=_("Accept"),
        crumbs=_crumbs(),
        pairs=_pairs(found),
    )
    return page.answer(
        request,
        ReasonForm(request.POST or None),
        act=lambda given: operations.accept_payee(
            order_id=found.pk, reason=given["reason"], actor=request.user.pk, now=timezone.now()
        ),
        done=_("Accepted."),
        to=reverse("desk_payout_order", args=[found.pk]),
    )


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def returned(request: HttpRequest, *, payment: uuid.UUID) -> HttpResponse:
    """The bank refused a payment, or sent it back: what it paid is owed again."""
    found = _found(payment)
    page = FormPage(
        heading=_("The payment to %(name)s came back") % {"name": found.name},
        lead=_("What it paid is owed again, and can be paid once the account is right."),
        send=_("Write it down"),
        kind="danger",
        crumbs=_crumbs(),
    )
    return page.answer(
        request,
        ReturnForm(request.POST or None, initial={"on": timezone.localdate()}),
        act=lambda given: return_from_bank(
            end_to_end=found.end_to_end, reason=given["reason"], on=given["on"], actor=request.user.pk
        ),
        done=_("It is owed again."),
        to=reverse("desk_payout_order", args=[found.pk]),
    )


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def verify(request: HttpRequest, *, payment: uuid.UUID) -> HttpResponse:
    """Write down what the payee's bank says of this name and account."""
    found = _found(payment)
    page = FormPage(
        heading=_("What does the bank say of %(name)s?") % {"name": found.name},
        lead=_(
            "A name that does not fit keeps the payment back until two people accept it; one that nearly fits does not."
        ),
        send=_("Keep"),
        crumbs=_crumbs(),
        pairs=_pairs(found),
    )
    form = AnswerForm(request.POST or None)
    return page.answer(
        request,
        form,
        act=lambda given: record_answers(
            answers=[form.of(iban=found.iban, name=found.name)], actor=request.user.pk, now=timezone.now()
        ),
        done=_("Kept."),
        to=reverse("desk_payout_order", args=[found.pk]),
    )


def _found(order_id: uuid.UUID) -> PaymentOrder:
    found = queries.order_by_id(order_id=order_id)
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[NavItem]:
    return [NavItem(_("Money out"), reverse("desk_payouts")), NavItem(_("Payments"), reverse("desk_payout_orders"))]
