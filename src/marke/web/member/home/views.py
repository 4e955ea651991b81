"""The member's first page: three numbers, the next seven days, one thing to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.reporting.member_home import MemberHome, OwnUnit, member_home
from marke.web.access import member_page
from marke.web.components.records import Figure
from marke.web.components.tables import Badge, Column, Table
from marke.web.member.home.words import IN_CHECKLIST, checklist, first_action, to_do

TONES = {"open": "good", "requested": "waiting", "frozen": "bad", "closing": "waiting"}


@member_page()
def home(request: HttpRequest) -> HttpResponse:
    """Where do I stand, what happens next, what can I do?"""
    found = member_home(person=request.person, unit_ids=request.visible_units, as_of=timezone.localdate())
    steps = None if found.is_settled else checklist(found)
    context: dict[str, Any] = {
        "heading": _("Hello %(name)s") % {"name": request.person.given_name or request.person.family_name},
        "lead": "" if found.units else _("A unit is your project inside the enterprise, with its own budget."),
        "figures": _figures(found),
        "to_do": to_do(matter for matter in found.to_do if steps is None or matter.kind not in IN_CHECKLIST),
        "this_week": to_do(found.this_week),
        "steps": steps,
        "units": _units(found) if found.units else None,
    }
    if not found.units and steps:
        context["primary_action"] = first_action(steps)
    return render(request, "member/home/home.html", context)


def _figures(found: MemberHome) -> list[Figure]:
    """Three numbers; with one unit each opens the rows behind it, or what can be done with it."""
    only = {"unit": found.units[0].number} if len(found.units) == 1 else None
    return [
        Figure(
            _("Available"),
            amount=found.available,
            note=_("Received and not committed"),
            url=reverse("unit_budget", kwargs=only) if only else "",
        ),
        Figure(
            _("Expected in 30 days"),
            amount=found.expected,
            note=_("From clients, without VAT and contribution"),
            url=reverse("invoices", kwargs=only) if only else "",
        ),
        Figure(
            _("What you can use for pay"),
            amount=found.for_pay,
            note=_("The guarantee advances what clients still owe"),
            url=reverse("work_new", kwargs=only) if only else "",
        ),
    ]


def _units(found: MemberHome) -> Table:
    def page(unit: OwnUnit) -> str:
        return reverse("unit", kwargs={"unit": unit.number})

    return Table(
        caption=_("My units"),
        columns=[
            Column("name", _("Unit"), link=page, note=lambda unit: _("Number %(number)s") % {"number": unit.number}),
            Column("state", _("State"), kind="badge", value=lambda u: Badge(u.state_label, TONES.get(u.state, ""))),
            Column("expected", _("Expected"), kind="money"),
            Column("available", _("Available"), kind="money"),
        ],
        rows=found.units,
    )
