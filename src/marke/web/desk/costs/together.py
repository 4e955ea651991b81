"""Many costs at once: approve or refuse what waits for a decision, mark as paid what is approved."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.lists.operations.bulk import Chosen
from marke.domain.lists.operations.views import Place
from marke.domain.people.models import StaffRole
from marke.domain.purchases import queries
from marke.domain.purchases.enums import CostState
from marke.domain.purchases.models import Cost
from marke.usecases.decide_cost import approve_costs, reject_cost
from marke.usecases.pay_cost import order_costs, pay_costs
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.components.formatting import format_money
from marke.web.lists.bulk import Bulk, Deed, go_on, start
from marke.web.member.costs.forms import StateFilter

DECIDERS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.ACCOUNTANT)


@desk_page(*DECIDERS, methods=WRITE)
def costs_together(request: HttpRequest) -> HttpResponse:
    """Begin with the costs that were picked."""
    form = StateFilter(request.GET or {"state": CostState.SUBMITTED})
    return start(request, bulk_of(request, state_of(form)))


@desk_page(*DECIDERS, methods=READ_AND_WRITE)
def costs_together_run(request: HttpRequest, *, run: uuid.UUID) -> HttpResponse:
    """Look, confirm, and read what happened."""
    return go_on(request, bulk_of(request, None, every_deed=True), run)


def state_of(form: StateFilter) -> CostState | None:
    """The state that the list is narrowed to; none when it shows all, or cannot be read."""
    return CostState(form.cleaned_data["state"]) if form.is_valid() and form.cleaned_data["state"] else None


def bulk_of(request: HttpRequest, state: CostState | None, *, every_deed: bool = False) -> Bulk:
    """What this member of staff may do to many costs in a state."""
    deeds = _deeds(request.user.pk)
    return Bulk(
        place=Place("desk_costs"),
        heading=_("Costs"),
        deeds=[deed for of, deed in deeds if every_deed or of is state],
        choose=lambda keys: _chosen(queries.costs().filter(pk__in=keys)),
        matching=lambda most: _chosen(queries.costs(state=state)[:most]),
    )


def _deeds(actor: uuid.UUID) -> Sequence[tuple[CostState, Deed]]:
    """Each deed with the state of the costs it is for."""

    def approve(cost_id: uuid.UUID, note: str) -> str:
        (cost,) = approve_costs(cost_ids=[cost_id], actor=actor, now=timezone.now())
        return _("%(amount)s comes from the budget of unit %(unit)s; it waits for payment.") % _words(cost, cost.charge)

    def reject(cost_id: uuid.UUID, note: str) -> str:
        cost = reject_cost(cost_id=cost_id, reason=note, actor=actor, now=timezone.now())
        return _("%(amount)s is free again in unit %(unit)s; the member reads the reason.") % _words(cost, cost.charge)

    def order(cost_id: uuid.UUID, note: str) -> str:
        (payment,) = order_costs(cost_ids=[cost_id], now=timezone.now())
        return _("%(amount)s to %(payee)s leaves with the next batch.") % {
            "amount": format_money(payment.amount, language=get_language() or "en"),
            "payee": payment.name,
        }

    def pay(cost_id: uuid.UUID, note: str) -> str:
        (cost,) = pay_costs(cost_ids=[cost_id], on=timezone.localdate(), actor=actor)
        return _("%(amount)s is paid for unit %(unit)s.") % _words(cost, cost.gross)

    return [
        (CostState.SUBMITTED, Deed("approve", _("Approve"), approve, kind="primary")),
        (
            CostState.SUBMITTED,
            Deed("reject", _("Reject"), reject, asks=_("Why? Every member reads this reason."), kind="danger"),
        ),
        (CostState.APPROVED, Deed("order", _("Pay by the bank"), order, kind="primary")),
        (CostState.APPROVED, Deed("pay", _("Mark as paid"), pay)),
    ]


def _words(cost: Cost, cents: int) -> dict[str, object]:
    return {"amount": format_money(cents, language=get_language() or "en"), "unit": cost.unit_id}


def _chosen(costs: Iterable[Cost]) -> list[Chosen]:
    return [Chosen(cost.pk, f"{cost.supplier} · {cost.unit_id}", cost.gross) for cost in costs]
