"""Where a member stands: what is available, what is expected, what asks for attention, what happens this week."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from marke.domain.ledger.queries import unit_budgets
from marke.domain.members import queries as members
from marke.domain.members.models import Subscription
from marke.domain.orders import queries as orders
from marke.domain.orders.models import Order
from marke.domain.people.models import Person
from marke.domain.sales.models import Invoice
from marke.domain.sales.queries import invoices as sales
from marke.domain.units.models import Unit
from marke.domain.work import queries as work
from marke.domain.work.models import Contract
from marke.domain.work.operations.reserve_pay import promised_on_guarantee
from marke.kernel.money import Cents

MOST = 5
WEEK = dt.timedelta(days=7)


class Kind(StrEnum):
    """What can ask for a member's attention."""

    ACCEPT_CONTRACT = "accept_contract"
    PAY_SHARE = "pay_share"
    BUY_SHARE = "buy_share"
    SHOW_IDENTITY = "show_identity"
    SEND_DRAFT = "send_draft"
    INVOICE_ORDER = "invoice_order"
    ORDER_WAITS = "order_waits"
    SIGN_WORK = "sign_work"
    CONFIRM_WORK = "confirm_work"
    PAID_SOON = "paid_soon"
    OVERDUE = "overdue"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits or will happen: amounts in cents; what it is of is named."""

    kind: Kind
    day: dt.date | None = None
    amount: Cents | None = None
    who: str = ""
    unit: int | None = None
    invoice: uuid.UUID | None = None
    order: uuid.UUID | None = None
    contract: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit on the member's own list, with what it may use now and what is still due to it, in cents."""

    number: int
    name: str
    state: str
    state_label: str
    available: Cents
    expected: Cents
    for_pay: Cents
    """What a new contract may take: received and expected money, less what is reserved and promised."""


@dataclass(frozen=True, slots=True)
class MemberHome:
    """Everything on the first page. ``began`` says how far somebody new has come."""

    units: Sequence[OwnUnit]
    expected: Cents
    to_do: Sequence[Matter]
    this_week: Sequence[Matter]
    has_share: bool
    identity_known: bool
    has_invoiced: bool

    @property
    def available(self) -> Cents:
        return sum(unit.available for unit in self.units)

    @property
    def for_pay(self) -> Cents:
        """What all units together may use for pay."""
        return sum(unit.for_pay for unit in self.units)

    @property
    def is_settled(self) -> bool:
        """True once the first checklist has nothing left to say."""
        return self.has_share and self.identity_known and bool(self.units) and self.has_invoiced


def member_home(*, person: Person, unit_ids: Sequence[int], as_of: dt.date) -> MemberHome:
    """What one person finds on their first page on a day. The number of queries does not grow with the units."""
    units = _own_units(unit_ids)
    own = work.own_work(person_id=person.pk, until=as_of + WEEK, most=MOST)
    open_invoices = _open_invoices(unit_ids, as_of)
    due_orders = list(orders.to_invoice(unit_ids=unit_ids, until=as_of + WEEK)[: MOST * 2])
    member = members.member_of(person_id=person.pk)
    waiting = (
        Subscription.objects.filter(member=member, state=Subscription.State.SUBSCRIBED).first() if member else None
    )
    has_share = bool(members.people_with_right_of_use(person_ids=[person.pk], as_of=as_of))
    return MemberHome(
        units=units,
        expected=sales.expected(unit_ids=list(unit_ids), as_of=as_of).budget if unit_ids else 0,
        to_do=[
            *_own_matters(person, waiting=waiting, has_share=has_share, as_of=as_of),
            *(_of_work(row, Kind.SIGN_WORK, row.starts_on) for row in own.to_sign),
            *(
                _of_work(month.contract, Kind.CONFIRM_WORK, month.due_on)
                for month in work.months_to_confirm(unit_ids=unit_ids, today=as_of)[:MOST]
            ),
            *(_about(invoice, Kind.OVERDUE) for invoice in open_invoices if invoice.due_on < as_of),
            *_drafts(unit_ids),
            *(_of_order(order) for order in due_orders if order.parked_on or order.next_on <= as_of),
        ],
        this_week=[
            *(_of_work(month.contract, Kind.PAID_SOON, month.due_on) for month in own.paid_soon),
            *(_of_order(order) for order in due_orders if not order.parked_on and order.next_on > as_of),
            *(_about(invoice, Kind.DUE) for invoice in open_invoices if invoice.due_on >= as_of),
            *(_share_to_pay(waiting) if waiting and as_of <= waiting.pay_before <= as_of + WEEK else ()),
        ],
        has_share=has_share,
        identity_known=person.identity_grade == 2,
        has_invoiced=Invoice.objects.filter(unit_id__in=unit_ids, issued_on__isnull=False).exists(),
    )


