"""Book the lines of a statement: each does one thing, through the recipe of that thing, and says why.

In order of certainty: payments that we ordered and that left or came back, charges of the bank, money between own
accounts, shares, what clients and members pay, and the rest, which stands on the clearing account until somebody
explains it. Money of clients that is not certain waits in suspense as any other payment.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from marke.domain.banking import operations, queries
from marke.domain.banking.enums import BookingKind
from marke.domain.banking.models import BankLine, Booking, OwnAccount, Statement
from marke.domain.ledger.operations import Posting, post_many
from marke.domain.members.models import Subscription
from marke.domain.members.operations import SharePayment
from marke.domain.parameters.queries import choice
from marke.domain.payouts.enums import OrderState
from marke.domain.payouts.models import PaymentOrder
from marke.domain.sales.operations.payments import PaymentInput
from marke.kernel.refusal import Refusal
from marke.rules.matching import payments as matching
from marke.rules.matching.charges import is_charge
from marke.rules.matching.payments import Match, Paid
from marke.rules.posting.entry import Entry
from marke.rules.posting.recipes import bank as recipes
from marke.usecases.confirm_payouts import confirm_from_bank, return_from_bank
from marke.usecases.receive_money import receive_money
from marke.usecases.receive_payment import allocate_payment
from marke.usecases.receive_share_payment import receive_share_payments, share_entry

SOURCE = "banking.line"
CERTAIN = 100


@dataclass
class _Books:
    """The lines of one statement on their way into the books."""

    actor: uuid.UUID
    now: dt.datetime
    left: list[BankLine]
    made: list[Booking] = field(default_factory=list)

    def note(self, line: BankLine, kind: BookingKind, entry_id: int, **more: object) -> None:
        """Say what a line did; the whole of it unless another amount is given."""
        given = {"amount": line.amount, "score": CERTAIN} | more
        self.made.append(Booking(line=line, kind=kind, entry_id=entry_id, **given))

    def done(self, lines: Sequence[BankLine]) -> None:
        """These lines need nothing more."""
        gone = {line.pk for line in lines}
        self.left = [line for line in self.left if line.pk not in gone]


def book_statement(*, row: Statement, actor: uuid.UUID, now: dt.datetime) -> list[Booking]:
    """Book all lines of a statement. Raises as the journeys it calls: then nothing of the statement is booked."""
    books = _Books(actor, now, list(row.lines.order_by("position")))
    for step in (_ordered, _returned, _charged, _shares, _received, _unexplained):
        if books.left:
            step(books)
    operations.mark_booked(row=row, bookings=books.made)
    return books.made


def _ordered(books: _Books) -> None:
    """Payments that we ordered: the bank shows that they left, on its value date."""
    wanted = {line.end_to_end: line for line in books.left if line.amount < 0 and line.end_to_end}
    orders = PaymentOrder.objects.filter(end_to_end__in=wanted, state=OrderState.SENT)
    by_day: defaultdict[dt.date, list[BankLine]] = defaultdict(list)
    for order in orders.order_by("id"):
        line = wanted[order.end_to_end]
        if order.amount == -line.amount:
            by_day[line.value_on].append(line)
    for day, lines in sorted(by_day.items()):
        confirm_from_bank(end_to_end=[line.end_to_end for line in lines], on=day, actor=books.actor)
        paid = {
            row.end_to_end: row for row in PaymentOrder.objects.filter(end_to_end__in=[x.end_to_end for x in lines])
        }
        for line in lines:
            order = paid[line.end_to_end]
            assert order.bank_entry_id is not None
            books.note(line, BookingKind.PAID_OUT, order.bank_entry_id, document_id=order.pk, reasons=["end_to_end"])
        books.done(lines)


def _returned(books: _Books) -> None:
    """Payments that the other bank sent back: what they paid is owed again."""
    wanted = [line for line in books.left if line.amount > 0 and line.end_to_end]
    names = [line.end_to_end for line in wanted]
    orders = {
        row.end_to_end: row for row in PaymentOrder.objects.filter(end_to_end__in=names, state=OrderState.EXECUTED)
    }
    for line in wanted:
        order = orders.pop(line.end_to_end, None)
        if order is None or order.amount != line.amount:
            continue
        return_from_bank(end_to_end=line.end_to_end, reason=line.return_reason, on=line.value_on, actor=books.actor)
        order.refresh_from_db()
        assert order.bank_entry_id is not None
        books.note(line, BookingKind.CAME_BACK, order.bank_entry_id, document_id=order.pk, reasons=["end_to_end"])
        books.done([line])


def _charged(books: _Books) -> None:
    """What the bank takes for its services."""
    lines = [line for line in books.left if is_charge(amount=line.amount, code=line.code)]
    entries = [recipes.charged(on=line.value_on, amount=-line.amount) for line in lines]
    _post(books, lines, entries, [BookingKind.CHARGE] * len(lines), ["code"])


def _shares(books: _Books) -> None:
    """Money for subscribed shares: exactly the price, before the subscription lapsed, from an account of another."""
    wanted = {line.communication: line for line in books.left if line.amount > 0 and line.communication and line.iban}
    waiting = Subscription.objects.filter(reference__in=wanted, state=Subscription.State.SUBSCRIBED)
    own = set(OwnAccount.objects.values_list("iban", flat=True))
    for subscription in waiting.order_by("pk"):
        line = wanted[subscription.reference]
        fits = line.amount == subscription.amount and line.value_on <= subscription.pay_before
        if not fits or line.iban in own or line.value_on < subscription.subscribed_on:
            continue
        payment = SharePayment(line.communication, line.amount, line.iban, line.value_on)
        try:
            with transaction.atomic():
                receive_share_payments(payments=[payment], today=books.now.date(), actor=books.actor)
        except Refusal:
            continue
        entry_id = share_entry(subscription_id=subscription.pk, payment=payment, actor=books.actor)
        books.note(line, BookingKind.SHARE, entry_id, document_id=subscription.pk, reasons=["reference"])
        books.done([line])


def _received(books: _Books) -> None:
    """Money of clients and members, matched where that is certain; the rest waits in suspense."""
    own = set(OwnAccount.objects.values_list("iban", flat=True))
    lines = [line for line in books.left if line.amount > 0 and line.iban not in own]
    if not lines:
        return
    threshold = int(choice("bank.certain_score", as_of=books.now.date()))
    chosen = dict(_chosen(lines, threshold))
    given = [_payment_input(line, chosen[line.pk]) for line in lines]
    money = receive_money(payments=given, actor=books.actor, now=books.now)
    by_reference = {reference_of(line): line for line in lines}
    for paid_in in money.paid_in:
        line = by_reference[paid_in.bank_reference]
        books.note(
            line,
            BookingKind.RECEIPT,
            paid_in.entry_id,
            amount=paid_in.amount,
            document_id=paid_in.pk,
            reasons=["reference"],
        )
    learned = []
    for received in money.received:
        line = by_reference[received.payment.bank_reference]
        found = chosen[line.pk].certain
        more = found.invoices[1:] if found else ()
        for owed in more:
            allocate_payment(
                payment_id=received.payment.pk, invoice_id=owed.invoice_id, on=line.value_on, actor=books.actor
            )
        if found and received.invoice and received.invoice.client_id:
            learned.append((line, received.invoice.client_id))
        books.note(
            line,
            BookingKind.PAYMENT,
            received.payment.entry_id,
            amount=received.payment.amount,
            document_id=received.payment.pk,
            score=found.score if found else 0,
            reasons=[reason.value for reason in found.reasons] if found else [],
        )
    operations.learn_payers(known=learned, on=books.now.date())
    books.done(lines)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What matching made of a line."""

    certain: Match | None
    in_doubt: bool


