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

from marke.domain.purchases import queries
from marke.domain.purchases.enums import CostState
from marke.kernel.refusal import Refusal
from marke.usecases.decide_cost import approve_costs, reject_cost
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.shell import NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.desk.costs.forms import RejectForm
from marke.web.desk.costs.together import DECIDERS, bulk_of, state_of
from marke.web.lists.bulk import bar_of
from marke.web.lists.shelf import keeps_views
from marke.web.member.costs.forms import StateFilter
from marke.web.member.costs.tables import desk_cost_table, state_badge
from marke.web.member.costs.views import explained, facts, receipt_response
from marke.web.refusals import show_on


@desk_page(*DECIDERS)
@keeps_views
def costs(request: HttpRequest) -> HttpResponse:
    """Costs in a state, the queue to approve first; picked ones are approved, refused or paid together."""
    form = StateFilter(request.GET or {"state": CostState.SUBMITTED})
    state = state_of(form)
    shown = window(queries.costs(state=state), page=request.GET.get("page"))
    bulk = bulk_of(request, state)
    context = {
        "bar": FilterBar(form=form, views=_saved_views(state)),
        "window": shown,
        "table": desk_cost_table(shown.rows, pick=bool(bulk.deeds)),
        "bulk": bar_of(bulk, request, unit=_("costs picked")),
    }
    return render(request, "desk/costs/costs.html", context)


def _saved_views(state: CostState | None) -> list[SavedView]:
    here = reverse("desk_costs")
    return [
        SavedView(str(queue.label), f"{here}?state={queue.value}", current=queue is state)
        for queue in (CostState.SUBMITTED, CostState.APPROVED, CostState.PAID, CostState.REJECTED)
    ]


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
