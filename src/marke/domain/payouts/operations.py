"""Write payment orders and batches: ordered, proposed, approved by two, exported once, told by the bank.

The postings belong to `marke.usecases.pay_out`; here is who may do what, and in which order.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import psycopg
from django.db import Error, transaction
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from marke.domain.foundation.bulk import update_rows
from marke.domain.foundation.transactions import one_at_a_time
from marke.domain.parameters.queries import choice
from marke.domain.payouts.cases import Holder, require_no_burst, shared_accounts
from marke.domain.payouts.enums import BatchState, OrderState, Purpose, Verification
from marke.domain.payouts.models import Approval, Batch, PayeeAcceptance, PayeeVerification, PaymentOrder
from marke.kernel.ids import uuid7
from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.banking import transfers
from marke.rules.banking.transfers import Transfer, UnableToOrderTransfer

LONGEST_NAME = 140
Payee = tuple[str, str]
"""An account and the name under which it is paid."""
TO_APPROVE = (BatchState.PROPOSED, BatchState.APPROVED_ONCE)
ACCEPTANCES_NEEDED = 2
NAME_DOES_NOT_FIT = gettext_noop(
    "The bank says that this name does not belong to this account: two people must accept it first."
)
ACCOUNT_IS_SHARED = gettext_noop("Somebody else has the same account: the desk must look at it first.")


class Account(Protocol):
    """An account number, and who registered it."""

    iban: str
    registered_by: uuid.UUID | None


class NeedsOtherEyes(Refusal):
    """Four eyes: this person may not approve this batch."""


@dataclass(frozen=True, slots=True)
class OrderInput:
    """Somebody is to be paid. ``owed`` is the role of the debt, ``account_by`` whoever registered the account."""

    key: str
    purpose: Purpose
    owed: str
    source: tuple[str, uuid.UUID]
    name: str
    iban: str
    amount: Cents
    due_on: dt.date
    text: str = ""
    person_id: uuid.UUID | None = None
    account_by: uuid.UUID | None = None
    not_before: dt.datetime | None = None
    """The end of the pause of a new account, for a payee who asked to wait for it."""


def order(*, orders: Sequence[OrderInput]) -> list[PaymentOrder]:
    """Order payments; the same key twice is one payment. Answers the orders of all keys, old and new.

    One that the bank could not take (an impossible account, no name) is parked with its reason: the others go on.
    """
    rows = [_ordered(given) for given in orders]
    PaymentOrder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
    found = {row.key: row for row in PaymentOrder.objects.filter(key__in=[given.key for given in orders])}
    return [found[given.key] for given in orders]


def _ordered(given: OrderInput) -> PaymentOrder:
    order_id = uuid7()
    row = PaymentOrder(
        id=order_id,
        key=given.key,
        purpose=given.purpose,
        owed=given.owed,
        source_kind=given.source[0],
        source_id=given.source[1],
        person_id=given.person_id,
        name=given.name.strip()[:LONGEST_NAME],
        iban=given.iban,
        account_by=given.account_by,
        amount=given.amount,
        text=given.text,
        end_to_end=order_id.hex,
        due_on=given.due_on,
        not_before=given.not_before,
    )
    _park_impossible(row)
    return row


def _park_impossible(row: PaymentOrder) -> None:
    """Park an order that no bank could take, with what is wrong."""
    try:
        transfer_of(row)
    except UnableToOrderTransfer as refusal:
        row.state, row.reason = OrderState.PARKED, str(refusal)[:300]


def transfer_of(order: PaymentOrder) -> Transfer:
    """The order as the bank's file carries it. Raises `UnableToOrderTransfer`."""
    return Transfer(order.end_to_end, order.name, order.iban, order.amount, order.text)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which payments leave together, from which account, on which day; without ``order_ids`` all that wait."""

    purpose: Purpose
    execute_on: dt.date
    debtor_name: str
    debtor_iban: str
    order_ids: tuple[uuid.UUID, ...] | None = None


def propose(*, proposal: Proposal, actor: uuid.UUID, now: dt.datetime) -> Batch:
    """Put the payments that wait into a batch, to be approved by others.

    A payee whom somebody doubts (the name does not fit the account, or two people have the same account) is parked
    until that is settled, and the batch goes on without. Raises `Refusal` when nothing waits, and `TooManyNewAccounts`
    while a burst of changed accounts was not looked at.
    """
    require_no_burst()
    one_at_a_time("payouts.propose")
    waiting = PaymentOrder.objects.select_for_update(of=("self",)).filter(
        Q(not_before__isnull=True) | Q(not_before__lte=now), purpose=proposal.purpose, state=OrderState.WAITING
    )
    if proposal.order_ids is not None:
        waiting = waiting.filter(pk__in=proposal.order_ids)
    rows = _park_doubtful(list(waiting.order_by("due_on", "id")))
    if not rows:
        raise Refusal("payouts.nothing", gettext_noop("There is nothing to pay: no payment waits."))
    total = sum(row.amount for row in rows)
    batch = Batch.objects.create(
        number=Batch.objects.aggregate(last=Coalesce(Max("number"), 0))["last"] + 1,
        purpose=proposal.purpose,
        debtor_name=proposal.debtor_name,
        debtor_iban=proposal.debtor_iban,
        execute_on=proposal.execute_on,
        count=len(rows),
        total=total,
        hash=transfers.batch_hash([transfer_of(row) for row in rows]),
        approvals_needed=3 if total > choice("payout.third_above", as_of=now.date()) else 2,
        proposed_by=actor,
        proposed_at=now,
    )
    for position, row in enumerate(rows, 1):
        row.batch, row.position, row.state = batch, position, OrderState.BATCHED
    update_rows(rows, ["batch", "position", "state"])
    return batch


def _park_doubtful(rows: Sequence[PaymentOrder]) -> list[PaymentOrder]:
    """The orders whose payee nobody doubts; the others wait aside."""
    doubted = doubted_payees({(row.iban, row.name) for row in rows})
    shared = shared_accounts({row.iban for row in rows})
    aside = []
    for row in rows:
        if reason := _doubt(row, doubted, shared):
            row.state, row.reason = OrderState.PARKED, reason
            aside.append(row)
    update_rows(aside, ["state", "reason"])
    return [row for row in rows if row.state == OrderState.WAITING]


def _doubt(row: PaymentOrder, doubted: Collection[Payee], shared: Collection[Holder]) -> str:
    """Why a payment must wait; nothing when nobody doubts it."""
    if (row.iban, row.name) in doubted:
        return NAME_DOES_NOT_FIT
    return ACCOUNT_IS_SHARED if (row.iban, row.person_id) in shared else ""


def look_again(*, orders: Collection[uuid.UUID], accounts: Mapping[uuid.UUID, Account] | None = None) -> int:
    """Let parked payments wait for a batch again when nothing keeps them back any more; answers how many.

    ``accounts`` are the accounts that people have now, by person: a payment goes where its payee is paid today.
    """
    rows = list(
        PaymentOrder.objects.select_for_update(of=("self",))
        .filter(pk__in=orders, state=OrderState.PARKED)
        .order_by("id")
    )
    for row in rows:
        if row.person_id and (account := (accounts or {}).get(row.person_id)) is not None:
            row.iban, row.account_by = account.iban, account.registered_by
        row.state, row.reason = OrderState.WAITING, ""
        _park_impossible(row)
    free = _park_doubtful([row for row in rows if row.state == OrderState.WAITING])
    update_rows(rows, ["iban", "account_by", "state", "reason"])
    return len(free)


def doubted_payees(payees: Collection[Payee]) -> set[Payee]:
    """The payees (account, name) whose bank says that they do not belong together, and whom not two people accepted."""
    ibans = {iban for iban, _ in payees}
    answers = PayeeVerification.objects.filter(iban__in=ibans).order_by("iban", "name", "-answered_at")
    latest = answers.distinct("iban", "name").values_list("iban", "name", "answer")
    refused = {(iban, name) for iban, name, answer in latest if answer == Verification.NO_MATCH}
    accepted = PayeeAcceptance.objects.filter(iban__in=ibans).values_list("iban", "name").annotate(Count("id"))
    return (refused & set(payees)) - {(iban, name) for iban, name, count in accepted if count >= ACCEPTANCES_NEEDED}


def approve(*, batch_id: uuid.UUID, hash_seen: str, actor: uuid.UUID, now: dt.datetime) -> Batch:
    """Approve a batch by the hash that was shown. Raises `NeedsOtherEyes` for whoever proposed it, approved it before,
    or registered one of its accounts, and `Refusal` when it has changed or does not wait.
    """
    one_at_a_time(f"payouts.approve.{actor}")
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    _check_day_limit(batch, actor, now)
    with _refusals():
        Approval.objects.create(batch=batch, hash=hash_seen, approved_by=actor, approved_at=now)
    given = Approval.objects.filter(batch=batch, hash=batch.hash).count()
    batch.state = BatchState.APPROVED if given >= batch.approvals_needed else BatchState.APPROVED_ONCE
    batch.save(update_fields=["state"])
    return batch


def _check_day_limit(batch: Batch, actor: uuid.UUID, now: dt.datetime) -> None:
    """One person approves at most so much a day."""
    limit = int(choice("payout.approver_day_limit", as_of=now.date()))
    today = Approval.objects.filter(approved_by=actor, approved_at__date=timezone.localdate(now))
    so_far = today.aggregate(total=Sum("batch__total", default=0))["total"]
    if so_far + batch.total > limit:
        raise Refusal(
            "payouts.day-limit",
            gettext_noop("One person approves at most %(limit)s a day: ask somebody else to approve this batch."),
            params={"limit": Amount(limit)},
        )


def withdraw(*, batch_id: uuid.UUID, reason: str) -> Batch:
    """Take a batch back before it leaves; its payments wait again. Raises `Refusal` without a reason or too late."""
    if not reason.strip():
        raise Refusal("payouts.reason", gettext_noop("Say why the batch is withdrawn."), field="reason")
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in (*TO_APPROVE, BatchState.APPROVED):
        raise Refusal("payouts.left", gettext_noop("The batch has left already, or was withdrawn before."))
    batch.state, batch.reason = BatchState.WITHDRAWN, reason.strip()
    batch.save(update_fields=["state", "reason"])
    PaymentOrder.objects.filter(batch=batch).update(batch=None, position=None, state=OrderState.WAITING)
    return batch


def batch_to_export(*, batch_id: uuid.UUID) -> Batch:
    """The approved batch, locked. Raises `Refusal` when it is not approved or has left already, and
    `TooManyNewAccounts` while a burst of changed accounts was not looked at.
    """
    require_no_burst()
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != BatchState.APPROVED:
        raise Refusal(
            "payouts.not-approved",
            gettext_noop("Batch %(number)s cannot leave: it is not approved by all who must, or has left already."),
            params={"number": batch.number},
        )
    return batch


def mark_exported(*, batch: Batch, file_hash: str, entry_id: int, actor: uuid.UUID, now: dt.datetime) -> None:
    """The file was made and the books know: the batch has left, once."""
    batch.state, batch.exported_by, batch.exported_at = BatchState.EXPORTED, actor, now
    batch.file_hash, batch.entry_id = file_hash, entry_id
    with _refusals():
        batch.save(update_fields=["state", "exported_by", "exported_at", "file_hash", "entry_id"])
    PaymentOrder.objects.filter(batch=batch).update(state=OrderState.SENT)


def sent_orders(*, end_to_end: Collection[str]) -> list[PaymentOrder]:
    """The payments at the bank with these identifications, locked; others are passed over."""
    rows = PaymentOrder.objects.select_for_update(of=("self",)).filter(end_to_end__in=end_to_end, state=OrderState.SENT)
    return list(rows.order_by("id"))


def mark_executed(*, orders: Sequence[PaymentOrder], on: dt.date, entry_id: int) -> None:
    """The bank's statement shows these payments. A batch of which all are known is confirmed."""
    for row in orders:
        row.state, row.executed_on, row.bank_entry_id = OrderState.EXECUTED, on, entry_id
    update_rows(orders, ["state", "executed_on", "bank_entry_id"])
    confirm_batches({row.batch_id for row in orders if row.batch_id})


