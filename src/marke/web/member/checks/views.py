"""One page: which of my documents somebody looks at, since when others leave unseen, and what was said of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from marke.domain.checks.enums import DocumentKind, TrustEvent
from marke.domain.checks.models import Trust
from marke.domain.checks.queries import checks_asked_by, trust_events, trust_of
from marke.web.access import member_page
from marke.web.components.records import Event
from marke.web.member.checks.words import own_check_table

LATEST = 50


@member_page()
def my_checks(request: HttpRequest) -> HttpResponse:
    """Where do I stand, and what did the desk say?"""
    rows = list(checks_asked_by(user_id=request.user.pk)[:LATEST])
    context = {
        "standings": trust_of(user_id=request.user.pk, as_of=timezone.localdate()),
        "table": own_check_table(rows, now=timezone.now()) if rows else None,
        "events": [_event(row) for row in trust_events(user_id=request.user.pk)],
    }
    return render(request, "member/checks/checks.html", context)


def _event(row: Trust) -> Event:
    kind = DocumentKind(row.kind).label
    return Event(f"{kind}: {TrustEvent(row.event).label}", row.at, note=row.reason)
