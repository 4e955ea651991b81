"""Receipts without invoice: the book of a unit, declare the takings of a day, pay them in, take a mistake back."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.receipts import queries
from marke.domain.receipts.models import Receipt
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.usecases.declare_receipts import declare_receipt, take_back_receipt
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.attempt import attempt, status_of
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.formatting import format_day, format_money
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.lists.shelf import keeps_views
from marke.web.member.receipts.forms import ReceiptForm, StatusFilter, TakeBackForm, initial_of
from marke.web.member.receipts.tables import (
    explained,
    facts,
    instruction_of,
    money_events,
    receipt_table,
    status_badge,
)


@unit_page()
@keeps_views
def receipts(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The receipts book of the unit, the latest day first, and what is still to be paid in."""
    today, form = timezone.localdate(), StatusFilter(request.GET)
    status = form.wanted()
    found = queries.receipts_of_unit(unit_id=unit.pk, as_of=today, status=status)
    shown = window(found, page=request.GET.get("page"))
    new = reverse("taking_new", args=[unit.pk])
    context = {
        "unit": unit,
        "figures": _figures(unit, today),
        "bar": FilterBar(form=form, views=_tabs(unit, form)),
        "window": shown,
        "table": receipt_table(unit, shown.rows, today=today),
        "narrowed": status is not None,
        "actions": [Action(_("Declare takings"), new, "primary", "hand-coins")],
        "empty_action": Action(_("Declare takings"), new, icon="hand-coins"),
    }
    return render(request, "member/receipts/receipts.html", context)


def _figures(unit: Unit, today: dt.date) -> list[Figure]:
    owed = queries.owed(unit_id=unit.pk, as_of=today)
    here = reverse("takings", args=[unit.pk])
    return [
        Figure(_("To pay in"), amount=owed.total, note=_("%(count)s receipts") % {"count": owed.count}),
        Figure(_("Late"), amount=owed.late, url=f"{here}?status=late", tone="bad" if owed.late else ""),
        Figure(_("Your budget when it is in"), amount=owed.budget),
    ]


def _tabs(unit: Unit, form: StatusFilter) -> list[SavedView]:
    here, wanted = reverse("takings", args=[unit.pk]), form.wanted()
    open_url = f"{here}?status=open"
    return [
        SavedView(_("All"), here, current=wanted is None),
        SavedView(_("To pay in"), open_url, current=wanted == "open"),
        SavedView(_("Late"), f"{here}?status=late", current=wanted == "late"),
    ]


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def receipt_new(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Declare the takings of a day: three fields, the rest as last time."""
    today = timezone.localdate()
    last = queries.receipts_of_unit(unit_id=unit.pk, as_of=today).first()
    form = ReceiptForm(request.POST or None, unit_id=unit.pk, day=today, initial=initial_of(last, today=today))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: declare_receipt(receipt=form.receipt(), actor=request.user.pk, now=timezone.now()))
        if made:
            messages.success(request, _declared(made))
            return redirect("taking", unit=unit.pk, taking=made.pk)
    context = {
        "unit": unit,
        "form": form,
        "crumbs": _crumbs(unit),
        "invoice_url": reverse("invoice_new", args=[unit.pk]),
    }
    return render(request, "member/receipts/receipt_new.html", context, status=status_of(form))


def _declared(receipt: Receipt) -> str:
    language = get_language() or "en"
    return _("Receipt %(number)s: pay %(amount)s in by %(day)s, and %(budget)s is yours to use.") % {
        "number": receipt.number,
        "amount": format_money(receipt.gross, language=language),
        "day": format_day(receipt.due_on, language=language),
        "budget": format_money(receipt.budget, language=language),
    }


@unit_page()
def receipt(request: HttpRequest, *, unit: Unit, taking: uuid.UUID) -> HttpResponse:
    """One receipt: how it is paid in, how the budget comes out of it, what happened."""
    found = _found(unit, taking)
    may_go_back = not found.paid and not found.taken_back_on
    back = Action(_("Take back"), reverse("taking_take_back", args=[unit.pk, found.pk]), "quiet", "undo-2")
    context = {"unit": unit, "crumbs": _crumbs(unit), "actions": [back] if may_go_back else []}
    return render(request, "member/receipts/receipt.html", context | followed(found))


def followed(receipt: Receipt) -> dict[str, object]:
    """What the page of a receipt shows, to the member and to the desk."""
    return {
        "receipt": receipt,
        "badge": status_badge(receipt, today=timezone.localdate()),
        "instruction": instruction_of(receipt),
        "pairs": facts(receipt),
        "explained": explained(receipt),
        "money": money_events(receipt),
        "events": timeline([receipt]),
    }


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def receipt_take_back(request: HttpRequest, *, unit: Unit, taking: uuid.UUID) -> HttpResponse:
    """Take a mistake back: what happens in words, a reason, and one button."""
    found = _found(unit, taking)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        today = timezone.localdate()
        if attempt(
            form, lambda: take_back_receipt(receipt_id=found.pk, reason=reason, on=today, actor=request.user.pk)
        ):
            messages.success(request, _("Receipt %(number)s does not count any more.") % {"number": found.number})
            return redirect("taking", unit=unit.pk, taking=found.pk)
    context = {
        "unit": unit,
        "receipt": found,
        "form": form,
        "crumbs": [*_crumbs(unit), NavItem(found.number, reverse("taking", args=[unit.pk, found.pk]))],
    }
    return render(request, "member/receipts/receipt_take_back.html", context, status=status_of(form))


def _found(unit: Unit, receipt_id: uuid.UUID) -> Receipt:
    found = queries.receipt_of_unit(unit_id=unit.pk, receipt_id=receipt_id)
    if found is None:
        raise Http404
    return found


def _crumbs(unit: Unit) -> list[NavItem]:
    return [NavItem(_("Receipts without invoice"), reverse("takings", args=[unit.pk]))]
