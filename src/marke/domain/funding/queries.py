"""Read agreements: how much was claimed and received of each, what is still to come, which report is next."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from marke.domain.funding.enums import AgreementStatus
from marke.domain.funding.models import Agreement, AgreementFile, Claim, Report
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class FundingTotals:
    """What became of an agreement, in cents; claims that were credited count for nothing."""

    amount: Cents
    claimed: Cents = 0
    received: Cents = 0

    @property
    def left(self) -> Cents:
        """What may still be claimed."""
        return self.amount - self.claimed


def totals_of(*, agreements: Sequence[Agreement]) -> dict[uuid.UUID, FundingTotals]:
    """Claimed and received of each agreement, in one query."""
    rows = (
        Claim.objects.filter(agreement__in=[agreement.pk for agreement in agreements], invoice__credited=0)
        .values("agreement_id")
        .annotate(claimed=Sum("amount"), received=Sum("invoice__paid"))
        .order_by()
    )
    found = {row["agreement_id"]: (row["claimed"], row["received"]) for row in rows}
    return {agreement.pk: FundingTotals(agreement.amount, *found.get(agreement.pk, (0, 0))) for agreement in agreements}


def status_of(agreement: Agreement, totals: FundingTotals) -> AgreementStatus:
    """Where an agreement stands."""
    if agreement.closed_on:
        return AgreementStatus.CLOSED
    if totals.received >= agreement.amount:
        return AgreementStatus.RECEIVED
    return AgreementStatus.RUNNING if totals.left else AgreementStatus.CLAIMED


def agreements(*, unit_id: int | None = None, open_only: bool = False, text: str = "") -> QuerySet[Agreement]:
    """Agreements of a unit or of all, the latest start first; ``text`` is part of the title or of the funder's name."""
    found = Agreement.objects.select_related("funder", "unit").order_by("-starts_on", "-pk")
    if unit_id:
        found = found.filter(unit_id=unit_id)
    if open_only:
        found = found.filter(closed_on__isnull=True)
    if text.strip():
        found = found.filter(Q(title__icontains=text.strip()) | Q(funder__name__icontains=text.strip()))
    return found


def agreement_of_unit(*, unit_id: int, agreement_id: uuid.UUID) -> Agreement | None:
    """One agreement of a unit."""
    return agreements(unit_id=unit_id).filter(pk=agreement_id).first()


def agreement_by_id(*, agreement_id: uuid.UUID) -> Agreement | None:
    """One agreement, for the desk."""
    return agreements().filter(pk=agreement_id).first()


def claims_of(*, agreement_id: uuid.UUID) -> list[Claim]:
    """The claims on an agreement with their invoices, oldest first; credited ones too."""
    found = Claim.objects.filter(agreement_id=agreement_id).select_related("invoice", "tranche")
    return list(found.order_by("pk"))


def next_reports(*, agreement_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Report]:
    """The report that is due next of each agreement that still owes one, in one query."""
    open_reports = Report.objects.filter(agreement_id__in=agreement_ids, delivered_on__isnull=True)
    return {report.agreement_id: report for report in open_reports.order_by("-due_on", "-pk")}


def reports_due(*, unit_id: int, until: dt.date) -> list[Report]:
    """Reports of a unit that are due by a day, the most urgent first."""
    due = Report.objects.filter(unit_id=unit_id, delivered_on__isnull=True, due_on__lte=until)
    return list(due.select_related("agreement").order_by("due_on", "pk"))


def report_of_unit(*, unit_id: int, report_id: uuid.UUID) -> Report | None:
    """One report of a unit."""
    return Report.objects.filter(unit_id=unit_id, pk=report_id).select_related("agreement").first()


def file_of_unit(*, unit_id: int, file_id: uuid.UUID) -> AgreementFile | None:
    """A file of a unit's agreement, to show it."""
    return AgreementFile.objects.filter(unit_id=unit_id, pk=file_id).first()


def file_by_id(*, file_id: uuid.UUID) -> AgreementFile | None:
    """A file of an agreement, for the desk."""
    return AgreementFile.objects.filter(pk=file_id).first()


def claim_of_unit(*, unit_id: int, claim_id: uuid.UUID) -> Claim | None:
    """One claim of a unit with its agreement, its funder and its invoice."""
    found = Claim.objects.filter(unit_id=unit_id, pk=claim_id)
    return found.select_related("agreement__funder", "agreement__unit", "invoice").first()