def mark_returned(*, row: PaymentOrder, reason: str, entry_id: int) -> None:
    """The bank sent a payment back, or refused it: what it settled is owed again."""
    row.state, row.reason, row.executed_on, row.bank_entry_id = OrderState.RETURNED, reason[:300], None, entry_id
    row.save(update_fields=["state", "reason", "executed_on", "bank_entry_id"])
    if row.batch_id:
        confirm_batches({row.batch_id})


def confirm_batches(batch_ids: Collection[uuid.UUID]) -> None:
    """Batches of which no payment is at the bank any more are confirmed."""
    under_way = PaymentOrder.objects.filter(batch_id__in=batch_ids, state=OrderState.SENT).values("batch_id")
    Batch.objects.filter(pk__in=batch_ids, state=BatchState.EXPORTED).exclude(pk__in=under_way).update(
        state=BatchState.CONFIRMED
    )


def record_verification(
    *, iban: str, name: str, answer: Verification, known_as: str, actor: uuid.UUID, now: dt.datetime
) -> None:
    """Keep what the payee's bank answered. A doubtful payment waits from the next batch on."""
    PayeeVerification.objects.create(
        iban=iban, name=name, answer=answer, known_as=known_as, answered_at=now, recorded_by=actor
    )


def accept_payee(*, order_id: uuid.UUID, reason: str, actor: uuid.UUID, now: dt.datetime) -> PaymentOrder:
    """Accept a payee whose name does not fit; with the second person the payment waits for a batch again.

    Raises `Refusal` without a reason, and `NeedsOtherEyes` for whoever registered the account or accepted it before.
    """
    if not reason.strip():
        raise Refusal("payouts.acceptance-reason", gettext_noop("Say why this payee is right."), field="reason")
    row = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
    if row.account_by == actor:
        raise NeedsOtherEyes(
            "payouts.own-account", gettext_noop("You registered this account, so others must accept the payee.")
        )
    with _refusals():
        PayeeAcceptance.objects.create(
            iban=row.iban, name=row.name, reason=reason.strip(), accepted_by=actor, accepted_at=now
        )
    same = PaymentOrder.objects.filter(iban=row.iban, name=row.name, state=OrderState.PARKED)
    look_again(orders=list(same.values_list("pk", flat=True)))
    row.refresh_from_db()
    return row


