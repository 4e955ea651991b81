"""Open orders from what a client signed, replace one by another, and end what is left of one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from marke.domain.foundation.bulk import update_rows
from marke.domain.orders.enums import COUNTING, FileKind, OrderState
from marke.domain.orders.models import Order, OrderFile, OrderLine, OrderStep
from marke.domain.orders.standing import Standing, standings
from marke.domain.parameters.queries import Chosen, chosen
from marke.domain.sales.home import home
from marke.domain.sales.pricing import LineInput
from marke.domain.units.models import Unit
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.orders import PlannedInvoice, add_up, check_schedule, total_of
from marke.rules.orders.parts import per_rate
from marke.rules.vat import NetLine, Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInput:
    """What was signed, and on which day.

    ``replaces`` is the order that the client changed by signing this one; without it, the order that the same quote
    became before. ``deal`` is the code of the kind of deal; ``automatic`` says whether it is invoiced without a tap
    (None: as the cooperative chose).
    """

    unit_id: int
    client_id: uuid.UUID
    lines: tuple[LineInput, ...]
    schedule: tuple[PlannedInvoice, ...]
    signed_on: dt.date
    quote_id: uuid.UUID | None = None
    subject: str = ""
    client_reference: str = ""
    order_reference: str = ""
    language: str = "nl"
    period: tuple[dt.date, dt.date] | None = None
    term_days: int | None = None
    project_id: uuid.UUID | None = None
    deal: str = ""
    replaces: uuid.UUID | None = None
    automatic: bool | None = None


def check_order(*, order: OrderInput) -> None:
    """Raise `Refusal` for a schedule that does not make the order, or an order smaller than what was invoiced already.

    To be asked before a document goes out to be signed; `open_orders` asks again.
    """
    _check([order], _replaced([order]))


def open_orders(*, orders: Sequence[OrderInput], actor: uuid.UUID) -> list[uuid.UUID]:
    """Open an order for each signed document; answers their ids in order. What it replaces ends on the same day.

    Raises `Refusal` as `check_order`.
    """
    replaced = _replaced(orders, lock=True)
    _check(orders, replaced)
    _end_replaced([(replaced[position], orders[position].signed_on) for position in replaced])
    automatic = chosen("order.automatic")
    rows = [
        _built(given, sequence=sequence, replaced=replaced.get(position), automatic=automatic, actor=actor)
        for position, (given, sequence) in enumerate(_numbered(orders))
    ]
    pairs = list(zip(rows, orders, strict=True))
    Order.objects.bulk_create(rows, batch_size=1_000)
    OrderLine.objects.bulk_create([line for row, given in pairs for line in _lines(row, given)], batch_size=2_000)
    OrderStep.objects.bulk_create([step for row, given in pairs for step in _steps(row, given)], batch_size=2_000)
    refresh(order_ids=[row.pk for row in rows])
    return [row.pk for row in rows]


def _check(orders: Sequence[OrderInput], replaced: Mapping[int, Order]) -> None:
    law, before = home().vat_law(), standings(order_ids=[row.pk for row in replaced.values()]) if replaced else {}
    for position, given in enumerate(orders):
        lines = [NetLine(line.net, Treatment(line.vat_rate, law.grounds.get(line.vat_ground))) for line in given.lines]
        check_schedule(lines, given.schedule)
        if position in replaced:
            _refuse_less_than_invoiced(before[replaced[position].pk], lines)


def refresh(*, order_ids: Collection[uuid.UUID]) -> None:
    """Write again what lists show of orders: what is left, the next day, and whether all is invoiced.

    Called in the transaction that invoices or credits a part of them.
    """
    found = standings(order_ids=order_ids)
    orders = [_restated(found[key]) for key in sorted(found)]
    update_rows(orders, ["state", "remaining", "next_on"])


def _restated(standing: Standing) -> Order:
    order, upcoming = standing.order, standing.next
    if order.state in COUNTING:
        order.state = OrderState.RUNNING if standing.remaining else OrderState.DONE
    order.remaining, order.next_on = standing.remaining, upcoming.on if upcoming else None
    return order


def end_order(*, order_id: uuid.UUID, on: dt.date, reason: str) -> None:
    """End what is left of an order: the client signed that nothing more comes (rule 16). What was invoiced stays.

    Raises `Refusal` without a reason, without the signed change among its files, or when nothing is left to end.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    if not reason.strip():
        raise Refusal("order.reason", gettext_noop("Say why the order ends."), field="reason")
    if not order.is_running:
        raise Refusal("order.running", gettext_noop("This order does not run any more, so there is nothing to end."))
    if not OrderFile.objects.filter(order=order, kind=FileKind.CHANGE).exists():
        raise Refusal(
            "order.signed-change",
            gettext_noop(
                "Only a signed document changes what was signed: hand in the paper on which the client agrees."
            ),
            field="file",
        )
    _close(order, OrderState.ENDED, on, reason.strip())
    order.save(update_fields=_CLOSING)


