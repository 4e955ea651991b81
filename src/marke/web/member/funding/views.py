"""Follow funding agreements: the list, one agreement with how far it is, its files, and what a patron receives."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.funding import queries
from marke.domain.funding.enums import FundingKind
from marke.domain.funding.models import Agreement, AgreementFile, Claim
from marke.domain.funding.patronage import patronage_receipt
from marke.domain.sales.queries.payments import allocations_of
from marke.domain.units.models import Unit
from marke.web.access import unit_page
from marke.web.components.filters import FilterBar
from marke.web.components.shell import Action, NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.lists.shelf import keeps_views
from marke.web.member.funding.forms import AgreementFilter, ClaimForm, DeliverForm
from marke.web.member.funding.tables import agreement_table, bars, claim_table, facts, parts_of, status_badge


@unit_page()
@keeps_views
def agreements(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The unit's agreements with what was claimed and received, and the next report of each."""
    form = AgreementFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.agreements(unit_id=unit.pk, open_only=asked.get("state") == "open", text=asked.get("text", ""))
    shown = window(found, page=request.GET.get("page"))
    new = reverse("agreement_new", args=[unit.pk])
    context = {
        "unit": unit,
        "bar": FilterBar(form=form),
        "window": shown,
        "table": agreement_table(shown.rows, today=timezone.localdate(), unit=unit),
        "narrowed": any(asked.values()),
        "actions": [Action(_("New agreement"), new, "primary", "hand-heart")],
        "empty_action": Action(_("Enter an agreement"), new, icon="hand-heart"),
    }
    return render(request, "member/funding/agreements.html", context)


@unit_page()
def agreement(request: HttpRequest, *, unit: Unit, agreement: uuid.UUID) -> HttpResponse:
    """One agreement: how far it is, what to claim next, which report is due."""
    found = agreement_or_404(unit, agreement)
    return render(request, "member/funding/agreement.html", page_of(unit, found))


def agreement_or_404(unit: Unit, agreement_id: uuid.UUID) -> Agreement:
    """The agreement of this unit, and of no other."""
    found = queries.agreement_of_unit(unit_id=unit.pk, agreement_id=agreement_id)
    if found is None:
        raise Http404
    return found


def page_of(unit: Unit, found: Agreement, form: ClaimForm | None = None) -> dict[str, object]:
    """The page of an agreement, with the claim that was refused if there was one."""
    close = Action(_("Close"), reverse("agreement_close", args=[unit.pk, found.pk]), "quiet", "lock")
    followed = followed_agreement(found, unit)
    return followed | {
        "unit": unit,
        "form": form or ClaimForm(),
        "deliver_form": DeliverForm(),
        "claim_url": reverse("agreement_claim", args=[unit.pk, found.pk]),
        "crumbs": [NavItem(_("Funding"), reverse("agreements", args=[unit.pk]))],
        "actions": [] if found.closed_on else [close],
    }


def followed_agreement(found: Agreement, unit: Unit | None) -> dict[str, object]:
    """What the page of an agreement shows, to the member (with a unit) and to the desk."""
    claims = queries.claims_of(agreement_id=found.pk)
    totals = queries.totals_of(agreements=[found])[found.pk]
    reports, files = list(found.reports.all()), list(found.files.all())
    return {
        "agreement": found,
        "badge": status_badge(found, totals),
        "totals": totals,
        "bars": bars(totals),
        "parts": parts_of(found, claims),
        "claims": claim_table(claims, today=timezone.localdate(), unit=unit),
        "thanks": [] if unit is None else _thanks(unit, found, claims),
        "reports": [(row, reverse("agreement_report", args=[unit.pk, row.pk]) if unit else "") for row in reports],
        "files": [(row.name, file_url(row, unit)) for row in files],
        "pairs": facts(found),
        "events": timeline([found, *reports]),
        "today": timezone.localdate(),
    }


def _thanks(unit: Unit, agreement: Agreement, claims: list[Claim]) -> list[tuple[str, str]]:
    """For each gift that has come in whole: what the patron receives."""
    if agreement.kind != FundingKind.PATRONAGE:
        return []
    paid = [claim for claim in claims if claim.invoice.paid and not claim.invoice.outstanding]
    return [(claim.invoice.number or "", reverse("agreement_thanks", args=[unit.pk, claim.pk])) for claim in paid]


def file_url(file: AgreementFile, unit: Unit | None) -> str:
    """Where a file is read: in the unit, or at the desk."""
    return (
        reverse("agreement_file", args=[unit.pk, file.pk]) if unit else reverse("desk_agreement_file", args=[file.pk])
    )


@unit_page()
def agreement_file(request: HttpRequest, *, unit: Unit, file: uuid.UUID) -> FileResponse:
    """A file of an agreement."""
    found = queries.file_of_unit(unit_id=unit.pk, file_id=file)
    if found is None:
        raise Http404
    return file_response(found)


def file_response(file: AgreementFile) -> FileResponse:
    """The file, under its true kind and in a sandbox: whatever it holds, it runs nothing here."""
    return FileResponse(
        file.file.open("rb"),
        filename=f"agreement-{file.pk}.{file.content_type.rpartition('/')[2]}",
        headers={"Content-Type": file.content_type, "Content-Security-Policy": "sandbox"},
    )


@unit_page()
def agreement_thanks(request: HttpRequest, *, unit: Unit, claim: uuid.UUID) -> HttpResponse:
    """What a patron receives when the gift has come in."""
    found = queries.claim_of_unit(unit_id=unit.pk, claim_id=claim)
    if found is None:
        raise Http404
    content = patronage_receipt(claim=found, last_paid_on=_last_paid(found))
    name = f"{found.invoice.number.replace('/', '-')}-patronage.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _last_paid(claim: Claim) -> dt.date:
    days = [row.made_on for row in allocations_of(invoice_id=claim.invoice_id)]
    return max(days, default=claim.invoice.issued_on)