def _of_work(contract: Contract, kind: Kind, day: dt.date) -> Matter:
    return Matter(kind, day, who=str(contract), unit=contract.unit_id, contract=contract.pk)


def _own_units(unit_ids: Sequence[int]) -> list[OwnUnit]:
    budgets = unit_budgets(unit_ids=unit_ids)
    promised: Counter[int] = Counter()
    for budget, amount in promised_on_guarantee(unit_ids=unit_ids).items():
        promised[budget.unit_id] += amount
    return [
        OwnUnit(
            number=unit.pk,
            name=unit.name,
            state=unit.state,
            state_label=unit.get_state_display(),
            available=budgets[unit.pk].available,
            expected=budgets[unit.pk].expected,
            for_pay=max(budgets[unit.pk].available_for_pay - promised[unit.pk], 0),
        )
        for unit in Unit.objects.filter(pk__in=unit_ids).order_by("pk")
    ]


def _open_invoices(unit_ids: Sequence[int], as_of: dt.date) -> list[Invoice]:
    """What clients owe and should have paid, or must pay within the week; oldest due date first."""
    owed = Invoice.objects.filter(unit_id__in=unit_ids, outstanding__gt=0, due_on__lte=as_of + WEEK)
    return list(owed.select_related("client").order_by("due_on", "pk")[: MOST * 2])


def _drafts(unit_ids: Sequence[int]) -> Iterable[Matter]:
    drafts = Invoice.objects.filter(unit_id__in=unit_ids, issued_on__isnull=True).select_related("client")
    return [_about(invoice, Kind.SEND_DRAFT) for invoice in drafts.order_by("-pk")[:MOST]]


def _of_order(order: Order) -> Matter:
    """An order to invoice by a tap, or one that could not be invoiced by itself."""
    return Matter(
        kind=Kind.ORDER_WAITS if order.parked_on else Kind.INVOICE_ORDER,
        day=order.next_on,
        who=order.client.name,
        unit=order.unit_id,
        order=order.pk,
    )


def _about(invoice: Invoice, kind: Kind) -> Matter:
    return Matter(
        kind=kind,
        day=invoice.due_on,
        amount=invoice.outstanding or invoice.gross,
        who=invoice.client.name,
        unit=invoice.unit_id,
        invoice=invoice.pk,
    )


def _own_matters(person: Person, *, waiting: Subscription | None, has_share: bool, as_of: dt.date) -> Iterable[Matter]:
    """What the person must do before the rest works: contract of use, share, identity."""
    if members.contract_of_use_to_accept(person_id=person.pk, as_of=as_of) is not None:
        yield Matter(Kind.ACCEPT_CONTRACT)
    if waiting is not None:
        yield from _share_to_pay(waiting)
    elif not has_share:
        yield Matter(Kind.BUY_SHARE)
    if person.identity_grade < 2 and person.state == Person.State.REGISTERED:
        yield Matter(Kind.SHOW_IDENTITY)


def _share_to_pay(waiting: Subscription) -> Iterable[Matter]:
    yield Matter(Kind.PAY_SHARE, day=waiting.pay_before, amount=waiting.amount)
