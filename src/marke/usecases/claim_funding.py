"""Claim a part of a funding agreement: an invoice of the kind «funding» (P23, X12), within what was promised."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marke.domain.funding import operations
from marke.domain.funding.models import Agreement, Claim, Tranche
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.operations.invoices import InvoiceInput
from marke.domain.sales.pricing import LineInput
from marke.kernel.money import Cents
from marke.usecases.issue_invoice import issue_invoice

NO_VAT = Decimal("0")
GROUND = "funding"


@dataclass(frozen=True, slots=True)
class ClaimInput:
    """What is claimed on an agreement, in cents: a planned part of it, or another amount."""

    agreement_id: uuid.UUID
    amount: Cents
    tranche_id: uuid.UUID | None = None


def claim_funding(*, claim: ClaimInput, on: dt.date, actor: uuid.UUID, now: dt.datetime | None = None) -> Claim:
    """Claim once. Raises as `claim_fundings`."""
    return claim_fundings(claims=[claim], on=on, actor=actor, now=now)[0]


def claim_fundings(
    *, claims: Sequence[ClaimInput], on: dt.date, actor: uuid.UUID, now: dt.datetime | None = None
) -> list[Claim]:
    """Claim on agreements, all or none, in the order given: each is turnover without VAT and pays the contribution.

    From ``now`` on they are on their way to the funders; without it they are history, and nothing leaves the house.
    One by one, because each must fit in what the claims before it left. Raises `Refusal` when an agreement is closed or
    has less left, when a part was claimed before, and as `issue_invoice`.
    """
    return [_claimed(claim, on, actor, now) for claim in claims]


def _claimed(claim: ClaimInput, on: dt.date, actor: uuid.UUID, now: dt.datetime | None) -> Claim:
    agreement = operations.claimable(agreement_id=claim.agreement_id, amount=claim.amount, tranche_id=claim.tranche_id)
    part = Tranche.objects.get(pk=claim.tranche_id, agreement=agreement) if claim.tranche_id else None
    invoice = issue_invoice(invoice=_invoice(agreement, part, claim.amount), on=on, actor=actor, now=now)
    return operations.record_claim(agreement=agreement, invoice=invoice, tranche_id=part.pk if part else None)


def _invoice(agreement: Agreement, part: Tranche | None, amount: Cents) -> InvoiceInput:
    description = f"{agreement.title}: {part.label}" if part else agreement.title
    line = LineInput(description[:300], Decimal(1), Decimal(amount).scaleb(-2), NO_VAT, GROUND)
    return InvoiceInput(
        unit_id=agreement.unit_id,
        client_id=agreement.funder_id,
        lines=(line,),
        subject=agreement.title,
        client_reference=agreement.reference,
        project_id=agreement.project_id,
        kind=InvoiceKind.FUNDING,
    )
