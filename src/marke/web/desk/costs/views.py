"""The costs of units: a queue to decide, a queue to pay, and each cost with its receipt."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marke.domain.people.models import StaffRole
from marke.domain.purchases import queries
from marke.domain.purchases.enums import CostState
from marke.kernel.refusal import Refusal
from marke.usecases.decide_cost import approve_costs, reject_cost
from marke.usecases.pay_cost import pay_costs
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.records import BulkAction
from marke.web.components.shell import NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.desk.costs.forms import RejectForm
from marke.web.lists.shelf import keeps_views
from marke.web.member.costs.forms import StateFilter
from marke.web.member.costs.tables import desk_cost_table, state_badge
from marke.web.member.costs.views import explained, facts, receipt_response
from marke.web.refusals import sentence, show_on

DECIDERS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.ACCOUNTANT)
QUEUES = {CostState.SUBMITTED: "approve", CostState.APPROVED: "pay"}
"""The queues, and what is done to the costs picked in them."""


@desk_page(*DECIDERS, methods=READ_AND_WRITE)
@keeps_views
def costs(request: HttpRequest) -> HttpResponse:
    """Costs in a state, the queue to approve first; picked ones are approved or paid together."""
    form = StateFilter(request.GET or {"state": CostState.SUBMITTED})
    state = CostState(form.cleaned_data["state"]) if form.is_valid() and form.cleaned_data["state"] else None
    if request.method == "POST":
        return _decide(request)
    shown = window(queries.costs(state=state), page=request.GET.get("page"))
    context = {
        "bar": FilterBar(form=form, views=_saved_views(state)),
        "window": shown,
        "table": desk_cost_table(shown.rows, pick=state in QUEUES),
        "bulk_actions": _bulk_actions(state),
        "here": request.get_full_path(),
    }
    return render(request, "desk/costs/costs.html", context)


def _bulk_actions(state: CostState | None) -> list[BulkAction]:
    labels = {"approve": _("Approve"), "pay": _("Mark as paid")}
    action = QUEUES.get(state) if state else None
    return [BulkAction(labels[action], action, "primary")] if action else []


def _saved_views(state: CostState | None) -> list[SavedView]:
    here = reverse("desk_costs")
    return [
        SavedView(str(queue.label), f"{here}?state={queue.value}", current=queue is state)
        for queue in (*QUEUES, CostState.PAID, CostState.REJECTED)
    ]


def _decide(request: HttpRequest) -> HttpResponse:
    """Approve or pay what was picked, all or none."""
    picked = [found for text in request.POST.getlist("picked") if (found := _uuid(text))]
    try:
        with transaction.atomic():
            messages.success(request, _done(request, picked))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect(request.get_full_path())


def _done(request: HttpRequest, picked: list[uuid.UUID]) -> str:
    if request.POST.get("action") == "pay":
        done = pay_costs(cost_ids=picked, on=timezone.localdate(), actor=request.user.pk)
        said = ngettext("%(count)s cost is marked as paid.", "%(count)s costs are marked as paid.", len(done))
    else:
        done = approve_costs(cost_ids=picked, actor=request.user.pk, now=timezone.now())
        said = ngettext("%(count)s cost is approved.", "%(count)s costs are approved.", len(done))
    return said % {"count": len(done)}


@desk_page(*DECIDERS, methods=READ_AND_WRITE)
def cost(request: HttpRequest, *, cost: uuid.UUID) -> HttpResponse:
    """One cost with its receipt, and the decision."""
    found = queries.cost_by_id(cost_id=cost)
    if found is None:
        raise Http404
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _decided(request, found.pk, form.cleaned_data["reason"])
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            return redirect("desk_costs")
    receipts = list(found.receipts.all())
    context = {
        "cost": found,
        "badge": state_badge(found),
        "lead": str(found.unit),
        "pairs": facts(found),
        "explained": explained(found),
        "receipts": [(row.name, reverse("desk_receipt", args=[row.pk])) for row in receipts],
        "events": timeline([found, *receipts]),
        "form": form,
        "to_decide": found.state == CostState.SUBMITTED,
        "crumbs": [NavItem(_("Costs"), reverse("desk_costs"))],
    }
    return render(request, "desk/costs/cost.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, cost_id: uuid.UUID, reason: str) -> None:
    if request.POST.get("action") == "reject":
        reject_cost(cost_id=cost_id, reason=reason, actor=request.user.pk, now=timezone.now())
        messages.success(request, _("The cost is rejected; the budget is free again."))
    else:
        approve_costs(cost_ids=[cost_id], actor=request.user.pk, now=timezone.now())
        messages.success(request, _("The cost is approved and waits for payment."))


@desk_page(*DECIDERS)
def receipt(request: HttpRequest, *, receipt: uuid.UUID) -> FileResponse:
    """The file that proves a cost."""
    found = queries.receipt_by_id(receipt_id=receipt)
    if found is None:
        raise Http404
    return receipt_response(found)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
