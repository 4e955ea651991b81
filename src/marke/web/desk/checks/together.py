"""Many documents at once: let go what may go, or send back with one reason."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.checks import queries
from marke.domain.checks.models import Check
from marke.domain.lists.operations.bulk import Chosen
from marke.domain.lists.operations.views import Place
from marke.domain.people.models import StaffRole
from marke.usecases.check_documents import Decision, decide_checks
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.desk.checks.forms import CheckFilterForm
from marke.web.lists.bulk import Bulk, Deed, go_on, start

ADVISERS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)


@desk_page(*ADVISERS, methods=WRITE)
def checks_together(request: HttpRequest) -> HttpResponse:
    """Begin with the documents that were picked."""
    return start(request, bulk_of(request))


@desk_page(*ADVISERS, methods=READ_AND_WRITE)
def checks_together_run(request: HttpRequest, *, run: uuid.UUID) -> HttpResponse:
    """Look, confirm, and read what happened."""
    return go_on(request, bulk_of(request), run)


def bulk_of(request: HttpRequest) -> Bulk:
    """What an adviser may do to many documents that wait."""
    kind = CheckFilterForm(request.GET).wanted_kind()

    def approve(check_id: uuid.UUID, note: str) -> str:
        decide_checks(decision=Decision([check_id]), now=timezone.now(), actor=request.user.pk)
        return _("May go; the member need do nothing more.")

    def send_back(check_id: uuid.UUID, note: str) -> str:
        decide_checks(decision=Decision([check_id], fault=note), now=timezone.now(), actor=request.user.pk)
        return _("Went back; the member reads what must change.")

    return Bulk(
        place=Place("desk_checks"),
        heading=_("Documents to look at"),
        deeds=[
            Deed("approve", _("Let it go"), approve, kind="primary"),
            Deed("return", _("Return"), send_back, asks=_("What must change? Every member reads this."), kind="danger"),
        ],
        choose=lambda keys: _chosen(queries.checks(kind=kind).filter(pk__in=keys)),
        matching=lambda most: _chosen(queries.checks(kind=kind)[:most]),
    )


def _chosen(checks: Iterable[Check]) -> list[Chosen]:
    return [Chosen(check.pk, f"{check.title} · {check.unit_id}", check.amount or 0) for check in checks]
