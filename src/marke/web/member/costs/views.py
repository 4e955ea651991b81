"""The costs of a unit: hand in a receipt, follow it until it is paid."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.einvoicing.queries import incoming_count
from marke.domain.ledger.queries import unit_budget
from marke.domain.purchases import queries
from marke.domain.purchases.enums import CostState
from marke.domain.purchases.models import Cost, Receipt
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.usecases.record_cost import record_cost
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.components.filters import FilterBar
from marke.web.components.formatting import format_money
from marke.web.components.records import ExplainedLine, Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.lists.shelf import keeps_views
from marke.web.member.costs.forms import CostForm, StateFilter
from marke.web.member.costs.tables import category_title, cost_table, state_badge
from marke.web.refusals import show_on


@unit_page()
@keeps_views
def costs(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """What the unit spent and hands in, and what it may still spend."""
    form = StateFilter(request.GET)
    state = CostState(form.cleaned_data["state"]) if form.is_valid() and form.cleaned_data["state"] else None
    shown = window(queries.costs_of_unit(unit_id=unit.pk, state=state), page=request.GET.get("page"))
    new = reverse("cost_new", args=[unit.pk])
    context = {
        "unit": unit,
        "figures": _figures(unit),
        "bar": FilterBar(form=form),
        "window": shown,
        "table": cost_table(unit, shown.rows),
        "narrowed": state is not None,
        "actions": [_received(unit), Action(_("New cost"), new, "primary", "receipt-text")],
        "empty_action": Action(_("Hand in a receipt"), new, icon="camera"),
    }
    return render(request, "member/costs/costs.html", context)


def _received(unit: Unit) -> Action:
    """The way to what suppliers sent, with how many wait to be booked."""
    waiting, url = incoming_count(unit_id=unit.pk), reverse("incoming_invoices", args=[unit.pk])
    label = _("Received invoices (%(count)s)") % {"count": waiting} if waiting else _("Received invoices")
    return Action(label, url, icon="inbox")


def _figures(unit: Unit) -> list[Figure]:
    budget = unit_budget(unit_id=unit.pk)
    return [
        Figure(_("Available for costs"), amount=budget.available, note=_("money that clients have paid")),
        Figure(_("Reserved"), amount=budget.committed, note=_("waiting for approval")),
    ]


@unit_page(Scope.ENTER_COST, methods=READ_AND_WRITE)
def cost_new(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Hand in a cost; its budget is reserved at once and another person approves it."""
    form = CostForm(request.POST or None, request.FILES or None, unit_id=unit.pk, day=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                handed_in = record_cost(cost=form.cost(), actor=request.user.pk, now=timezone.now())
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _handed_in(handed_in))
            return redirect("cost", unit=unit.pk, cost=handed_in.pk)
    context = {
        "unit": unit,
        "form": form,
        "figures": _figures(unit),
        "suppliers": queries.suppliers_of_unit(unit_id=unit.pk),
        "crumbs": [NavItem(_("Costs"), reverse("costs", args=[unit.pk]))],
    }
    return render(request, "member/costs/cost_new.html", context, status=422 if form.errors else 200)


def _handed_in(cost: Cost) -> str:
    charge = format_money(cost.charge, language=get_language() or "en")
    return _("Handed in: %(charge)s is reserved in your budget until somebody at the desk decides.") % {
        "charge": charge
    }


@unit_page()
def cost(request: HttpRequest, *, unit: Unit, cost: uuid.UUID) -> HttpResponse:
    """One cost: what it takes from the budget and why, its receipt, where it stands."""
    found = queries.cost_of_unit(unit_id=unit.pk, cost_id=cost)
    if found is None:
        raise Http404
    receipts = list(found.receipts.all())
    context = {
        "unit": unit,
        "cost": found,
        "badge": state_badge(found),
        "pairs": facts(found),
        "explained": explained(found),
        "receipts": [(row.name, reverse("receipt", args=[unit.pk, row.pk])) for row in receipts],
        "events": timeline([found, *receipts]),
        "crumbs": [NavItem(_("Costs"), reverse("costs", args=[unit.pk]))],
    }
    return render(request, "member/costs/cost.html", context)


def facts(cost: Cost) -> list[tuple[str, str]]:
    """A cost in words."""
    project = [(_("Account of the supplier"), cost.pay_to_iban)] if cost.pay_to_iban else []
    return [
        (_("Kind of cost"), category_title(cost)),
        (_("What for"), cost.description or "–"),
        (_("What proves it"), str(cost.get_proof_display())),
        (_("Payment"), str(cost.get_paid_by_display())),
        *project,
    ]


def explained(cost: Cost) -> list[ExplainedLine]:
    """Why the budget bears this much (worked example X5)."""
    return [
        ExplainedLine(_("Paid, VAT included"), cost.gross),
        ExplainedLine(
            _("VAT that comes back"),
            -cost.deductible,
            base=cost.vat,
            rate=cost.deductible_share,
            reference=_("Only on an invoice in the name of the enterprise, as far as the law allows"),
        ),
    ]


@unit_page()
def receipt(request: HttpRequest, *, unit: Unit, receipt: uuid.UUID) -> FileResponse:
    """The file that proves a cost."""
    found = queries.receipt_of_unit(unit_id=unit.pk, receipt_id=receipt)
    if found is None:
        raise Http404
    return receipt_response(found)


def receipt_response(receipt: Receipt) -> FileResponse:
    """The file, under its true kind and in a sandbox: whatever it holds, it runs nothing here."""
    return FileResponse(
        receipt.file.open("rb"),
        filename=f"receipt-{receipt.pk}.{receipt.content_type.rpartition('/')[2]}",
        headers={"Content-Type": receipt.content_type, "Content-Security-Policy": "sandbox"},
    )
