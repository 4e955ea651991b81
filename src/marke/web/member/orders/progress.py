"""Say how much of each line is done, see at once what the client would pay, and send it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.orders.enums import Step
from marke.domain.orders.models import OrderLine
from marke.domain.orders.standing import Due, Standing, standing
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.usecases.invoice_order import Preview, Wanted, invoice_order, preview_order
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.attempt import attempt, status_of
from marke.web.components.shell import NavItem
from marke.web.member.orders.forms import ProgressForm
from marke.web.member.orders.views import found_order
from marke.web.member.orders.words import made_out
from marke.web.refusals import sentence


@dataclass(frozen=True, slots=True)
class Result:
    """What stands beside the form: the invoice that the percentages make, or why they make none."""

    preview: Preview | None
    problem: str = ""


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def order_progress(request: HttpRequest, *, unit: Unit, order: uuid.UUID) -> HttpResponse:
    """The percentages line by line, at the last ones to begin with."""
    found = found_order(unit, order)
    stands = standing(order_id=found.pk)
    due = _progress_of(stands)
    form = ProgressForm(request.POST or None, standing=stands)
    if form.is_bound and form.is_valid():
        turn = request.POST.get("turn", "")
        wanted = Wanted(found.pk, due.step.pk, int(turn) if turn.isdecimal() else due.turn, form.done())
        made = attempt(form, lambda: invoice_order(wanted=wanted, now=timezone.now(), actor=request.user.pk))
        if made:
            messages.success(request, made_out(made))
            return redirect("order", unit=unit.pk, order=found.pk)
    context = {
        "unit": unit,
        "order": found,
        "form": form,
        "rows": _rows(form, stands),
        "turn": due.turn,
        "result": _result(form, stands, due),
        "crumbs": [
            NavItem(_("Orders"), reverse("orders", args=[unit.pk])),
            NavItem(found.number, reverse("order", args=[unit.pk, found.pk])),
        ],
    }
    return render(request, "member/orders/order_progress.html", context, status=status_of(form))


@unit_page(Scope.CREATE_INVOICE)
def order_progress_result(request: HttpRequest, *, unit: Unit, order: uuid.UUID) -> HttpResponse:
    """What the percentages typed so far would make."""
    stands = standing(order_id=found_order(unit, order).pk)
    form = ProgressForm(request.GET, standing=stands)
    context = {"result": _result(form, stands, _progress_of(stands)), "order": stands.order}
    return render(request, "member/orders/progress_result.html", context)


def _progress_of(stands: Standing) -> Due:
    due = next((due for due in stands.offers if due.kind == Step.PROGRESS), None)
    if due is None:
        raise Http404
    return due


def _rows(form: ProgressForm, stands: Standing) -> list[tuple[BoundField, OrderLine, Decimal]]:
    """Each field with its line and the share invoiced as done."""
    asked = [(line, share) for line, share in zip(stands.lines, stands.done_shares, strict=True) if line.net >= 0]
    return [(field, line, share) for field, (line, share) in zip(form.line_fields, asked, strict=True)]


def _result(form: ProgressForm, stands: Standing, due: Due) -> Result:
    if not form.is_bound:
        return Result(None)
    if not form.is_valid():
        return Result(None, _("Give each line its percentage."))
    try:
        return Result(preview_order(found=stands, due=due, on=timezone.localdate(), done=form.done()))
    except Refusal as refusal:
        return Result(None, sentence(refusal))
