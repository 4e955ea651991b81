"""Write agreements: entered when they are signed, with their parts, reports and files; claimed; closed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from marke.domain.funding.enums import FundingKind
from marke.domain.funding.models import Agreement, AgreementFile, Claim, Report, Tranche
from marke.domain.funding.queries import totals_of
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.invoices import client_of
from marke.kernel.files import CheckedFile, FileInput, check_file
from marke.kernel.money import LARGEST_AMOUNT, Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop


@dataclass(frozen=True, slots=True)
class TrancheInput:
    """A part of an agreement in cents, planned to be claimed on a day."""

    label: str
    amount: Cents
    planned_on: dt.date


@dataclass(frozen=True, slots=True)
class ReportInput:
    """A report that the funder wants by a day."""

    title: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """What a member enters of a signed agreement; ``amount`` in cents."""

    unit_id: int
    funder_id: uuid.UUID
    kind: FundingKind
    title: str
    amount: Cents
    starts_on: dt.date
    ends_on: dt.date
    reference: str = ""
    conditions: str = ""
    project_id: uuid.UUID | None = None
    tranches: tuple[TrancheInput, ...] = field(default=())
    reports: tuple[ReportInput, ...] = field(default=())
    files: tuple[FileInput, ...] = field(default=())


def enter_agreement(*, agreement: AgreementInput, actor: uuid.UUID, now: dt.datetime) -> Agreement:
    """Enter one agreement. Raises as `enter_agreements`."""
    return enter_agreements(agreements=[agreement], actor=actor, now=now)[0]


def enter_agreements(*, agreements: Sequence[AgreementInput], actor: uuid.UUID, now: dt.datetime) -> list[Agreement]:
    """Enter signed agreements, all or none. No money moves: an agreement is a promise, a claim is turnover.

    Raises `Refusal` for a funder that is no client of the unit, an amount that is not above zero, an end before the
    start, parts that add to more than the amount, or a file we do not keep.
    """
    return [_entered(given, actor, now) for given in agreements]


def _entered(given: AgreementInput, actor: uuid.UUID, now: dt.datetime) -> Agreement:
    _refuse_impossible(given)
    files = [check_file(file, field="file") for file in given.files]
    agreement = Agreement.objects.create(
        unit_id=given.unit_id,
        funder=client_of(given.unit_id, given.funder_id),
        kind=given.kind,
        title=given.title.strip(),
        reference=given.reference.strip(),
        amount=given.amount,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        conditions=given.conditions.strip(),
        project_id=given.project_id,
        entered_by=actor,
        entered_at=now,
    )
    unit = given.unit_id
    Tranche.objects.bulk_create(
        Tranche(agreement=agreement, unit_id=unit, label=part.label, amount=part.amount, planned_on=part.planned_on)
        for part in given.tranches
    )
    Report.objects.bulk_create(
        Report(agreement=agreement, unit_id=unit, title=report.title, due_on=report.due_on) for report in given.reports
    )
    for file in files:
        _keep(agreement, file, report=None, now=now)
    return agreement


def _refuse_impossible(given: AgreementInput) -> None:
    if not 0 < given.amount <= LARGEST_AMOUNT:
        raise Refusal("funding.amount", gettext_noop("An agreement gives more than zero."), field="amount")
    if given.ends_on < given.starts_on:
        raise Refusal("funding.period", gettext_noop("An agreement ends on or after its first day."), field="ends_on")
    planned = sum(part.amount for part in given.tranches)
    if planned > given.amount or any(part.amount <= 0 for part in given.tranches):
        raise Refusal(
            "funding.parts",
            gettext_noop("The parts add to %(planned)s, which is not within the %(amount)s of the agreement."),
            field="amount",
            params={"planned": Amount(planned), "amount": Amount(given.amount)},
        )


def claimable(*, agreement_id: uuid.UUID, amount: Cents, tranche_id: uuid.UUID | None) -> Agreement:
    """The agreement, locked, of which so much may still be claimed.

    Raises `Refusal` when it is closed, when the part was claimed before, or when less is left.
    """
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
    if agreement.closed_on:
        raise Refusal("funding.closed", gettext_noop("This agreement is closed: nothing more is claimed on it."))
    if tranche_id and Claim.objects.filter(tranche_id=tranche_id, invoice__credited=0).exists():
        raise Refusal("funding.part-once", gettext_noop("This part of the agreement was claimed already."))
    left = agreement.amount - totals_of(agreements=[agreement])[agreement.pk].claimed
    if not 0 < amount <= left:
        raise Refusal(
            "funding.within-agreement",
            gettext_noop("%(left)s of this agreement is left to claim; a claim is more than zero and at most that."),
            field="amount",
            params={"left": Amount(left)},
        )
    return agreement


def record_claim(*, agreement: Agreement, invoice: Invoice, tranche_id: uuid.UUID | None) -> Claim:
    """Tie an issued funding claim to its agreement."""
    return Claim.objects.create(
        agreement=agreement, unit_id=agreement.unit_id, tranche_id=tranche_id, invoice=invoice, amount=invoice.net
    )


def deliver_report(*, report_id: uuid.UUID, file: FileInput, on: dt.date, now: dt.datetime) -> Report:
    """Keep a report as it was delivered. Raises `Refusal` when it was before, or for a file we do not keep."""
    report = Report.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=report_id)
    if report.delivered_on:
        raise Refusal("funding.delivered", gettext_noop("This report was delivered already."))
    _keep(report.agreement, check_file(file, field="file"), report=report, now=now)
    report.delivered_on = on
    report.save(update_fields=["delivered_on"])
    return report


def close_agreement(*, agreement_id: uuid.UUID, reason: str, on: dt.date) -> Agreement:
    """Nothing more comes from an agreement, with the reason. Raises `Refusal` without one, or when it is closed."""
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
    if agreement.closed_on:
        raise Refusal("funding.closed", gettext_noop("This agreement is closed: nothing more is claimed on it."))
    if not reason.strip():
        raise Refusal("funding.reason", gettext_noop("Say why nothing more comes from it."), field="reason")
    agreement.closed_on, agreement.closed_reason = on, reason.strip()
    agreement.save(update_fields=["closed_on", "closed_reason"])
    return agreement


def _keep(agreement: Agreement, file: CheckedFile, *, report: Report | None, now: dt.datetime) -> None:
    row = AgreementFile(
        agreement=agreement,
        unit_id=agreement.unit_id,
        report=report,
        name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        sha256=file.sha256,
        added_at=now,
    )
    row.file.save(f"{row.pk}{file.extension}", ContentFile(file.content), save=False)
    row.save(force_insert=True)
