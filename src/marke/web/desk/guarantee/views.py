"""The wage guarantee at the desk: what is advanced and promised on money that clients still owe."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.ledger.queries import role_balance
from marke.domain.people.models import StaffRole
from marke.reporting.guarantee_exposure import ClientAtStake, GuaranteeExposure, UnitAtStake, guarantee_exposure
from marke.web.access import desk_page
from marke.web.components.records import Figure
from marke.web.components.tables import Column, Table
from marke.web.desk.clients.views import used_of_limit

READERS = (
    StaffRole.PAYROLL,
    StaffRole.ACCOUNTANT,
    StaffRole.SENIOR_ADVISER,
    StaffRole.BOARD,
    StaffRole.AUDITOR,
)
MOST = 50
"""So many clients, and as many units, are shown: those with most at stake."""


@desk_page(*READERS)
def guarantee(request: HttpRequest) -> HttpResponse:
    """What the guarantee has at stake today: in all, on which clients with their limit, for which units."""
    found = guarantee_exposure()
    clients = found.largest_clients(as_of=timezone.localdate(), most=MOST)
    units = found.largest_units(most=MOST)
    context = {
        "figures": _figures(found),
        "clients": _client_table(clients) if clients else None,
        "units": _unit_table(units) if units else None,
    }
    return render(request, "desk/guarantee/guarantee.html", context)


def _figures(found: GuaranteeExposure) -> list[Figure]:
    """All that is at stake, and the fund that bears what clients never return."""
    fund, alone = role_balance(role="pot.guarantee"), found.alone.total
    figures = [
        Figure(_("At stake"), amount=found.total.total),
        Figure(_("Advanced"), amount=found.total.advanced, note=_("Wages booked, not returned by clients")),
        Figure(_("Guaranteed"), amount=found.total.promised, note=_("Pay promised, not booked yet")),
        Figure(_("Guarantee fund"), amount=fund, tone="bad" if fund < 0 else ""),
    ]
    if alone:
        figures.append(Figure(_("No open invoice behind it"), amount=alone, note=_("The fund bears this"), tone="bad"))
    return figures


def _client_table(rows: Sequence[ClientAtStake]) -> Table:
    """The clients whose open invoices carry most wages, beside the limit of each."""
    return Table(
        caption=_("By client, the most at stake first"),
        columns=[
            Column(
                "client",
                _("Client"),
                value=lambda row: row.client.name,
                link=lambda row: reverse("desk_client", args=[row.client.pk]),
            ),
            *_amounts(),
            Column("used", _("Of its limit"), kind="bar", value=lambda row: used_of_limit(row.standing)),
        ],
        rows=rows,
    )


def _unit_table(rows: Sequence[UnitAtStake]) -> Table:
    """The units whose wages rest most on what clients owe."""
    return Table(
        caption=_("By unit, the most at stake first"),
        columns=[
            Column(
                "unit",
                _("Unit"),
                value=lambda row: row.unit.name,
                link=lambda row: reverse("desk_unit", args=[row.unit.pk]),
            ),
            *_amounts(),
        ],
        rows=rows,
    )


def _amounts() -> list[Column]:
    return [
        Column("advanced", _("Advanced"), kind="money", value=lambda row: row.at_stake.advanced),
        Column("promised", _("Guaranteed"), kind="money", value=lambda row: row.at_stake.promised),
        Column("total", _("At stake"), kind="money", value=lambda row: row.at_stake.total),
    ]
