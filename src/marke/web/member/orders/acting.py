"""Act on an order: invoice what comes next, let it go by itself, end what is left."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.orders.enums import FileKind
from marke.domain.orders.files import add_file
from marke.domain.orders.models import Order
from marke.domain.orders.operations import end_order, set_automatic
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.usecases.invoice_order import Wanted, invoice_order
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.attempt import attempt, status_of
from marke.web.components.shell import NavItem
from marke.web.member.orders.forms import EndForm
from marke.web.member.orders.views import found_order
from marke.web.member.orders.words import made_out
from marke.web.refusals import sentence


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def order_invoice(request: HttpRequest, *, unit: Unit, order: uuid.UUID) -> HttpResponse:
    """One tap: what was shown as next is made out and on its way; a second tap finds the same invoice."""
    found = found_order(unit, order)
    try:
        with transaction.atomic():
            made = invoice_order(wanted=_wanted(request, found), now=timezone.now(), actor=request.user.pk)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, made_out(made))
    return redirect("order", unit=unit.pk, order=found.pk)


def _wanted(request: HttpRequest, order: Order) -> Wanted:
    """The step and turn that the page showed; anything else is what comes next."""
    try:
        step, turn = uuid.UUID(request.POST.get("step", "")), int(request.POST.get("turn", ""))
    except ValueError:
        return Wanted(order.pk)
    return Wanted(order.pk, step, turn)


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def order_automatic(request: HttpRequest, *, unit: Unit, order: uuid.UUID) -> HttpResponse:
    """Whether the invoices of this order leave on their day without a tap."""
    found = found_order(unit, order)
    automatic = request.POST.get("automatic") == "1"
    set_automatic(order_id=found.pk, automatic=automatic)
    words = (
        _("From now on the invoices of this order leave on their day by themselves.")
        if automatic
        else _("You send the invoices of this order yourself.")
    )
    messages.success(request, words)
    return redirect("order", unit=unit.pk, order=found.pk)


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def order_end(request: HttpRequest, *, unit: Unit, order: uuid.UUID) -> HttpResponse:
    """End what is left of an order, with the paper on which the client agrees (rule 16)."""
    found = found_order(unit, order)
    form = EndForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid() and attempt(form, lambda: _end(found, form, request.user.pk)):
        messages.success(request, _("The order has ended. What was invoiced stays."))
        return redirect("order", unit=unit.pk, order=found.pk)
    crumbs = [
        NavItem(_("Orders"), reverse("orders", args=[unit.pk])),
        NavItem(found.number, reverse("order", args=[unit.pk, found.pk])),
    ]
    context = {"unit": unit, "order": found, "form": form, "crumbs": crumbs}
    return render(request, "member/orders/order_end.html", context, status=status_of(form))


def _end(order: Order, form: EndForm, actor: uuid.UUID) -> bool:
    add_file(order_id=order.pk, kind=FileKind.CHANGE, file=form.paper(), actor=actor)
    end_order(order_id=order.pk, on=timezone.localdate(), reason=form.cleaned_data["reason"])
    return True