def _chosen(lines: Sequence[BankLine], threshold: int) -> Iterator[tuple[uuid.UUID, _Choice]]:
    """The certain match of each line. A later line sees what the earlier ones of the same statement settle."""
    candidates = queries.candidates(lines=[paid_of(line) for line in lines])
    for line in lines:
        paid = paid_of(line)
        near = candidates.near(paid)
        found = matching.matches(paid, open_invoices=near, payers=candidates.payers)
        match = matching.certain(found, threshold=threshold)
        if match is not None:
            candidates.settle(match, paid.amount)
        references = {owed.reference for owed in near}
        doubt = match is None and any(reference in references for reference in matching.references_of(paid))
        yield line.pk, _Choice(match, doubt)


def paid_of(line: BankLine) -> Paid:
    """A line as matching looks at it."""
    return Paid(line.amount, line.name, line.iban, line.communication, line.text)


def reference_of(line: BankLine) -> str:
    """The name under which a line is received, once for ever."""
    return f"{SOURCE}/{line.pk}"


def _payment_input(line: BankLine, chosen: _Choice) -> PaymentInput:
    return PaymentInput(
        received_on=line.value_on,
        amount=line.amount,
        communication=(line.communication or line.text)[:140],
        payer=line.name,
        bank_reference=reference_of(line),
        invoice_id=chosen.certain.invoices[0].invoice_id if chosen.certain else None,
        in_doubt=chosen.in_doubt,
    )


def _unexplained(books: _Books) -> None:
    """The rest stands on the clearing account; money between own accounts comes back there to zero by itself."""
    own = set(OwnAccount.objects.values_list("iban", flat=True))
    lines = list(books.left)
    entries = [recipes.unexplained(on=line.value_on, amount=line.amount) for line in lines]
    kinds = [BookingKind.INTERNAL if line.iban in own else BookingKind.UNEXPLAINED for line in lines]
    _post(books, lines, entries, kinds, [])


def _post(
    books: _Books, lines: Sequence[BankLine], entries: Sequence[Entry], kinds: Sequence[BookingKind], why: list[str]
) -> None:
    postings = [Posting(entry, (SOURCE, line.pk), "book") for line, entry in zip(lines, entries, strict=True)]
    for line, kind, posted in zip(lines, kinds, post_many(postings=postings, actor=books.actor), strict=True):
        books.note(line, kind, posted.entry_id, reasons=why, score=CERTAIN if why else 0)
    books.done(lines)
