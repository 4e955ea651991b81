"""Write costs: handed in, decided by somebody else, paid.

These write the document; `marke.usecases.record_cost`, `decide_cost` and `pay_cost` make them journeys with budget and
postings.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.files.base import ContentFile

from marke.domain.foundation.bulk import update_rows
from marke.domain.purchases.enums import CostState, PaidBy, Proof
from marke.domain.purchases.models import Cost, Receipt
from marke.domain.purchases.receipts import CheckedReceipt, ReceiptInput, check_receipt
from marke.kernel.ids import uuid7
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.vat import DeductionRule, purchase


@dataclass(frozen=True, slots=True)
class CostInput:
    """What a member hands in. ``gross`` is the amount paid in cents, with the VAT at ``vat_rate`` in it."""

    unit_id: int
    supplier: str
    spent_on: dt.date
    gross: Cents
    vat_rate: Decimal
    category: str
    proof: Proof
    paid_by: PaidBy
    description: str = ""
    project_id: uuid.UUID | None = None
    pay_to_iban: str = ""
    pay_to_reference: str = ""
    receipts: tuple[ReceiptInput, ...] = field(default=())


def draft_cost(*, given: CostInput, rules: Mapping[str, DeductionRule], actor: uuid.UUID, now: dt.datetime) -> Cost:
    """The cost in memory, with what the unit bears: the amount paid less the VAT that comes back (worked example X5).

    VAT comes back only on an invoice in the enterprise's name, and then as far as the law allows for that kind of cost.
    Raises `Refusal` for an unknown kind, an amount that is not above zero, or a supplier without account to pay.
    """
    rule = rules.get(given.category)
    if rule is None:
        raise Refusal("cost.category", gettext_noop("Choose what kind of cost this is."), field="category")
    if given.paid_by == PaidBy.SUPPLIER and not given.pay_to_iban:
        raise Refusal(
            "cost.pay-to",
            gettext_noop("Give the account of the supplier, so that the enterprise can pay."),
            field="pay_to_iban",
        )
    deductible_share = rule.share if given.proof == Proof.INVOICE else Decimal(0)
    amounts = purchase(gross=given.gross, vat_rate=given.vat_rate, deductible_share=deductible_share)
    return Cost(
        id=uuid7(),
        unit_id=given.unit_id,
        project_id=given.project_id,
        supplier=given.supplier.strip(),
        spent_on=given.spent_on,
        category=given.category,
        description=given.description,
        proof=given.proof,
        paid_by=given.paid_by,
        pay_to_iban=given.pay_to_iban,
        pay_to_reference=given.pay_to_reference,
        gross=amounts.gross,
        vat_rate=given.vat_rate,
        vat=amounts.vat,
        deductible_share=deductible_share,
        deductible=amounts.deductible,
        charge=amounts.charge,
        entered_by=actor,
        entered_at=now,
    )


def check_date(*, spent_on: dt.date, today: dt.date, cutoff_days: int) -> None:
    """Costs are handed in in the year of their receipt, those of last year by mid-January (rule 21).

    ``cutoff_days`` is how many days of January are left for last year. Raises `Refusal`.
    """
    if spent_on > today:
        raise Refusal("cost.future", gettext_noop("The date of the receipt is still to come."), field="spent_on")
    cutoff = dt.date(today.year, 1, 1) + dt.timedelta(days=cutoff_days - 1)
    oldest = today.year if today > cutoff else today.year - 1
    if spent_on.year < oldest:
        raise Refusal(
            "cost.too-late",
            gettext_noop("Receipts of %(year)s had to be handed in by %(cutoff)s; this one is too late."),
            field="spent_on",
            params={"year": spent_on.year, "cutoff": cutoff.replace(year=spent_on.year + 1)},
        )


def checked_receipts(given: Sequence[CostInput]) -> list[list[CheckedReceipt]]:
    """Look at the receipts of each cost. Raises `Refusal` for a file we do not keep, or one handed in before."""
    checked = [[check_receipt(receipt) for receipt in cost.receipts] for cost in given]
    for cost, receipts in zip(given, checked, strict=True):
        if receipts:
            _refuse_second_copy(cost.unit_id, receipts)
    return checked


def _refuse_second_copy(unit_id: int, receipts: Sequence[CheckedReceipt]) -> None:
    earlier = (
        Receipt.objects.filter(unit_id=unit_id, sha256__in=[receipt.sha256 for receipt in receipts])
        .exclude(cost__state=CostState.REJECTED)
        .select_related("cost")
        .first()
    )
    if earlier:
        raise Refusal(
            "receipt.once",
            gettext_noop("This receipt was already handed in for %(supplier)s on %(day)s."),
            field="receipt",
            params={"supplier": earlier.cost.supplier, "day": earlier.cost.spent_on},
        )


def submit(*, costs: Sequence[Cost], receipts: Sequence[Sequence[CheckedReceipt]]) -> None:
    """Write costs whose budget is reserved, with their receipts."""
    Cost.objects.bulk_create(costs, batch_size=2_000)
    kept = [(cost, receipt) for cost, given in zip(costs, receipts, strict=True) for receipt in given]
    for cost, receipt in kept:
        _keep(cost, receipt)


def _keep(cost: Cost, receipt: CheckedReceipt) -> None:
    row = Receipt(
        cost=cost,
        unit_id=cost.unit_id,
        name=receipt.name,
        content_type=receipt.content_type,
        size=len(receipt.content),
        sha256=receipt.sha256,
    )
    row.file.save(f"{row.pk}{receipt.extension}", ContentFile(receipt.content), save=False)
    row.save(force_insert=True)


def costs_to_decide(*, cost_ids: Sequence[uuid.UUID], actor: uuid.UUID) -> list[Cost]:
    """The costs, locked, in the order asked. Raises `Refusal` when one was decided already or is one's own."""
    found = {cost.pk: cost for cost in Cost.objects.select_for_update().filter(pk__in=cost_ids).order_by("pk")}
    costs = [found[cost_id] for cost_id in cost_ids]
    for cost in costs:
        if cost.state != CostState.SUBMITTED:
            raise Refusal("cost.decided", gettext_noop("This cost was already decided."))
        if cost.entered_by == actor:
            raise Refusal(
                "cost.two-people",
                gettext_noop("You entered this cost yourself, so another person decides it."),
            )
    return costs


