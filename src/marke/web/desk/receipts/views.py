"""Receipts without invoice at the desk: who is late to pay takings in, and each receipt with its money."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.people.models import StaffRole
from marke.domain.receipts import queries
from marke.domain.receipts.enums import ReceiptStatus
from marke.web.access import desk_page
from marke.web.components.filters import FilterBar, SavedView, chips_of
from marke.web.components.shell import NavItem
from marke.web.components.windows import window
from marke.web.desk.receipts.forms import ReceiptFilter
from marke.web.lists.shelf import keeps_views
from marke.web.member.receipts.tables import desk_receipt_table
from marke.web.member.receipts.views import followed

READERS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.ACCOUNTANT, StaffRole.AUDITOR)


@desk_page(*READERS)
@keeps_views
def receipts(request: HttpRequest) -> HttpResponse:
    """Receipts of all units; those that are late first, the oldest day first."""
    form = ReceiptFilter(request.GET or {"status": ReceiptStatus.LATE})
    today, asked = timezone.localdate(), form.cleaned_data if form.is_valid() else {}
    status = ReceiptStatus(asked["status"]) if asked.get("status") else None
    shown = window(
        queries.receipts(as_of=today, status=status, unit_id=asked.get("unit")), page=request.GET.get("page")
    )
    here = reverse("desk_takings")
    tabs = [
        SavedView(
            str(each.label),
            f"{here}?status={each.value}",
            current=each is status,
            count=queries.late_count(as_of=today) if each is ReceiptStatus.LATE else None,
        )
        for each in ReceiptStatus
    ]
    context = {
        "bar": FilterBar(form=form, views=tabs, chips=chips_of(form=form, query=request.GET)),
        "window": shown,
        "table": desk_receipt_table(shown.rows, today=today),
    }
    return render(request, "desk/receipts/receipts.html", context, status=200 if form.is_valid() else 422)


@desk_page(*READERS)
def receipt(request: HttpRequest, *, taking: uuid.UUID) -> HttpResponse:
    """One receipt of any unit."""
    found = queries.receipt_by_id(receipt_id=taking)
    if found is None:
        raise Http404
    crumbs = [NavItem(_("Receipts without invoice"), reverse("desk_takings"))]
    context = {"crumbs": crumbs, "lead": str(found.unit)} | followed(found)
    return render(request, "desk/receipts/receipt.html", context)
