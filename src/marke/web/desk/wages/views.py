"""Wage runs at the desk: what is ready, one run step by step, its preview, its approval, and how soon wages arrive."""

from __future__ import annotations

import datetime as dt
import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import name_of
from marke.domain.people.models import StaffRole
from marke.domain.wages import queries
from marke.domain.wages.enums import PayslipState, RunState
from marke.domain.wages.models import Run
from marke.domain.wages.operations import runs
from marke.reporting.wage_service import HALF, MOST, promptness
from marke.rules.work.promptness import Promptness
from marke.usecases.run_wages import start_run
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.attempt import attempt, status_of
from marke.web.components.charts import Chart, Mark, columns
from marke.web.components.formatting import format_day, format_money, format_percent
from marke.web.components.records import Figure, Step
from marke.web.components.shell import Action, NavItem
from marke.web.components.windows import window
from marke.web.desk.form_page import FormPage
from marke.web.desk.wages.tables import due_table, late_table, parked_table, preview_table, run_badge, run_table
from marke.web.step_up import needs_fresh_proof

KEEPERS = (StaffRole.PAYROLL,)
READERS = (*KEEPERS, StaffRole.ACCOUNTANT, StaffRole.SENIOR_ADVISER, StaffRole.BOARD, StaffRole.AUDITOR)
MOVING = {
    RunState.COLLECTED: PayslipState.COLLECTED,
    RunState.APPROVED: PayslipState.COMPUTED,
    RunState.POSTED: PayslipState.POSTED,
}
"""The states in which the worker is busy, and what it still has to do."""
PERIOD = dt.timedelta(days=365)


@desk_page(*READERS, methods=READ_AND_WRITE)
def wages(request: HttpRequest) -> HttpResponse:
    """Every run, the newest first; payroll starts one of what is ready today."""
    form = _sent(request)
    if request.method == "POST" and _may_keep(request) and (found := _start(request, form)):
        return redirect("desk_run", run=found.pk)
    under_way = queries.run_under_way()
    shown = window(queries.runs(), page=request.GET.get("page"))
    context = {
        "form": form,
        "window": shown,
        "table": run_table(shown.rows) if shown.rows else None,
        "under_way": under_way,
        "may_start": under_way is None and _may_keep(request),
        "tabs": _tabs("desk_wages"),
    }
    return render(request, "desk/wages/wages.html", context, status=status_of(form))


def _start(request: HttpRequest, form: forms.Form) -> Run | None:
    """The run that was opened; None when nothing is ready, which is said."""
    opened = attempt(form, lambda: start_run(on=_today(), actor=request.user.pk, now=timezone.now()))
    if opened is None and not form.errors:
        messages.info(request, _("No work is ready to be paid today."))
    return opened


@desk_page(*READERS)
def run(request: HttpRequest, *, run: uuid.UUID) -> HttpResponse:
    """One run: how far it is, its totals, what it put aside, and every payslip beside the one before."""
    found = _found(run)
    piles = queries.piles_of(run_id=found.pk)
    flagged = request.GET.get("show") == "flagged"
    shown = window(queries.payslips_of(run_id=found.pk, flagged=flagged), page=request.GET.get("page"))
    parked = list(queries.parked_of(run_id=found.pk)[:200])
    context = {
        "heading": _("Wage run of %(day)s") % {"day": _day(found.on)},
        "badge": run_badge(found),
        "crumbs": _crumbs(),
        "actions": _actions(request, found),
        "steps": _steps(found),
        "progress": _progress(found, piles),
        "figures": _figures(found, piles),
        "parked": parked_table(parked) if parked else None,
        "tabs": [
            NavItem(_("All payslips"), "?", current=not flagged),
            NavItem(_("To look at"), "?show=flagged", current=flagged),
        ],
        "window": shown,
        "table": preview_table(shown.rows) if shown.rows else None,
        "flagged": flagged,
    }
    return render(request, "desk/wages/run.html", context)


def _actions(request: HttpRequest, found: Run) -> list[Action]:
    if found.state == RunState.COMPUTED and found.payslips and _may_keep(request):
        return [Action(_("Approve"), reverse("desk_run_approve", args=[found.pk]), "primary", "shield-check")]
    return []


def _steps(found: Run) -> list[Step]:
    """The stages of a run, each with who or what did it."""
    states = list(RunState)
    reached = states.index(RunState(found.state))
    notes = {
        RunState.COLLECTED: name_of(user_id=found.started_by),
        RunState.APPROVED: name_of(user_id=found.approved_by) if found.approved_by else "",
    }
    return [
        Step(str(state.label), done=number <= reached, note=notes.get(state, "")) for number, state in enumerate(states)
    ]


def _progress(found: Run, piles: dict[str, queries.Pile]) -> dict[str, object] | None:
    """How much of the step at hand is done; None while nobody works on it."""
    to_do = MOVING.get(RunState(found.state))
    if to_do is None:
        return None
    total = sum(pile.count for state, pile in piles.items() if state != PayslipState.PARKED)
    left = piles[to_do].count if to_do in piles else 0
    return {"value": total - left, "max": max(total, 1), "note": f"{total - left} / {total}"}


