"""Where the unit stands: its budget, its year, what to do, what it waits for."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import names_of
from marke.domain.ledger.queries import UnitBudget, unit_budget
from marke.domain.orders.queries import planned
from marke.domain.units import queries
from marke.domain.units.activities import activity
from marke.domain.units.enums import UnitState
from marke.domain.units.models import Unit
from marke.domain.units.policies import Block
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.reporting.pay_budget import PayBudget, pay_budget
from marke.reporting.unit_figures import last_movement, project_budgets, unit_months
from marke.reporting.unit_waiting import Waiting, waiting_for
from marke.web.access import unit_page
from marke.web.components.formatting import format_money
from marke.web.components.records import Figure, Step
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Column, Table
from marke.web.components.timeline import timeline
from marke.web.member.units.views.common import blocks_of, crumbs, may, unit_url
from marke.web.refusals import sentence
from marke.web.unit_figures import latest_movements, year_chart
from marke.web.unit_words import state_badge

QUIET = dt.timedelta(days=365)


@unit_page(blockable=False)
def unit_page_(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The unit at a glance."""
    today = timezone.localdate()
    budget = unit_budget(unit_id=unit.pk)
    months = unit_months(unit_id=unit.pk, as_of=today)
    adviser = queries.adviser_of(unit_id=unit.pk)
    moved_on = last_movement(unit_id=unit.pk)
    context = {
        "unit": unit,
        "heading": unit.name,
        "lead": _("Unit %(number)s · %(activity)s")
        % {"number": unit.pk, "activity": activity(unit.activity).name(get_language() or "en")},
        "badge": state_badge(unit),
        "actions": _actions(request, unit, budget),
        "notices": [_notice(block) for block in blocks_of(request, unit)],
        "figures": _figures(unit, budget),
        "chart": year_chart(months) if any(month.money_in or month.money_out for month in months) else None,
        "latest": latest_movements(unit, today),
        "steps": _first_steps(request, unit, moved_on),
        "waiting": [_waiting_in_words(unit, waiting) for waiting in waiting_for(unit_id=unit.pk, as_of=today)],
        "adviser": names_of([adviser.adviser_id]).get(adviser.adviser_id, "") if adviser else "",
        "quiet_since": moved_on if _is_quiet(unit, moved_on, today) else None,
        "holders": queries.roles_today().filter(unit_id=unit.pk, kind="holder").select_related("person"),
        "events": timeline([unit, *queries.roles_of(unit_id=unit.pk), *queries.projects_of(unit_id=unit.pk)], limit=8),
    }
    return render(request, "member/units/unit.html", context)


@unit_page(blockable=False)
def budget(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """How each figure of the budget is computed, for the unit and its projects."""
    whole = unit_budget(unit_id=unit.pk)
    parts = project_budgets(unit_id=unit.pk)
    names = {project.pk: project.name for project in queries.projects_of(unit_id=unit.pk)}
    rows = [
        {
            "name": names.get(key, "") if key else _("The unit itself"),
            "received": part.received,
            "expected": part.expected,
            "committed": part.committed,
            "available": part.available,
        }
        for key, part in sorted(parts.items(), key=lambda item: names.get(item[0], ""))
    ]
    table = Table(
        caption=_("By project"),
        columns=[
            Column("name", _("Project")),
            Column("received", _("Received"), kind="money"),
            Column("expected", _("Expected"), kind="money"),
            Column("committed", _("Reserved"), kind="money"),
            Column("available", _("Available"), kind="money"),
        ],
        rows=rows,
        totals={
            "received": whole.received,
            "expected": whole.expected,
            "committed": whole.committed,
            "available": whole.available,
        },
    )
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "today": timezone.localdate(),
        "available": _explained_available(whole),
        "pay": _explained_pay(pay_budget(unit_id=unit.pk)),
        "budget": whole,
        "table": table if len(rows) > 1 else None,
    }
    return render(request, "member/units/budget.html", context)


def _actions(request: HttpRequest, unit: Unit, budget: UnitBudget) -> list[Action]:
    """Transfer what is there, while the unit's money may be used."""
    usable = unit.state in (UnitState.OPEN, UnitState.DORMANT, UnitState.CLOSING)
    if usable and budget.available > 0 and may(request, unit, "transfer"):
        return [Action(_("Transfer budget"), unit_url("transfer_new", unit), icon="send")]
    return []


