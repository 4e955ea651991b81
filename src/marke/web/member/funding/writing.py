"""Enter an agreement, claim on it, deliver its reports, close it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.funding import operations, queries
from marke.domain.funding.enums import FundingKind
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.usecases.claim_funding import claim_funding
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.attempt import attempt, status_of
from marke.web.components.formatting import format_money
from marke.web.components.shell import NavItem
from marke.web.member.funding.forms import (
    AgreementForm,
    ClaimForm,
    CloseForm,
    DeliverForm,
    Parts,
    Reports,
    read_file,
)
from marke.web.member.funding.views import agreement_or_404, page_of


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def agreement_new(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Enter a signed agreement with its parts and the reports it asks for."""
    posted = request.POST or None
    form = AgreementForm(posted, request.FILES or None, unit_id=unit.pk, initial={"kind": FundingKind.SUBSIDY})
    parts, reports = Parts(posted, prefix="part"), Reports(posted, prefix="report")
    if posted and form.is_valid() and parts.is_valid() and reports.is_valid():
        given = form.agreement(parts, reports)
        made = attempt(
            form, lambda: operations.enter_agreement(agreement=given, actor=request.user.pk, now=timezone.now())
        )
        if made:
            messages.success(request, _("The agreement is entered. Claim its first part when you may."))
            return redirect("agreement", unit=unit.pk, agreement=made.pk)
    bad = bool(posted) and not (form.is_valid() and parts.is_valid() and reports.is_valid())
    context = {
        "unit": unit,
        "form": form,
        "parts": parts,
        "reports": reports,
        "has_funders": bool(form.fields["funder"].choices),
        "crumbs": _crumbs(unit),
        "client_url": reverse("client_new", args=[unit.pk]),
    }
    return render(request, "member/funding/agreement_new.html", context, status=422 if bad else 200)


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def agreement_claim(request: HttpRequest, *, unit: Unit, agreement: uuid.UUID) -> HttpResponse:
    """Claim a part, or an amount: a funding claim goes to the funder."""
    found = agreement_or_404(unit, agreement)
    form = ClaimForm(request.POST)
    if form.is_valid():
        claim = attempt(
            form,
            lambda: claim_funding(
                claim=form.claim(found), on=timezone.localdate(), actor=request.user.pk, now=timezone.now()
            ),
        )
        if claim:
            values = {
                "number": claim.invoice.number,
                "amount": format_money(claim.amount, language=get_language() or "en"),
                "funder": found.funder.name,
            }
            messages.success(request, _("Claim %(number)s asks %(amount)s of %(funder)s.") % values)
            return redirect("agreement", unit=unit.pk, agreement=found.pk)
    return render(request, "member/funding/agreement.html", page_of(unit, found, form), status=422)


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def agreement_report(request: HttpRequest, *, unit: Unit, report: uuid.UUID) -> HttpResponse:
    """Keep a report as it was delivered to the funder."""
    found = queries.report_of_unit(unit_id=unit.pk, report_id=report)
    if found is None:
        raise Http404
    form = DeliverForm(request.POST or None, request.FILES or None)
    here = reverse("agreement", args=[unit.pk, found.agreement_id])
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if attempt(
            form,
            lambda: operations.deliver_report(
                report_id=found.pk, file=read_file(form.cleaned_data["file"]), on=timezone.localdate(now), now=now
            ),
        ):
            messages.success(request, _("«%(title)s» is delivered.") % {"title": found.title})
            return redirect(here)
    context = {"unit": unit, "report": found, "form": form, "here": request.path}
    context["crumbs"] = [*_crumbs(unit), NavItem(found.agreement.title, here)]
    return render(request, "member/funding/report.html", context, status=422 if form.errors else 200)


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def agreement_close(request: HttpRequest, *, unit: Unit, agreement: uuid.UUID) -> HttpResponse:
    """Say that nothing more comes from an agreement, and why."""
    found = agreement_or_404(unit, agreement)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, today = form.cleaned_data["reason"], timezone.localdate()
        if attempt(form, lambda: operations.close_agreement(agreement_id=found.pk, reason=reason, on=today)):
            messages.success(request, _("The agreement is closed."))
            return redirect("agreement", unit=unit.pk, agreement=found.pk)
    context = {
        "unit": unit,
        "agreement": found,
        "form": form,
        "here": request.path,
        "crumbs": [*_crumbs(unit), NavItem(found.title, reverse("agreement", args=[unit.pk, found.pk]))],
    }
    return render(request, "member/funding/agreement_close.html", context, status=status_of(form))


def _crumbs(unit: Unit) -> list[NavItem]:
    return [NavItem(_("Funding"), reverse("agreements", args=[unit.pk]))]
