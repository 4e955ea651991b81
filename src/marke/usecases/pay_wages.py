"""From booked payslips to money on people's accounts: ordered, sent with a batch, confirmed by the bank's statement.

A wage counts as paid on the value date of the bank's statement (rule 13), not on the day the file was made. One that
comes back is owed again and ordered anew, to the account that then counts.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from marke.domain.payouts import operations as payouts
from marke.domain.payouts.enums import Purpose
from marke.domain.payouts.models import PaymentOrder
from marke.domain.payouts.operations import OrderInput
from marke.domain.people.bank_accounts import accounts_to_pay
from marke.domain.people.models import BankAccount
from marke.domain.wages.enums import PayslipState
from marke.domain.wages.models import Payslip, Run
from marke.domain.wages.operations import runs
from marke.domain.work.operations import contracts as work
from marke.usecases.pay_out import confirm_payments, take_back
from marke.usecases.run_wages import WHOLE, Share

SOURCE = "wages.payslip"
OWED = "payable.net_pay"
PIECE = 1_000
DOCUMENTS = ("amounts", "line_values", "notices", "so_far", "flags")
"""What a payslip says and the bank need not know."""


def order_wages(*, run_id: uuid.UUID, now: dt.datetime, piece: int = PIECE, share: Share = WHOLE) -> int:
    """Order the next booked payslips of a run to be paid; answers how many are still to be ordered.

    A payslip without anything to pay is paid on the day of the run. The run is ordered when none is left.
    """
    run = Run.objects.get(pk=run_id)
    waiting = Payslip.objects.filter(run=run, state=PayslipState.POSTED)
    bare = share.by_person(waiting).select_for_update(of=("self",)).defer(*DOCUMENTS)
    slips = list(bare.select_related("person").order_by("due_on", "id")[:piece])
    accounts = accounts_to_pay(person_ids={slip.person_id for slip in slips}, now=now)
    payouts.order(orders=[_order(slip, accounts[slip.person_id], now) for slip in slips if slip.net])
    runs.mark_ordered(slips=[slip for slip in slips if slip.net])
    _paid([slip for slip in slips if not slip.net], on=run.on)
    return waiting.count() or runs.close_ordering(run_id=run.pk)


def _order(slip: Payslip, account: BankAccount, now: dt.datetime) -> OrderInput:
    """The payment of a payslip. The key counts how often it was tried, so that a returned wage can be paid again."""
    tried = PaymentOrder.objects.filter(source_kind=SOURCE, source_id=slip.pk).count() if slip.attempts else 0
    return OrderInput(
        key=f"wage/{slip.pk}/{tried + 1}",
        purpose=Purpose.WAGES,
        owed=OWED,
        source=(SOURCE, slip.pk),
        name=str(slip.person),
        iban=account.iban,
        amount=slip.net,
        due_on=slip.due_on,
        text=f"{slip.last_day:%Y-%m} {str(slip.contract_id)[-12:]}",
        person_id=slip.person_id,
        account_by=account.registered_by,
        not_before=account.usable_from if account.usable_from > now else None,
    )


def confirm_wages(*, end_to_end: Collection[str], on: dt.date, actor: uuid.UUID) -> list[Payslip]:
    """The bank's statement shows these payments: the wages among them are paid on its value date. Answers those."""
    return wages_paid(orders=confirm_payments(end_to_end=end_to_end, on=on, actor=actor), on=on)


def wages_paid(*, orders: Sequence[PaymentOrder], on: dt.date) -> list[Payslip]:
    """The wages among executed payments are paid on a day. Answers those."""
    ids = [order.source_id for order in orders if order.source_kind == SOURCE]
    ordered = Payslip.objects.filter(pk__in=ids, state=PayslipState.ORDERED)
    slips = list(ordered.defer(*DOCUMENTS).order_by("id"))
    _paid(slips, on=on)
    return slips


def _paid(slips: Sequence[Payslip], *, on: dt.date) -> None:
    runs.mark_paid(slips=slips, on=on)
    work.mark_paid(month_ids=[slip.month_id for slip in slips], paid_on=on)


def wage_came_back(*, end_to_end: str, reason: str, on: dt.date, actor: uuid.UUID) -> Payslip:
    """The bank sent a wage back: it is owed again and waits to be ordered. Raises as `take_back`."""
    return wage_returned(order=take_back(end_to_end=end_to_end, reason=reason, on=on, actor=actor))


def wage_returned(*, order: PaymentOrder) -> Payslip:
    """A payment that came back was a wage: it waits to be ordered anew, to the account that then counts."""
    slip = Payslip.objects.select_for_update(of=("self",)).get(pk=order.source_id)
    work.mark_returned(month_ids=[slip.month_id])
    return runs.mark_returned(slip=slip)
