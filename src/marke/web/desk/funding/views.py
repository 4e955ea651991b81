"""Funding agreements at the desk: all of them, how far each is, and which report is due."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.funding import queries
from marke.web.access import desk_page
from marke.web.components.filters import FilterBar, chips_of
from marke.web.components.shell import NavItem
from marke.web.components.windows import window
from marke.web.lists.shelf import keeps_views
from marke.web.member.funding.forms import AgreementFilter
from marke.web.member.funding.tables import agreement_table
from marke.web.member.funding.views import file_response, followed_agreement


@desk_page()
@keeps_views
def agreements(request: HttpRequest) -> HttpResponse:
    """Agreements of all units, the latest start first."""
    form = AgreementFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.agreements(open_only=asked.get("state") == "open", text=asked.get("text", ""))
    shown = window(found, page=request.GET.get("page"))
    context = {
        "bar": FilterBar(form=form, chips=chips_of(form=form, query=request.GET)),
        "window": shown,
        "table": agreement_table(shown.rows, today=timezone.localdate(), unit=None),
    }
    return render(request, "desk/funding/agreements.html", context, status=200 if form.is_valid() else 422)


@desk_page()
def agreement(request: HttpRequest, *, agreement: uuid.UUID) -> HttpResponse:
    """One agreement of any unit."""
    found = queries.agreement_by_id(agreement_id=agreement)
    if found is None:
        raise Http404
    crumbs = [NavItem(_("Funding"), reverse("desk_agreements"))]
    context = {"crumbs": crumbs, "lead": str(found.unit)} | followed_agreement(found, None)
    return render(request, "desk/funding/agreement.html", context)


@desk_page()
def agreement_file(request: HttpRequest, *, file: uuid.UUID) -> FileResponse:
    """A file of an agreement."""
    found = queries.file_by_id(file_id=file)
    if found is None:
        raise Http404
    return file_response(found)
