"""Declare receipts without invoice (P24, worked example X13), and take one back.

The member took the money and owes it. Its budget is expected from now on and reserved until the money is in, so that no
pay is guaranteed on takings that were not paid in.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from marke.countries.registry import country
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.ledger.holds import Reservation, hold_many, void_hold
from marke.domain.ledger.operations import Posting, post, post_many
from marke.domain.parameters.queries import chosen, cooperative
from marke.domain.receipts import operations
from marke.domain.receipts.models import Receipt
from marke.domain.receipts.operations import ReceiptInput, Terms
from marke.domain.units.policies import require_units_may_take_in
from marke.rules.posting.entry import Account, Entry, mirrored
from marke.rules.posting.recipes.sales import Turnover
from marke.rules.posting.recipes.sales import receipt as receipt_entry
from marke.rules.posting.roles import EXPECTED, PRODUCTION

SOURCE = "receipts.receipt"
RESERVED_FOR = dt.timedelta(days=3_650)
"""Until the money is in, or the receipt is taken back; the ledger wants an end, and nobody waits ten years."""


def declare_receipt(*, receipt: ReceiptInput, actor: uuid.UUID, now: dt.datetime) -> Receipt:
    """Declare one receipt. Raises as `declare_receipts`."""
    return declare_receipts(receipts=[receipt], actor=actor, now=now)[0]


def declare_receipts(*, receipts: Sequence[ReceiptInput], actor: uuid.UUID, now: dt.datetime) -> list[Receipt]:
    """Declare receipts, all or none; answers them in order, numbered and waiting to be paid in.

    Each counts on the day of its takings, for VAT and turnover. Raises `Refusal` when a unit has no right of use (rule
    2), for a payer who needs an invoice, for VAT without its reason (rule 23), or when that month's books are closed.
    """
    today = timezone.localdate(now)
    with enterprise_view():
        require_units_may_take_in(unit_ids={given.unit_id for given in receipts}, as_of=today)
    home = country(cooperative().country)
    rate, days = chosen("contribution.rate"), chosen("receipt.pay_in_days")
    drafted = [
        operations.draft_receipt(
            given=given,
            law=home.vat_law(),
            terms=Terms(rate.on(given.taken_on), int(days.on(today))),
            on=today,
            actor=actor,
        )
        for given in receipts
    ]
    _post(drafted, actor)
    _reserve(drafted, actor, now)
    operations.declare(receipts=drafted, entity=PRODUCTION, identifiers=home.identifiers)
    return drafted


def _post(receipts: Sequence[Receipt], actor: uuid.UUID) -> None:
    """Post each receipt and keep the number of its entry on it."""
    postings = [Posting(entry_of(receipt), (SOURCE, receipt.pk), "declare") for receipt in receipts]
    for receipt, posted in zip(receipts, post_many(postings=postings, actor=actor), strict=True):
        receipt.entry_id = posted.entry_id


def _reserve(receipts: Sequence[Receipt], actor: uuid.UUID, now: dt.datetime) -> None:
    """Let nobody count on the money before it is in. Takings too small for a budget reserve nothing."""
    waiting = [receipt for receipt in receipts if receipt.budget]
    reservations = [reservation_of(receipt, now=now) for receipt in waiting]
    for receipt, hold_id in zip(waiting, hold_many(reservations=reservations, actor=actor), strict=True):
        receipt.hold_id = hold_id


def take_back_receipt(*, receipt_id: uuid.UUID, reason: str, on: dt.date, actor: uuid.UUID) -> Receipt:
    """Undo a receipt that was declared by mistake: the opposite entry, the reservation given back, its line kept.

    Raises `Refusal` without a reason, or when money was paid in.
    """
    receipt = operations.to_take_back(receipt_id=receipt_id, reason=reason)
    if receipt.hold_id:
        void_hold(hold_id=receipt.hold_id)
    undone = mirrored(entry_of(receipt), entry_id=receipt.entry_id, on=on)
    post(entry=undone, source=(SOURCE, receipt.pk), step="take back", actor=actor)
    operations.mark_taken_back(receipt=receipt, on=on, reason=reason)
    return receipt


def entry_of(receipt: Receipt) -> Entry:
    """P24: the member owes the takings; net, VAT, contribution and budget as for an invoice."""
    return receipt_entry(
        on=receipt.taken_on,
        unit=receipt.unit_id,
        turnover=Turnover(receipt.net, receipt.vat, receipt.contribution),
        project=receipt.project_id,
    )


def reservation_of(receipt: Receipt, *, now: dt.datetime) -> Reservation:
    """The budget that waits for the money of a receipt; each amount waits under a name of its own."""
    account = Account(EXPECTED, receipt.unit_id, receipt.project_id)
    waiting = receipt.budget - receipt.available
    return Reservation(account, waiting, (SOURCE, receipt.pk), f"wait {receipt.available}", now + RESERVED_FOR)