def _figures(found: Run, piles: dict[str, queries.Pile]) -> list[Figure]:
    paid = piles.get(PayslipState.PAID, queries.Pile(0, 0))
    parked = piles.get(PayslipState.PARKED, queries.Pile(0, 0))
    return [
        Figure(_("Payslips"), value=str(found.payslips)),
        Figure(_("Gross pay"), amount=found.gross),
        Figure(_("Net pay"), amount=found.net),
        Figure(_("Taken from units"), amount=found.employment_budget),
        Figure(_("Parked"), value=str(parked.count), tone="bad" if parked.count else ""),
        Figure(_("Arrived"), value=str(paid.count)),
    ]


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
@needs_fresh_proof
def approve(request: HttpRequest, *, run: uuid.UUID) -> HttpResponse:
    """Approve the computed payslips of a run, after a fresh proof of who approves."""
    found = _found(run)
    language = get_language() or "en"
    page = FormPage(
        heading=_("Approve the wage run of %(day)s") % {"day": _day(found.on)},
        lead=_("Its payslips are booked and their payment ordered. The money leaves with a batch that others approve."),
        send=_("Approve"),
        crumbs=[*_crumbs(), NavItem(_day(found.on), reverse("desk_run", args=[found.pk]))],
        pairs=[
            (_("Payslips"), found.payslips),
            (_("Parked"), found.parked),
            (_("Gross pay"), format_money(found.gross, language=language)),
            (_("Net pay"), format_money(found.net, language=language)),
            (_("Taken from units"), format_money(found.employment_budget, language=language)),
        ],
    )
    return page.answer(
        request,
        _sent(request),
        act=lambda given: runs.approve(run_id=found.pk, actor=request.user.pk, now=timezone.now()),
        done=_("Approved. The payslips are being booked."),
        to=reverse("desk_run", args=[found.pk]),
    )


@desk_page(*READERS)
def due(request: HttpRequest) -> HttpResponse:
    """Wages that are on their way, the soonest due first."""
    shown = window(queries.unpaid(), page=request.GET.get("page"))
    context = {
        "window": shown,
        "table": due_table(shown.rows) if shown.rows else None,
        "tabs": _tabs("desk_wages_due"),
    }
    return render(request, "desk/wages/due.html", context)


@desk_page(*READERS)
def service(request: HttpRequest) -> HttpResponse:
    """How soon wages arrived in the last twelve months, and which of them too late."""
    today = _today()
    found = promptness(first=today - PERIOD, last=today)
    late = list(queries.paid_late(first=today - PERIOD, last=today)[:100])
    context = {
        "figures": _service_figures(found) if found.wages else [],
        "chart": _service_chart(found) if found.wages else None,
        "late": late_table(late) if late else None,
        "tabs": _tabs("desk_wages_service"),
    }
    return render(request, "desk/wages/service.html", context)


def _service_figures(found: Promptness) -> list[Figure]:
    share = format_percent(found.share_in_time, language=get_language() or "en")
    late = found.wages - found.in_time
    return [
        Figure(_("Within %(days)s working days") % {"days": found.promised}, value=share, tone="bad" if late else ""),
        _within(_("Half of them within"), found.within(HALF)),
        _within(_("95 of 100 within"), found.within(MOST)),
        Figure(_("Wages that arrived"), value=str(found.wages)),
    ]


def _service_chart(found: Promptness) -> Chart:
    """How many wages took how many working days."""
    last = max(found.promised, *found.counts)
    marks = [Mark(str(days), found.counts.get(days, 0), days > found.promised) for days in range(last + 1)]
    finding = _("%(in_time)s of %(wages)s wages arrived within %(days)s working days") % {
        "in_time": found.in_time,
        "wages": found.wages,
        "days": found.promised,
    }
    return columns(
        finding=finding,
        marks=marks,
        write=str,
        heads=(_("Working days"), _("Wages")),
        basis=_("From the last day of work to the value date of the bank's statement, last twelve months"),
    )


def _within(label: str, days: int) -> Figure:
    """A number of working days: the number large, the words below it."""
    words = ngettext("%(count)s working day", "%(count)s working days", days) % {"count": ""}
    return Figure(label, value=str(days), note=words.strip())


def _tabs(current: str) -> list[NavItem]:
    places = (
        ("desk_wages", _("Runs")),
        ("desk_wages_due", _("Still to arrive")),
        ("desk_wages_service", _("How soon")),
    )
    return [NavItem(label, reverse(name), current=name == current) for name, label in places]


def _found(run_id: uuid.UUID) -> Run:
    found = queries.run_by_id(run_id=run_id)
    if found is None:
        raise Http404
    return found


def _sent(request: HttpRequest) -> forms.Form:
    """A form without fields: it is sent, or it is not."""
    return forms.Form(request.POST if request.method == "POST" else None)


def _may_keep(request: HttpRequest) -> bool:
    return request.user.staff_role in (*KEEPERS, StaffRole.ADMINISTRATOR)


def _crumbs() -> list[NavItem]:
    return [NavItem(_("Wages"), reverse("desk_wages"))]


def _today() -> dt.date:
    return timezone.localdate()


def _day(day: dt.date) -> str:
    return format_day(day, language=get_language() or "en")
