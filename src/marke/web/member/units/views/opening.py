"""Open a further unit: two fields, free of charge."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.units import operations, queries
from marke.domain.units.activities import UnknownActivity, activity, in_language
from marke.domain.units.enums import UnitState
from marke.domain.units.models import Unit
from marke.domain.units.operations import Opening
from marke.web.access import READ_AND_WRITE, member_page
from marke.web.member.units.forms import OpenUnitForm
from marke.web.refusals import attempt


@member_page(methods=READ_AND_WRITE)
def unit_new(request: HttpRequest) -> HttpResponse:
    """Open a unit. A name that another unit has is told once, and allowed."""
    form = OpenUnitForm(request.POST or None)
    name_warning = ""
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if request.POST.get("same_name") != name and queries.name_is_used(name=name):
            name_warning = name
        else:
            opening = Opening(
                name=name,
                activity=form.cleaned_data["activity"],
                holders=(request.person.pk,),
                day=timezone.localdate(),
            )
            made = attempt(form, lambda: operations.open_unit(opening=opening, actor=request.user.pk))
            if made is not None:
                messages.success(request, _said(made))
                return redirect("unit", unit=made.pk)
    context = {"form": form, "name_warning": name_warning, "trade": _trade(form["activity"].value())}
    return render(request, "member/units/unit_new.html", context, status=422 if form.errors else 200)


@member_page()
def trade_note(request: HttpRequest) -> HttpResponse:
    """What a regulated trade needs, shown as soon as it is chosen."""
    return render(request, "member/units/trade_note.html", {"trade": _trade(request.GET.get("activity"))})


def _trade(code: str | None) -> dict[str, str] | None:
    """Why the chosen activity is screened and what is needed; None for an ordinary one."""
    try:
        trade = activity(code or "").trade
    except UnknownActivity:
        return None
    language = get_language() or "en"
    return trade and {
        "why": in_language(trade.why, language),
        "needs": in_language(trade.needs, language),
        "reference": trade.reference,
    }


def _said(unit: Unit) -> str:
    if unit.state == UnitState.REQUESTED:
        return _("Your unit has number %(number)s. An adviser looks at your trade before it opens.") % {
            "number": unit.pk
        }
    return _("Your unit is open. Its number is %(number)s.") % {"number": unit.pk}