REFUSALS: dict[str, Refusal] = {
    "nobody_approves_their_own_batch": NeedsOtherEyes(
        "payouts.own-batch", gettext_noop("You proposed this batch, so others must approve it.")
    ),
    "nobody_approves_an_account_of_their_own": NeedsOtherEyes(
        "payouts.own-account", gettext_noop("You registered an account in this batch, so others must approve it.")
    ),
    "each_person_approves_once": NeedsOtherEyes(
        "payouts.approved-before", gettext_noop("You approved this batch already; it takes other people.")
    ),
    "each_person_accepts_a_payee_once": NeedsOtherEyes(
        "payouts.accepted-before", gettext_noop("You accepted this payee already; it takes another person.")
    ),
    "the_hash_seen_is_the_hash_approved": Refusal(
        "payouts.changed", gettext_noop("The batch is not the one you looked at. Look at it again before you approve.")
    ),
    "a_waiting_batch_is_approved": Refusal(
        "payouts.not-waiting", gettext_noop("The batch does not wait for approval: it left, or was withdrawn.")
    ),
    "a_batch_leaves_with_its_approvals": NeedsOtherEyes(
        "payouts.not-approved", gettext_noop("The batch lacks an approval: it does not leave.")
    ),
}


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the database refuses into words; its savepoint keeps the transaction usable."""
    try:
        with transaction.atomic():
            yield
    except Error as error:
        cause = error.__cause__
        constraint = cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
        known = REFUSALS.get(constraint or "")
        if known is None:
            raise
        raise type(known)(known.rule, known.message) from error