_CLOSING = ["state", "remaining", "next_on", "ended_on", "ended_reason", *(f"parked_{name}" for name in ("rule", "on"))]


def _close(order: Order, state: OrderState, on: dt.date, reason: str) -> None:
    order.state, order.remaining, order.next_on = state, 0, None
    order.ended_on, order.ended_reason = on, reason
    order.parked_rule, order.parked_on = "", None


def _replaced(orders: Sequence[OrderInput], *, lock: bool = False) -> dict[int, Order]:
    """The order that counts until now in the place of each given one, by position."""
    counting = Order.objects.filter(state__in=COUNTING)
    counting = counting.select_for_update() if lock else counting
    named = counting.in_bulk([given.replaces for given in orders if given.replaces])
    quotes = {given.quote_id for given in orders if given.quote_id and not given.replaces}
    of_quote = {row.quote_id: row for row in counting.filter(quote_id__in=quotes)} if quotes else {}
    found = {}
    for position, given in enumerate(orders):
        changed = named.get(given.replaces) if given.replaces else of_quote.get(given.quote_id)
        if given.replaces and (changed is None or changed.unit_id != given.unit_id):
            raise Refusal(
                "order.replaces", gettext_noop("The order that this one should replace does not run any more.")
            )
        if changed:
            found[position] = changed
    return found


def _refuse_less_than_invoiced(before: Standing, lines: Sequence[NetLine]) -> None:
    """A new order covers what was invoiced on the old one, at each VAT rate."""
    invoiced = per_rate(before.net_lines, add_up(before.net_lines, [made.amounts for made in before.live]))
    now = per_rate(lines, total_of(lines))
    over = sum(max(amount - now.get(rate, 0), 0) for rate, amount in invoiced.items())
    if over and not before.comes_back:
        raise Refusal(
            "order.less-than-invoiced",
            gettext_noop(
                "On order %(order)s %(over)s more was invoiced than this asks. Credit an invoice of it first."
            ),
            params={"order": before.order.number, "over": Amount(over)},
        )


def _end_replaced(changed: Sequence[tuple[Order, dt.date]]) -> None:
    for order, day in changed:
        _close(order, OrderState.REPLACED, day, "")
    update_rows([order for order, _ in changed], _CLOSING)


def _numbered(orders: Sequence[OrderInput]) -> list[tuple[OrderInput, int]]:
    """Each with the next number in its unit; the units stay locked, so that nobody else takes it."""
    units = sorted({given.unit_id for given in orders})
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk").values_list("pk"))
    last = dict(Order.objects.filter(unit__in=units).values_list("unit").annotate(Max("sequence")))
    numbered = []
    for given in orders:
        last[given.unit_id] = last.get(given.unit_id, 0) + 1
        numbered.append((given, last[given.unit_id]))
    return numbered


def _built(given: OrderInput, *, sequence: int, replaced: Order | None, automatic: Chosen, actor: uuid.UUID) -> Order:
    net = sum(line.net for line in given.lines)
    start, end = given.period or (None, None)
    return Order(
        id=uuid7(),
        unit_id=given.unit_id,
        sequence=sequence,
        client_id=given.client_id,
        quote_id=given.quote_id,
        first_order_id=replaced.chain_id if replaced else None,
        project_id=given.project_id,
        subject=given.subject,
        client_reference=given.client_reference,
        order_reference=given.order_reference,
        language=given.language,
        deal=given.deal,
        period_start=start,
        period_end=end,
        term_days=given.term_days,
        signed_on=given.signed_on,
        created_by=actor,
        net=net,
        remaining=net,
        automatic=bool(automatic.on(given.signed_on)) if given.automatic is None else given.automatic,
    )


def _lines(order: Order, given: OrderInput) -> list[OrderLine]:
    return [
        OrderLine(
            order=order,
            unit_id=order.unit_id,
            position=position,
            description=line.description,
            quantity=line.quantity,
            measure=line.measure,
            unit_price=line.unit_price,
            net=line.net,
            vat_rate=line.vat_rate,
            vat_ground=line.vat_ground,
        )
        for position, line in enumerate(given.lines, 1)
    ]


def _steps(order: Order, given: OrderInput) -> list[OrderStep]:
    return [
        OrderStep(
            order=order,
            unit_id=order.unit_id,
            position=position,
            kind=step.kind.value,
            title=step.title,
            share=step.share,
            amount=step.amount,
            on=step.on,
            every_months=step.every_months,
            until=step.until,
            in_advance=step.in_advance,
        )
        for position, step in enumerate(given.schedule, 1)
    ]
