"""Read money out: what waits, the batches, their payments, and what in a batch deserves a second look."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Min, Q, QuerySet, Sum

from marke.domain.payouts.enums import BatchState, CaseState, OrderState, Purpose
from marke.domain.payouts.models import AccountCase, Approval, Batch, PayeeVerification, PaymentOrder
from marke.kernel.money import Cents

OUTLIER = 2
"""An amount of more than so many times the last one to the same person is pointed out."""
LEFT = (OrderState.SENT, OrderState.EXECUTED)


@dataclass(frozen=True, slots=True)
class Pile:
    """Payments of one purpose that wait: how many, how much, and the day by which the first is due."""

    purpose: Purpose
    count: int
    total: Cents
    due_on: dt.date


def piles(*, now: dt.datetime) -> list[Pile]:
    """What can leave now, by purpose."""
    found = waiting(now=now).order_by().values("purpose")
    rows = found.annotate(count=Count("pk"), total=Sum("amount"), due_on=Min("due_on")).order_by("due_on")
    return [Pile(Purpose(row["purpose"]), row["count"], row["total"], row["due_on"]) for row in rows]


def waiting(*, now: dt.datetime) -> QuerySet[PaymentOrder]:
    """Payments that can leave now, the most urgent first."""
    ready = PaymentOrder.objects.filter(Q(not_before__isnull=True) | Q(not_before__lte=now), state=OrderState.WAITING)
    return ready.order_by("due_on", "id")


def orders(*, state: OrderState | None = None) -> QuerySet[PaymentOrder]:
    """Payments: a queue with the most urgent first, else the newest first."""
    found = PaymentOrder.objects.select_related("batch", "person")
    if state in (OrderState.WAITING, OrderState.PARKED):
        return found.filter(state=state).order_by("due_on", "id")
    return (found.filter(state=state) if state else found).order_by("-id")


def order_by_id(*, order_id: uuid.UUID) -> PaymentOrder | None:
    """One payment."""
    return PaymentOrder.objects.select_related("batch", "person").filter(pk=order_id).first()


def amounts_by_state(states: Collection[OrderState]) -> dict[str, tuple[int, Cents]]:
    """How many payments stand in each state, and how much they are."""
    found = PaymentOrder.objects.filter(state__in=states).order_by().values_list("state")
    return {state: (count, total) for state, count, total in found.annotate(Count("pk"), Sum("amount"))}


def batches(*, state: BatchState | None = None) -> QuerySet[Batch]:
    """Batches, the newest first."""
    found = Batch.objects.filter(state=state) if state else Batch.objects.all()
    return found.order_by("-proposed_at", "-id")


def batches_to_approve() -> QuerySet[Batch]:
    """Batches that wait for somebody's approval, or to leave, oldest first."""
    states = [BatchState.PROPOSED, BatchState.APPROVED_ONCE, BatchState.APPROVED]
    return Batch.objects.filter(state__in=states).order_by("proposed_at", "id")


def batch_by_id(*, batch_id: uuid.UUID) -> Batch | None:
    """One batch."""
    return Batch.objects.filter(pk=batch_id).first()


def payments_of(*, batch_id: uuid.UUID) -> QuerySet[PaymentOrder]:
    """The payments of a batch in the order in which they leave."""
    return PaymentOrder.objects.select_related("person").filter(batch_id=batch_id).order_by("position", "id")


def approvals_of(*, batch_id: uuid.UUID) -> list[Approval]:
    """Who approved a batch, in order."""
    return list(Approval.objects.filter(batch_id=batch_id).order_by("approved_at", "id"))


def cases(*, state: CaseState | None = None) -> QuerySet[AccountCase]:
    """Cases of accounts: the open ones oldest first, else the newest first."""
    found = AccountCase.objects.select_related("person")
    if state is CaseState.OPEN:
        return found.filter(state=state).order_by("opened_at", "id")
    return (found.filter(state=state) if state else found).order_by("-opened_at", "-id")


def case_by_id(*, case_id: uuid.UUID) -> AccountCase | None:
    """One case of an account."""
    return AccountCase.objects.select_related("person").filter(pk=case_id).first()


def answers() -> QuerySet[PayeeVerification]:
    """What banks answered about payees, the latest first."""
    return PayeeVerification.objects.order_by("-answered_at", "-id")


class Surprise(StrEnum):
    """Why a payment deserves a second look."""

    NEW = "new"
    OTHER_ACCOUNT = "other_account"
    MUCH_MORE = "much_more"


@dataclass(frozen=True, slots=True)
class Difference:
    """A payment that differs from the last one to the same payee: why, and what was paid then."""

    order: PaymentOrder
    surprise: Surprise
    before: Cents = 0
    account_before: str = ""


def differences(*, batch: Batch) -> list[Difference]:
    """The payments of a batch that differ from the last one that left for the same payee, in order.

    A payee who was never paid before, one who is paid on another account, and an amount far above the last one.
    """
    rows = list(payments_of(batch_id=batch.pk))
    last = _last_paid(rows, batch)
    return [found for row in rows if (found := _difference(row, last.get(_payee(row))))]


def _difference(row: PaymentOrder, before: PaymentOrder | None) -> Difference | None:
    if before is None:
        return Difference(row, Surprise.NEW)
    if before.iban != row.iban:
        return Difference(row, Surprise.OTHER_ACCOUNT, before.amount, before.iban)
    if row.amount > OUTLIER * before.amount:
        return Difference(row, Surprise.MUCH_MORE, before.amount, before.iban)
    return None


def _last_paid(rows: Iterable[PaymentOrder], batch: Batch) -> dict[object, PaymentOrder]:
    """The last payment that left for each payee, before this batch."""
    people = {row.person_id for row in rows if row.person_id}
    names = {row.name for row in rows if not row.person_id}
    known = PaymentOrder.objects.filter(state__in=LEFT, purpose=batch.purpose).exclude(batch_id=batch.pk)
    known = known.filter(batch__proposed_at__lt=batch.proposed_at)
    by_person = known.filter(person_id__in=people).order_by("person_id", "-id").distinct("person_id")
    by_name = known.filter(person__isnull=True, name__in=names).order_by("name", "-id").distinct("name")
    return {_payee(row): row for found in (by_person, by_name) for row in found}


def _payee(row: PaymentOrder) -> object:
    return row.person_id or row.name
