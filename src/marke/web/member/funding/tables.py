"""How agreements look: in lists, with how far they are claimed and received, their claims, parts and reports."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.funding import queries
from marke.domain.funding.enums import AgreementStatus
from marke.domain.funding.models import Agreement, Claim, Report, Tranche
from marke.domain.funding.queries import FundingTotals, status_of
from marke.domain.units.models import Unit
from marke.web.components.formatting import format_day, format_money
from marke.web.components.tables import Badge, Column, Table
from marke.web.member.invoices.tables import status_badge as invoice_badge

TONES = {
    AgreementStatus.RUNNING: "waiting",
    AgreementStatus.CLAIMED: "waiting",
    AgreementStatus.RECEIVED: "good",
    AgreementStatus.CLOSED: "",
}


def status_badge(agreement: Agreement, totals: FundingTotals) -> Badge:
    """Where an agreement stands, in a word or two."""
    status = status_of(agreement, totals)
    return Badge(str(status.label), TONES[status])


def agreement_table(agreements: Sequence[Agreement], *, today: dt.date, unit: Unit | None) -> Table:
    """Agreements of a unit, or of all units with their number."""
    totals = queries.totals_of(agreements=agreements)
    reports = queries.next_reports(agreement_ids=[row.pk for row in agreements])
    of_unit = Column("unit", _("Unit"), value=lambda row: row.unit_id, note=lambda row: row.unit.name, kind="code")
    return Table(
        caption=_("Funding agreements"),
        caption_hidden=True,
        columns=[
            Column("title", _("What for"), link=_url(unit), note=lambda row: row.funder.name),
            *([] if unit else [of_unit]),
            Column("amount", _("Amount"), kind="money"),
            Column("claimed", _("Claimed"), kind="money", value=lambda row: totals[row.pk].claimed or None),
            Column("received", _("Received"), kind="money", value=lambda row: totals[row.pk].received or None),
            Column("report", _("Next report"), kind="date", value=lambda row: _due(reports, row)),
            Column("status", _("State"), kind="badge", value=lambda row: status_badge(row, totals[row.pk])),
        ],
        rows=agreements,
    )


def _url(unit: Unit | None) -> Callable[[Agreement], str]:
    if unit is None:
        return lambda row: reverse("desk_agreement", args=[row.pk])
    return lambda row: reverse("agreement", args=[unit.pk, row.pk])


def _due(reports: Mapping[uuid.UUID, Report], agreement: Agreement) -> dt.date | None:
    report = reports.get(agreement.pk)
    return report.due_on if report else None


@dataclass(frozen=True, slots=True)
class Bar:
    """How far an agreement is: a progress bar in whole euro with its amounts in words."""

    id: str
    label: str
    value: int
    max: int
    note: str


def bars(totals: FundingTotals) -> list[Bar]:
    """Claimed and received, each of the whole agreement."""

    def bar(name: str, label: str, cents: int) -> Bar:
        language = get_language() or "en"
        words = {"part": format_money(cents, language=language), "all": format_money(totals.amount, language=language)}
        return Bar(
            f"funding-{name}", label, cents // 100, max(totals.amount // 100, 1), _("%(part)s of %(all)s") % words
        )

    return [bar("claimed", _("Claimed"), totals.claimed), bar("received", _("Received"), totals.received)]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an agreement, and whether it can be claimed now."""

    tranche: Tranche
    is_claimed: bool


def parts_of(agreement: Agreement, claims: Sequence[Claim]) -> list[Part]:
    """The planned parts, each with whether it was claimed (and not credited)."""
    claimed = {claim.tranche_id for claim in claims if not claim.invoice.credited}
    return [Part(tranche, tranche.pk in claimed) for tranche in agreement.tranches.all()]


def claim_table(claims: Sequence[Claim], *, today: dt.date, unit: Unit | None) -> Table | None:
    """The claims on an agreement with their invoices; none while nothing was claimed."""
    if not claims:
        return None
    return Table(
        caption=_("Claims"),
        columns=[
            Column("number", _("Number"), kind="code", value=lambda row: row.invoice.number, link=_invoice_url(unit)),
            Column("part", _("Part"), value=lambda row: row.tranche.label if row.tranche else "–"),
            Column("issued_on", _("Date"), kind="date", value=lambda row: row.invoice.issued_on),
            Column("amount", _("Amount"), kind="money"),
            Column("paid", _("Received"), kind="money", value=lambda row: row.invoice.paid or None),
            Column("status", _("State"), kind="badge", value=lambda row: invoice_badge(row.invoice, today=today)),
        ],
        rows=claims,
    )


def _invoice_url(unit: Unit | None) -> Callable[[Claim], str]:
    if unit is None:
        return lambda row: reverse("desk_invoice", args=[row.invoice_id])
    return lambda row: reverse("invoice", args=[unit.pk, row.invoice_id])


def facts(agreement: Agreement) -> list[tuple[str, str]]:
    """An agreement in words."""
    language = get_language() or "en"
    period = " – ".join(format_day(day, language=language) for day in (agreement.starts_on, agreement.ends_on))
    return [
        (_("Funder"), agreement.funder.name),
        (_("Kind"), str(agreement.get_kind_display())),
        (_("Period"), period),
        (_("Reference of the funder"), agreement.reference or "–"),
        (_("Conditions"), agreement.conditions or "–"),
    ]
