"""How costs look in lists: for a unit, and for the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.purchases.enums import CostState
from marke.domain.purchases.models import Cost
from marke.domain.sales.home import home
from marke.domain.units.models import Unit
from marke.web.components.tables import Badge, Column, Table

TONES = {
    CostState.SUBMITTED: "waiting",
    CostState.APPROVED: "waiting",
    CostState.ORDERED: "waiting",
    CostState.PAID: "good",
    CostState.REJECTED: "bad",
}


def state_badge(cost: Cost) -> Badge:
    """Where a cost stands, in one word."""
    return Badge(str(cost.get_state_display()), TONES[CostState(cost.state)])


def category_title(cost: Cost) -> str:
    """The kind of cost in the reader's language."""
    rule = home().deduction_rules().get(cost.category)
    return rule.titles.get(get_language() or "en", rule.titles["en"]) if rule else cost.category


def cost_table(unit: Unit, costs: Sequence[Cost]) -> Table:
    """The costs of one unit."""
    return _table(costs, [], url=lambda row: reverse("cost", args=[unit.pk, row.pk]))


def desk_cost_table(costs: Sequence[Cost], *, pick: bool) -> Table:
    """Costs of all units; a queue has checkboxes."""
    unit = Column("unit", _("Unit"), value=lambda row: row.unit_id, note=lambda row: row.unit.name, kind="code")
    return _table(
        costs,
        [unit],
        url=lambda row: reverse("desk_cost", args=[row.pk]),
        pick=(lambda row: str(row.pk)) if pick else None,
    )


def _table(
    costs: Sequence[Cost],
    more: list[Column],
    *,
    url: Callable[[Cost], str],
    pick: Callable[[Cost], str] | None = None,
) -> Table:
    return Table(
        caption=_("Costs"),
        caption_hidden=True,
        columns=[
            Column("supplier", _("Supplier"), link=url, note=lambda row: row.description),
            *more,
            Column("spent_on", _("Date"), kind="date"),
            Column("gross", _("Paid"), kind="money"),
            Column("charge", _("From the budget"), kind="money"),
            Column("state", _("State"), kind="badge", value=state_badge),
        ],
        rows=costs,
        pick=pick,
        pick_amount=lambda row: row.gross,
    )
