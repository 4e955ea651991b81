"""People at the desk say what money of the bank was, and take back what was matched wrongly.

Nothing is changed in place: an undoing is an entry of its own, and what it taught about the payer is removed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from marke.domain.banking import operations, queries
from marke.domain.banking.enums import BookingKind
from marke.domain.ledger.operations import post
from marke.domain.ledger.queries import posted_lines
from marke.domain.sales.models import Allocation, Payment
from marke.domain.sales.operations.payments import unallocate
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.matching.payments import Match, matches
from marke.rules.posting.recipes.bank import explained_as_charge
from marke.rules.posting.recipes.client_money import allocation_undone
from marke.usecases.book_bank_lines import SOURCE as LINE
from marke.usecases.book_bank_lines import paid_of
from marke.usecases.receive_payment import SOURCE as PAYMENT
from marke.usecases.receive_payment import Received, allocate_payment


def suggestions(*, payment: Payment) -> list[Match]:
    """Which open invoices a waiting payment may pay, the best first, with the reasons."""
    line = queries.line_of_payment(payment_id=payment.pk)
    if line is None:
        return []
    paid = paid_of(line)
    found = queries.candidates(lines=[paid])
    return matches(paid, open_invoices=found.near(paid), payers=found.payers)


def confirm_match(
    *, payment_id: uuid.UUID, invoice_ids: Sequence[uuid.UUID], on: dt.date, actor: uuid.UUID
) -> list[Received]:
    """A person says which invoices a waiting payment pays, in this order; who paid is remembered for next time.

    Raises as `allocate_payment`.
    """
    done = [allocate_payment(payment_id=payment_id, invoice_id=each, on=on, actor=actor) for each in invoice_ids]
    line = queries.line_of_payment(payment_id=payment_id)
    if line is not None:
        clients = [received.invoice.client_id for received in done if received.invoice]
        operations.learn_payers(known=[(line, client) for client in clients if client], on=on)
    return done


def undo_match(*, allocation_id: uuid.UUID, on: dt.date, actor: uuid.UUID) -> Allocation:
    """Take back what a payment settled of an invoice: the invoice is owed again and the money waits.

    Raises `Refusal` when it was undone before, and `UnableToSpend` when the unit has used the budget meanwhile.
    """
    made = Allocation.objects.select_related("invoice").get(pk=allocation_id)
    before = Allocation.objects.filter(payment_id=made.payment_id, pk__lte=made.pk).count()
    source = (PAYMENT, made.payment_id)
    posted = posted_lines(source=source, step=f"allocate {before}") or posted_lines(source=source, step="receive")
    if not posted:
        raise Refusal("bank.nothing-to-undo", gettext_noop("Nothing was posted for this match."))
    back = unallocate(allocation_id=made.pk, on=on)
    number = Allocation.objects.filter(payment_id=made.payment_id).count()
    entry = allocation_undone(on=on, posted=posted, amount=made.amount)
    post(entry=entry, source=source, step=f"undo {number}", actor=actor)
    if made.invoice.client_id:
        operations.unlearn(payment_id=made.payment_id, client_id=made.invoice.client_id, on=on, actor=actor)
    return back


def explain_as_charge(*, booking_id: uuid.UUID, on: dt.date, actor: uuid.UUID) -> None:
    """A line on the clearing account was a charge of the bank. Raises `Refusal` when money came in by it."""
    booking = operations.unexplained_booking(booking_id=booking_id)
    if booking.amount >= 0:
        raise Refusal("bank.charge-leaves", gettext_noop("A charge of the bank is money that left."))
    entry = explained_as_charge(on=on, amount=-booking.amount)
    posted = post(entry=entry, source=(LINE, booking.line_id), step="explain", actor=actor)
    operations.mark_explained(booking=booking, kind=BookingKind.CHARGE, entry_id=posted.entry_id, actor=actor)
