"""Money leaves: an approved batch is booked and becomes a file, once; the bank's statement says what became of it.

Until the statement says so, the money is on its way (`bank.outgoing`); that account returns to zero with the last
confirmation (ledger rule R23).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from marke.countries.registry import country
from marke.domain.ledger.operations import post
from marke.domain.parameters.queries import choice, cooperative
from marke.domain.payouts import operations
from marke.domain.payouts.cases import decide_case
from marke.domain.payouts.enums import OrderState, Purpose
from marke.domain.payouts.models import AccountCase, Batch, PaymentOrder
from marke.domain.payouts.operations import Proposal
from marke.domain.people.bank_accounts import accounts_in_use
from marke.kernel.ids import uuid7
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.banking import pain001, transfers
from marke.rules.posting.recipes import payouts as recipes
from marke.rules.work.deadline import working_day_after

SOURCE = "payouts.batch"
ORDER = "payouts.order"


@dataclass(frozen=True, slots=True)
class Exported:
    """The file of a batch, with what the bank's screen must show: number of payments and total."""

    batch: Batch
    content: bytes


def propose_batch(*, purpose: Purpose, actor: uuid.UUID, now: dt.datetime) -> Batch:
    """Put all payments of a purpose that can leave now into a batch, from the enterprise's own account.

    The bank carries it out today, or on the next working day after the hour that the cooperative chose (15:00). Raises
    as `marke.domain.payouts.operations.propose`, and `Refusal` when the enterprise has no account.
    """
    house = cooperative()
    if not house.iban:
        raise Refusal(
            "payouts.no-account", gettext_noop("First write down the account of the cooperative, under «Settings».")
        )
    proposal = Proposal(purpose, _execution_day(now), house.seller_name or house.name, house.iban)
    return operations.propose(proposal=proposal, actor=actor, now=now)


def _execution_day(now: dt.datetime) -> dt.date:
    moment = timezone.localtime(now)
    is_working_day = country(cooperative().country).is_working_day
    latest = int(choice("payout.latest_hour", as_of=moment.date()))
    if is_working_day(moment.date()) and moment.hour < latest:
        return moment.date()
    return working_day_after(moment.date(), 1, is_working_day=is_working_day)


def look_again(*, order_ids: Collection[uuid.UUID], now: dt.datetime) -> int:
    """Let parked payments go on when what kept them back is settled; each goes to the account that its payee has now.

    Answers how many wait for a batch again.
    """
    people = PaymentOrder.objects.filter(pk__in=order_ids, person__isnull=False).values_list("person_id", flat=True)
    accounts = accounts_in_use(person_ids=set(people), now=now)
    return operations.look_again(orders=order_ids, accounts=accounts)


def settle_case(*, case_id: uuid.UUID, in_order: bool, reason: str, actor: uuid.UUID, now: dt.datetime) -> AccountCase:
    """Decide on an odd account; what it kept back goes on by itself once it is in order. Raises as `decide_case`."""
    case = decide_case(case_id=case_id, in_order=in_order, reason=reason, actor=actor, now=now)
    if in_order and case.person_id:
        kept_back = PaymentOrder.objects.filter(person=case.person_id, iban=case.iban, state=OrderState.PARKED)
        operations.look_again(orders=list(kept_back.values_list("pk", flat=True)))
    return case


def export_batch(*, batch_id: uuid.UUID, actor: uuid.UUID, now: dt.datetime) -> Exported:
    """Book an approved batch and make its file. Raises `Refusal` when it is not approved, was exported before, or its
    payments are no longer those that were approved.
    """
    batch = operations.batch_to_export(batch_id=batch_id)
    content = file_of(batch)
    owed: defaultdict[str, Cents] = defaultdict(int)
    for row in batch.orders.all():
        owed[row.owed] += row.amount
    entry = recipes.batch_sent(on=timezone.localdate(now), owed=owed)
    posted = post(entry=entry, source=(SOURCE, batch.pk), step="export", actor=actor)
    operations.mark_exported(
        batch=batch, file_hash=hashlib.sha256(content).hexdigest(), entry_id=posted.entry_id, actor=actor, now=now
    )
    return Exported(batch, content)


def file_of(batch: Batch) -> bytes:
    """The file for the bank, the same bytes each time. Raises `Refusal` when the payments are not those approved."""
    rows = list(batch.orders.order_by("position"))
    payments = tuple(operations.transfer_of(row) for row in rows)
    if transfers.batch_hash(payments) != batch.hash:
        raise Refusal(
            "payouts.tampered",
            gettext_noop("The payments of batch %(number)s are not those that were approved. Nothing leaves."),
            params={"number": batch.number},
        )
    return pain001.write(
        transfers.Batch(
            id=f"MARKE-{batch.number:08d}",
            made_at=batch.proposed_at,
            execute_on=batch.execute_on,
            debtor=transfers.Account(batch.debtor_name, batch.debtor_iban),
            transfers=payments,
            is_salary=batch.purpose == Purpose.WAGES,
        )
    )


def confirm_payments(*, end_to_end: Collection[str], on: dt.date, actor: uuid.UUID) -> list[PaymentOrder]:
    """The bank's statement of a day shows these payments. Answers those that were on their way, no others."""
    rows = operations.sent_orders(end_to_end=end_to_end)
    if rows:
        entry = recipes.payments_executed(on=on, amount=sum(row.amount for row in rows))
        posted = post(entry=entry, source=(ORDER, uuid7()), step="execute", actor=actor)
        operations.mark_executed(orders=rows, on=on, entry_id=posted.entry_id)
    return rows


def take_back(*, end_to_end: str, reason: str, on: dt.date, actor: uuid.UUID) -> PaymentOrder:
    """The bank sent a payment back, or refused it. Raises `Refusal` for one that never left or came back before."""
    row = PaymentOrder.objects.select_for_update(of=("self",)).filter(end_to_end=end_to_end).first()
    if row is None or row.state not in (OrderState.SENT, OrderState.EXECUTED):
        raise Refusal("payouts.not-sent", gettext_noop("No payment with this identification is at the bank."))
    recipe = recipes.payment_returned if row.state == OrderState.EXECUTED else recipes.payment_refused
    posted = post(
        entry=recipe(on=on, owed=row.owed, amount=row.amount), source=(ORDER, row.pk), step="return", actor=actor
    )
    operations.mark_returned(row=row, reason=reason, entry_id=posted.entry_id)
    return row
