"""A steady pay: what an open-ended contract could pay each month from an income that comes and goes."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.domain.parameters.payroll import engine
from marke.domain.units.models import Unit
from marke.kernel.dates import Month
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.reporting.steady_pay import steady_pay as steady_of
from marke.web.access import unit_page
from marke.web.components.forms import NumberInput
from marke.web.components.records import Figure
from marke.web.components.shell import NavItem
from marke.web.components.tables import Column, Table
from marke.web.public.simulator.questions import facts
from marke.web.refusals import sentence

WORKING_WEEK = 5


class SteadyForm(forms.Form):
    """For how long, and how much of the week."""

    months = forms.IntegerField(
        label=gettext_lazy("For how many months"),
        min_value=1,
        max_value=60,
        widget=NumberInput({"inputmode": "numeric"}, suffix=gettext_lazy("months")),
    )
    week = forms.TypedChoiceField(
        label=gettext_lazy("Days a week"), choices=[(str(days), str(days)) for days in range(5, 0, -1)], coerce=int
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One way to look ahead: the budget of a month, and what it pays."""

    name: str
    budget: Cents
    gross: Cents | None = None
    net: Cents | None = None
    limits: str = ""


@unit_page()
def steady_pay(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """How much a month can this unit carry?"""
    form = SteadyForm(request.GET or {"months": "12", "week": "5"})
    today = timezone.localdate()
    context = {"unit": unit, "form": form, "crumbs": [NavItem(_("Work"), reverse("work", args=[unit.pk]))]}
    if not form.is_valid():
        return render(request, "member/work/steady.html", {**context, "table": None, "figures": []}, status=422)
    found = steady_of(unit_id=unit.pk, as_of=today, months=form.cleaned_data["months"])
    month, week = Month.of(today), form.cleaned_data["week"]
    rows = [
        _row(_("With what is there now"), found.without_new, month, week),
        _row(_("If as much comes in as last year"), found.as_last_year, month, week),
    ]
    context |= {
        "figures": [
            Figure(_("What you can use for pay"), amount=found.usable),
            Figure(_("Came in a month, on average"), amount=found.mean_in, note=_("over the last twelve months")),
            Figure(_("In the leanest month"), amount=found.least_in),
        ],
        "table": _table(rows),
        "limits": list(dict.fromkeys(row.limits for row in rows if row.limits)),
    }
    return render(request, "member/work/steady.html", context)


def _row(name: str, budget: Cents, month: Month, week: int) -> Row:
    """What a budget pays in a month of an open-ended contract, for an employee without family charges."""
    if budget <= 0:
        return Row(name, 0, limits=_("There is nothing to pay from yet."))
    working = sum(day.weekday() < WORKING_WEEK for day in month.days())
    answers = {
        "month": month,
        "days": max(working * week // WORKING_WEEK, 1),
        "status": "employee",
        "partner": "none",
        "children": 0,
        "duration": "ongoing",
        "vat": "21",
        "sector": "200",
        "hours_before": 0,
    }
    try:
        answer = engine().simulate(facts(answers, given="budget", amount=budget, available=None))
    except Refusal as refusal:
        return Row(name, budget, limits=sentence(refusal))
    return Row(name, budget, answer.chain.gross, answer.chain.net, " ".join(sentence(each) for each in answer.limits))


def _table(rows: list[Row]) -> Table:
    return Table(
        caption=_("Each month"),
        columns=[
            Column("name", _("Looking ahead")),
            Column("budget", _("Taken from your unit"), kind="money"),
            Column("gross", _("Gross"), kind="money"),
            Column("net", _("Net, for somebody single, about"), kind="money"),
        ],
        rows=rows,
    )
