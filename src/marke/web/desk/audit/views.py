"""Who did what: the trail of every business change, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import users_named
from marke.domain.foundation import queries
from marke.domain.people.models import StaffRole
from marke.web.access import desk_page
from marke.web.components.filters import FilterBar, chips_of
from marke.web.components.shell import NavItem
from marke.web.components.tables import Column, Table
from marke.web.components.timeline import AuditLine, in_words
from marke.web.desk.audit.forms import TrailFilter
from marke.web.lists.shelf import keeps_views

PAGE = 50
READERS = (StaffRole.AUDITOR, StaffRole.SENIOR_ADVISER, StaffRole.ACCOUNTANT, StaffRole.BOARD)


@desk_page(*READERS)
@keeps_views
def trail(request: HttpRequest) -> HttpResponse:
    """The latest changes, narrowed by person, thing and period, a page at a time."""
    form = TrailFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    events = queries.trail(**_terms(asked), before=_number(request.GET.get("before")), limit=PAGE + 1)
    shown = events[:PAGE]
    older = request.GET.copy()
    if len(events) > PAGE:
        older["before"] = str(shown[-1].id)
    context = {
        "bar": FilterBar(form=form, chips=chips_of(form=form, query=request.GET)),
        "table": _table(in_words(shown)),
        "found": bool(shown),
        "older": f"?{older.urlencode()}" if len(events) > PAGE else "",
    }
    return render(
        request, "desk/audit/trail.html", context, status=422 if form.is_bound and not form.is_valid() else 200
    )


@desk_page(*READERS)
def event(request: HttpRequest, *, event: int) -> HttpResponse:
    """One change: each field before and after."""
    found = queries.audit_event(event_id=event)
    if found is None:
        raise Http404
    lines = in_words([found])
    thing = f"{reverse('desk_audit')}?what={found.table_name}&thing={found.object_id}"
    context = {
        "line": lines[0] if lines else None,
        "event": found,
        "thing_url": thing,
        "crumbs": [NavItem(_("Who did what"), reverse("desk_audit"))],
    }
    return render(request, "desk/audit/event.html", context)


def _terms(asked: dict[str, Any]) -> dict[str, Any]:
    """The filter as the trail understands it: names become log-ins, days become moments."""
    who = asked.get("who")
    return {
        "actors": users_named(who) if who else None,
        "table_name": asked.get("what", ""),
        "object_id": asked.get("thing", ""),
        "since": _midnight(asked.get("since")),
        "until": _midnight(asked.get("until"), later=1),
    }


def _midnight(day: dt.date | None, *, later: int = 0) -> dt.datetime | None:
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=later), dt.time()))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _table(lines: list[AuditLine]) -> Table:
    return Table(
        caption=_("Changes, latest first"),
        columns=[
            Column(
                "what",
                _("What"),
                link=lambda line: reverse("desk_audit_event", kwargs={"event": line.id}),
                note=lambda line: line.note,
            ),
            Column("who", _("Who")),
            Column("reason", _("Why")),
            Column("at", _("When"), kind="moment"),
        ],
        rows=lines,
    )