def _figures(unit: Unit, budget: UnitBudget) -> list[Figure]:
    explain = unit_url("unit_budget", unit)
    signed = planned(unit_id=unit.pk)
    return [
        Figure(
            _("Available"),
            amount=budget.available,
            note=_("Received and not reserved: for costs and transfers"),
            explain_url=explain,
            tone="good" if budget.available > 0 else "",
        ),
        Figure(
            _("What you can use for pay"),
            amount=pay_budget(unit_id=unit.pk).usable,
            note=_("Received and expected, less what is reserved or promised"),
            url=unit_url("work_new", unit),
            explain_url=explain,
        ),
        Figure(_("Expected"), amount=budget.expected, note=_("Invoiced, and the client still has to pay")),
        Figure(_("Reserved"), amount=budget.committed, note=_("For what was signed or entered")),
        Figure(_("Planned"), amount=signed.net, note=_("Signed and not invoiced yet"), url=unit_url("orders", unit)),
    ]


def _explained_available(budget: UnitBudget) -> Table:
    return _sum(
        _("Available for costs and transfers"),
        [
            (_("Received: clients have paid it"), budget.received),
            (_("Reserved of it"), -(budget.committed - budget.committed_expected)),
        ],
        budget.available,
    )


def _explained_pay(pay: PayBudget) -> Table:
    budget = pay.budget
    return _sum(
        _("Usable for pay"),
        [
            (_("Received: clients have paid it"), budget.received),
            (_("Expected: the guarantee fund advances it"), budget.expected),
            (_("Reserved"), -budget.committed),
            (_("Promised as pay, on money that clients still owe"), -pay.promised),
        ],
        pay.usable,
    )


def _sum(caption: str, lines: list[tuple[str, Cents]], total: Cents) -> Table:
    """The lines that add to a figure."""
    return Table(
        caption=caption,
        columns=[
            Column("label", _("Part"), value=lambda line: line[0]),
            Column("amount", _("Amount"), kind="money", value=lambda line: line[1]),
        ],
        rows=lines,
        totals={"amount": total},
        caption_hidden=True,
        keep_shape=True,
    )


def _notice(block: Block) -> dict[str, str]:
    refusal = Refusal(block.rule, block.message, params=block.params)
    url = reverse(block.url_name) if block.url_name else ""
    return {"text": sentence(refusal), "url": url}


def _first_steps(request: HttpRequest, unit: Unit, moved_on: dt.date | None) -> list[Step]:
    """What a fresh unit does next; nothing once it runs."""
    if moved_on is not None or unit.state not in (UnitState.REQUESTED, UnitState.OPEN) or not may(request, unit):
        return []
    waits = unit.state == UnitState.REQUESTED
    screened = Step(_("An adviser looks at your trade"), done=not waits, note=_("You hear from us.") if waits else "")
    return [
        Step(_("The unit has its number"), done=True, note=str(unit.pk)),
        *([screened] if activity(unit.activity).trade else []),
        Step(_("Make your first invoice"), "" if waits else unit_url("invoice_new", unit)),
        Step(_("Invite who works with you"), unit_url("unit_people", unit), note=_("If you do not work alone.")),
        Step(_("Split your budget into projects"), unit_url("unit_projects", unit), note=_("If it helps you.")),
    ]


def _waiting_in_words(unit: Unit, waiting: Waiting) -> NavItem:
    """One thing the unit waits for: how many, how much, and the page that shows it."""
    texts = {
        "clients": ngettext("%(count)s unpaid invoice", "%(count)s unpaid invoices", waiting.count),
        "costs": ngettext("%(count)s cost to be approved", "%(count)s costs to be approved", waiting.count),
        "incoming": ngettext(
            "%(count)s received invoice to book", "%(count)s received invoices to book", waiting.count
        ),
        "receipts": ngettext("%(count)s receipt to pay in", "%(count)s receipts to pay in", waiting.count),
        "adviser": gettext("Your request for another adviser"),
        "screening": gettext("An adviser looks at your trade"),
        "invitations": ngettext("%(count)s invitation to answer", "%(count)s invitations to answer", waiting.count),
    }
    text = texts[waiting.what] % {"count": waiting.count}
    amount = format_money(waiting.amount, language=get_language() or "en") if waiting.amount else ""
    return NavItem(f"{text} · {amount}" if amount else text, unit_url(waiting.url_name, unit))


def _is_quiet(unit: Unit, moved_on: dt.date | None, today: dt.date) -> bool:
    """No movement for twelve months: the unit is reminded, before it is put to rest at twenty-four."""
    since = moved_on or unit.opened_on
    return unit.state == UnitState.OPEN and since is not None and today - since > QUIET