def mark_approved(*, costs: Sequence[Cost], actor: uuid.UUID, now: dt.datetime) -> None:
    """Write that costs, each with its ledger entry, are approved and wait for payment."""
    for cost in costs:
        cost.state, cost.decided_by, cost.decided_at = CostState.APPROVED, actor, now
    update_rows(costs, ["state", "decided_by", "decided_at", "entry_id"])


def mark_rejected(*, cost: Cost, reason: str, actor: uuid.UUID, now: dt.datetime) -> None:
    """Write that a cost is refused, and why. Raises `Refusal` without a reason."""
    if not reason.strip():
        raise Refusal("cost.reason", gettext_noop("Say why, so that the member can do better."), field="reason")
    cost.state, cost.decided_by, cost.decided_at, cost.reason = CostState.REJECTED, actor, now, reason.strip()
    cost.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def costs_to_pay(*, cost_ids: Sequence[uuid.UUID]) -> list[Cost]:
    """Approved costs, locked. Raises `Refusal` when one is not waiting for payment."""
    costs = list(Cost.objects.select_for_update().filter(pk__in=cost_ids).order_by("pk"))
    if any(cost.state != CostState.APPROVED for cost in costs):
        raise Refusal("cost.to-pay", gettext_noop("Only an approved cost that was not paid yet can be paid."))
    return costs


def mark_paid(*, costs: Sequence[Cost], on: dt.date) -> None:
    """Write that costs were paid on a day."""
    for cost in costs:
        cost.state, cost.paid_on = CostState.PAID, on
    update_rows(costs, ["state", "paid_on"])


def mark_ordered(*, costs: Sequence[Cost]) -> None:
    """Write that the payment of costs is ordered: it leaves with a batch."""
    for cost in costs:
        cost.state = CostState.ORDERED
    update_rows(costs, ["state"])


def mark_executed(*, cost_ids: Collection[uuid.UUID], on: dt.date) -> list[Cost]:
    """The bank's statement shows the payment of ordered costs. Answers those."""
    costs = list(Cost.objects.select_for_update().filter(pk__in=cost_ids, state=CostState.ORDERED).order_by("pk"))
    mark_paid(costs=costs, on=on)
    return costs


def mark_returned(*, cost_id: uuid.UUID) -> Cost:
    """The payment of a cost came back: it is to be paid again."""
    cost = Cost.objects.select_for_update().get(pk=cost_id)
    cost.state, cost.paid_on = CostState.APPROVED, None
    cost.save(update_fields=["state", "paid_on"])
    return cost
