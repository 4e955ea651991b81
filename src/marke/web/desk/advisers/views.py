"""Portfolios of the advisers, and requests for another one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.people.models import StaffRole
from marke.domain.units import operations, queries
from marke.domain.units.models import AdviserRequest
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.shell import NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.desk.advisers.forms import AnswerForm
from marke.web.refusals import attempt


@desk_page(StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.BOARD)
def advisers(request: HttpRequest) -> HttpResponse:
    """How many units each adviser carries, and who asked for another one."""
    portfolios = sorted(queries.portfolios(), key=lambda portfolio: -portfolio.units)
    requests = list(queries.adviser_requests_to_answer()[:50])
    table = Table(
        caption=_("Portfolios"),
        columns=[
            Column(
                "name",
                _("Adviser"),
                link=lambda row: f"{reverse('desk_units')}?adviser={row.adviser_id}",
            ),
            Column("units", _("Units"), kind="number"),
            Column("room", _("Room"), kind="number", value=lambda row: queries.PORTFOLIO_SIZE - row.units),
            Column("full", _("State"), kind="badge", value=_fullness),
        ],
        rows=portfolios,
    )
    asked = Table(
        caption=_("Asked for another adviser"),
        columns=[
            Column("unit", _("Unit"), link=lambda row: reverse("desk_adviser_request", args=[row.pk])),
            Column("reason", _("What for?")),
            Column("asked_on", _("Since"), kind="date"),
        ],
        rows=requests,
    )
    context = {"table": table if portfolios else None, "asked": asked if requests else None}
    return render(request, "desk/advisers/advisers.html", context)


@desk_page(StaffRole.SENIOR_ADVISER, methods=READ_AND_WRITE)
def answer(request: HttpRequest, *, request_id: uuid.UUID) -> HttpResponse:
    """Answer a request for another adviser."""
    found = get_object_or_404(AdviserRequest.objects.select_related("unit"), pk=request_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        adviser = form.cleaned_data["adviser"]
        made = attempt(
            form,
            lambda: operations.answer_adviser_request(
                request=found,
                adviser_id=uuid.UUID(adviser) if adviser else None,
                answer=form.cleaned_data["answer"],
                day=timezone.localdate(),
            ),
        )
        if made is not None:
            messages.success(request, _("%(unit)s has its answer.") % {"unit": found.unit})
            return redirect("desk_advisers")
    current = queries.adviser_of(unit_id=found.unit_id)
    context = {
        "asked": found,
        "current": str(getattr(current.adviser, "person", current.adviser.email)) if current else "",
        "crumbs": [NavItem(_("Advisers"), reverse("desk_advisers"))],
        "form": form,
    }
    return render(request, "desk/advisers/answer.html", context, status=422 if form.errors else 200)


def _fullness(portfolio: queries.Portfolio) -> Badge:
    return Badge(_("Full"), "bad") if portfolio.is_full else Badge(_("Has room"), "good")
