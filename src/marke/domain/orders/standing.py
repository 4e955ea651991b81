"""Where an order stands: what was invoiced, what may be invoiced next, what is left. All of it follows from facts.

The facts are the signed lines and schedule, and the invoices made from them that were not credited. Crediting one gives
its part back by itself: nothing here is counted twice or kept up to date by hand.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from marke.domain.orders.enums import OrderState, Step
from marke.domain.orders.models import Order, OrderInvoice, OrderLine, OrderStep
from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice
from marke.kernel.money import Cents
from marke.rules.orders import Part, PlannedInvoice, StepKind, period_of, plan, progress_part, rest_of
from marke.rules.orders.parts import Amounts, per_rate, spread
from marke.rules.orders.periods import count_periods
from marke.rules.vat import NetLine, Treatment, VatLaw


@dataclass(frozen=True, slots=True)
class Made:
    """An invoice that was made from the order, or from one that it replaced; ``amounts`` per line of this order."""

    row: OrderInvoice
    invoice: Invoice
    amounts: Amounts

    @property
    def counts(self) -> bool:
        """Whether it was not taken back."""
        return not self.invoice.credited


@dataclass(frozen=True, slots=True)
class Due:
    """An invoice that may be made: the how-manieth of its step, its agreed day, and what it asks per line.

    ``amounts`` is None where somebody says first how much is done; ``turn`` names it, so that it is made once.
    """

    step: OrderStep
    turn: int
    on: dt.date | None
    amounts: Amounts | None
    period: tuple[dt.date, dt.date] | None = None
    period_number: int | None = None

    @property
    def kind(self) -> Step:
        return Step(self.step.kind)

    @property
    def net(self) -> Cents | None:
        return None if self.amounts is None else sum(self.amounts)


@dataclass(frozen=True)
class Standing:
    """One order with everything that decides what comes next."""

    order: Order
    lines: Sequence[OrderLine]
    steps: Sequence[OrderStep]
    made: Sequence[Made]
    net_lines: Sequence[NetLine]

    @cached_property
    def live(self) -> list[Made]:
        """The invoices that count."""
        return [each for each in self.made if each.counts]

    @cached_property
    def parts(self) -> list[Part]:
        """What each invoice of the schedule asks."""
        return plan(self.net_lines, [planned(step) for step in self.steps])

    @cached_property
    def rest(self) -> Amounts:
        """What is left of each line."""
        return rest_of(self.net_lines, [each.amounts for each in self.live])

    @property
    def comes_back(self) -> bool:
        """Whether the same is invoiced every period."""
        return self.steps[0].kind == Step.PERIOD

    @property
    def invoiced(self) -> Cents:
        """Invoiced without VAT, in cents."""
        return sum(each.row.net for each in self.live)

    @property
    def remaining(self) -> Cents:
        """Still to be invoiced without VAT, in cents; of an order without end, one period."""
        if self.order.state in {OrderState.ENDED, OrderState.REPLACED}:
            return 0
        if not self.comes_back:
            return max(sum(self.rest), 0)
        left = self.periods_left
        return self.order.net * (1 if left is None else left)

    @property
    def periods_left(self) -> int | None:
        """How many periods are still to be invoiced; None without an end."""
        step = self.steps[0]
        if step.until is None or step.on is None:
            return None
        return count_periods(step.on, step.until, every_months=step.every_months) - len(self._periods_made)

    @property
    def next(self) -> Due | None:
        """The invoice that comes next by the schedule."""
        return next(iter(self.offers), None)

    @cached_property
    def offers(self) -> list[Due]:
        """What may be invoiced: the next step; beside work in progress also the invoice that follows it."""
        if self.order.state in {OrderState.ENDED, OrderState.REPLACED} or not self.remaining:
            return []
        found: list[Due] = []
        for due in self._open_steps():
            found.append(due)
            if due.kind != Step.PROGRESS:
                break
        return found

    def due(self, step_id: uuid.UUID, turn: int) -> Due | None:
        """The offer with this name, if it still stands."""
        return next((due for due in self.offers if (due.step.pk, due.turn) == (step_id, turn)), None)

    def invoice_of_turn(self, step_id: uuid.UUID, turn: int) -> Invoice | None:
        """The invoice that was made for this turn of a step already, unless it was taken back."""
        return next((each.invoice for each in self.live if (each.row.step_id, each.row.turn) == (step_id, turn)), None)

    @property
    def done_shares(self) -> tuple[Decimal, ...]:
        """How much of each line was invoiced as done."""
        rows = [each.row for each in self.live if each.row.order_id == self.order.pk and each.row.done]
        shares = [[Decimal(share) for share in row.done] for row in rows]
        return tuple(max((row[n] for row in shares), default=Decimal(0)) for n in range(len(self.lines)))

    def progress(self, done: Sequence[Decimal]) -> Amounts:
        """What an invoice for this progress would ask per line. Raises `Refusal` as `progress_part`."""
        by_progress = [each.amounts for each in self.live if each.row.done and each.row.order_id == self.order.pk]
        return progress_part(
            self.net_lines,
            done=done,
            before=self.done_shares,
            invoiced=tuple(sum(amounts[n] for amounts in by_progress) for n in range(len(self.lines))),
            room=per_rate(self.net_lines, self.rest),
        )

    @cached_property
    def _periods_made(self) -> set[int]:
        return {each.row.period for each in self.live if each.row.period is not None}

    def _open_steps(self) -> Iterator[Due]:
        """Each step without an invoice that counts; work in progress stays open."""
        if self.comes_back:
            yield from self._open_period()
            return
        settled = {each.row.step_id for each in self.live}
        for step, part in zip(self.steps, self.parts, strict=True):
            if step.kind == Step.PROGRESS or step.pk not in settled:
                yield Due(step, self._turn(step), self._day(step), self._asked(step, part))

    def _open_period(self) -> Iterator[Due]:
        step = self.steps[0]
        assert step.on is not None, "what comes back has a first day"
        number = 0
        while number in self._periods_made:
            number += 1
        period = period_of(step.on, every_months=step.every_months, number=number)
        day = period[0] if step.in_advance else period[1]
        yield Due(step, self._turn(step), day, self.parts[0].amounts, period, number)

    def _turn(self, step: OrderStep) -> int:
        return sum(each.row.step_id == step.pk for each in self.made)

    def _day(self, step: OrderStep) -> dt.date | None:
        if step.on or step.kind == Step.PROGRESS:
            return step.on
        return self.order.signed_on if step.kind == Step.DEPOSIT else self.order.period_end

    def _asked(self, step: OrderStep, part: Part) -> Amounts | None:
        """The planned part; the last takes what is left, and no part asks more than that at any rate."""
        if step.kind == Step.PROGRESS:
            return None
        if part.amounts is None or step is self.steps[-1]:
            return self.rest
        left = per_rate(self.net_lines, self.rest)
        if any(amount > left[rate] for rate, amount in per_rate(self.net_lines, part.amounts).items()):
            return self.rest
        return part.amounts


def planned(step: OrderStep) -> PlannedInvoice:
    """A stored step as the rules read it."""
    return PlannedInvoice(
        StepKind(step.kind),
        share=step.share,
        amount=step.amount,
        on=step.on,
        every_months=step.every_months,
        until=step.until,
        in_advance=step.in_advance,
        title=step.title,
    )


def net_lines_of(lines: Sequence[OrderLine], law: VatLaw) -> list[NetLine]:
    """Signed lines with the VAT under which they were signed."""
    return [NetLine(line.net, Treatment(line.vat_rate, law.grounds.get(line.vat_ground))) for line in lines]


def standings(*, order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """Where many orders stand; a constant number of queries."""
    orders = Order.objects.select_related("client").in_bulk(order_ids)
    chains = {order.chain_id for order in orders.values()}
    made = list(
        OrderInvoice.objects.filter(Q(order__in=chains) | Q(order__first_order__in=chains)).select_related(
            "order", "step"
        )
    )
    invoices = Invoice.objects.in_bulk([row.invoice_id for row in made])
    lines, steps = defaultdict(list), defaultdict(list)
    for line in OrderLine.objects.filter(order_id__in={*orders, *(row.order_id for row in made)}):
        lines[line.order_id].append(line)
    for step in OrderStep.objects.filter(order_id__in=orders):
        steps[step.order_id].append(step)
    law = home().vat_law()
    net_lines = {order_id: net_lines_of(rows, law) for order_id, rows in lines.items()}
    return {
        order.pk: Standing(
            order,
            lines[order.pk],
            steps[order.pk],
            [
                Made(row, invoices[row.invoice_id], _carried(row, order, net_lines))
                for row in made
                if row.order.chain_id == order.chain_id and _is_part_of(row, order)
            ],
            net_lines[order.pk],
        )
        for order in orders.values()
    }


def standing(*, order_id: uuid.UUID) -> Standing:
    """Where one order stands. Raises ``KeyError`` when it is not there or not visible."""
    return standings(order_ids=[order_id])[order_id]


def _is_part_of(row: OrderInvoice, order: Order) -> bool:
    """Whether an invoice belongs to an order: its own, and parts of the orders it replaced. Periods stay theirs."""
    return row.order_id == order.pk or (row.period is None and row.order.sequence < order.sequence)


def _carried(row: OrderInvoice, order: Order, net_lines: dict[uuid.UUID, list[NetLine]]) -> Amounts:
    """The amounts of an invoice on the lines of this order; those of a replaced order by their VAT rates."""
    if row.order_id == order.pk:
        return tuple(row.amounts)
    return spread(net_lines[order.pk], per_rate(net_lines[row.order_id], tuple(row.amounts)))
