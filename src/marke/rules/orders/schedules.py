"""When an order is invoiced, in which parts, and that the parts are the whole.

A schedule is a deposit or several, then instalments or invoices as the work advances, and a last invoice that takes
what is left; or the same invoice every month, quarter or year. What each asks follows from order and schedule alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.orders.parts import Amounts, per_rate, rest_of, share_amounts, split_amount, spread, total_of
from marke.rules.orders.periods import fills_periods
from marke.rules.vat import NetLine

MOST_STEPS = 60
LONGEST_PERIOD = 12


class StepKind(Enum):
    """What an invoice of an order is for."""

    DEPOSIT = "deposit"
    """A part asked before the work, usually at the signature."""
    INSTALMENT = "instalment"
    """A part asked on an agreed day."""
    PROGRESS = "progress"
    """What was done since the last time, by percentage per line; as often as the work advances."""
    FINAL = "final"
    """All lines, with everything invoiced before deducted."""
    PERIOD = "period"
    """The lines once more for every month, quarter or year."""


PARTIAL = (StepKind.DEPOSIT, StepKind.INSTALMENT)


@dataclass(frozen=True, slots=True)
class PlannedInvoice:
    """One invoice of a schedule, or the row of equal invoices of an order that comes back.

    Deposits and instalments ask a ``share`` of the order or an ``amount`` in cents without VAT. ``on`` is the agreed
    day; without one a deposit is due at the signature, and a last invoice when the work is done. A period has its first
    day in ``on``, its length in ``every_months``, its end in ``until`` (none: until somebody ends it), and is invoiced
    when it ends, or when it begins where ``in_advance`` was agreed.
    """

    kind: StepKind
    share: Decimal | None = None
    amount: Cents | None = None
    on: dt.date | None = None
    every_months: int = 0
    until: dt.date | None = None
    in_advance: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What an invoice of the schedule asks: amounts per line in cents, None where the work decides (progress)."""

    step: PlannedInvoice
    amounts: Amounts | None

    @property
    def net(self) -> Cents | None:
        return None if self.amounts is None else sum(self.amounts)


def check_schedule(lines: Sequence[NetLine], schedule: Sequence[PlannedInvoice]) -> None:
    """Raise `Refusal` unless the invoices of the schedule make the order, no more and no less, in an order of days."""
    if not schedule or len(schedule) > MOST_STEPS:
        raise _refused("steps", gettext_noop("Say when this is invoiced: at least once, and at most 60 times."))
    if sum(total_of(lines)) <= 0 or min(per_rate(lines, total_of(lines)).values()) < 0:
        raise _refused("nothing", gettext_noop("An order is more than nothing, and at no VAT rate less."))
    if any(step.kind is StepKind.PERIOD for step in schedule):
        _check_period(schedule)
        return
    _check_order_of_kinds([step.kind for step in schedule])
    for step in schedule:
        _check_amount(step, sum(total_of(lines)))
    _check_days(schedule)
    _check_sum(lines, schedule)


def plan(lines: Sequence[NetLine], schedule: Sequence[PlannedInvoice]) -> list[Part]:
    """What each invoice of a checked schedule asks; shares cumulate, so that they add to the order."""
    parts: list[Part] = []
    share = Decimal(0)
    for step in schedule:
        if step is schedule[-1] and step.kind is not StepKind.PROGRESS:
            amounts = _last(lines, step, parts)
        elif step.share is not None:
            amounts = _between(lines, share, share + step.share)
            share += step.share
        else:
            amounts = None if step.amount is None else spread(lines, split_amount(lines, step.amount))
        parts.append(Part(step, amounts))
    return parts


def _last(lines: Sequence[NetLine], step: PlannedInvoice, parts: Sequence[Part]) -> Amounts | None:
    """What is left for the last invoice; unknown after progress. A period asks the lines each time."""
    if step.kind is StepKind.PERIOD:
        return total_of(lines)
    if any(part.amounts is None for part in parts):
        return None
    return rest_of(lines, [part.amounts for part in parts if part.amounts is not None])


def _between(lines: Sequence[NetLine], before: Decimal, after: Decimal) -> Amounts:
    """The part from one cumulative share to the next."""
    earlier, later = share_amounts(lines, before), share_amounts(lines, after)
    return spread(lines, {rate: later[rate] - earlier[rate] for rate in later})


def _check_period(schedule: Sequence[PlannedInvoice]) -> None:
    step = schedule[0]
    if len(schedule) > 1:
        raise _refused("period-alone", gettext_noop("What comes back every period is invoiced in no other way."))
    if not 1 <= step.every_months <= LONGEST_PERIOD or step.on is None:
        raise _refused("period", gettext_noop("Give the first day, and a period of one to twelve months."))
    if step.until and not fills_periods(step.on, step.until, every_months=step.every_months):
        raise _refused("whole-periods", gettext_noop("The last day must be the end of a period: all are whole."))


def _check_order_of_kinds(kinds: Sequence[StepKind]) -> None:
    """Deposits, then instalments or progress, then at most one final invoice."""
    order = list(StepKind)
    if any(order.index(later) < order.index(earlier) for earlier, later in pairwise(kinds)):
        raise _refused("sequence", gettext_noop("Deposits come first and the final invoice last."))
    if kinds.count(StepKind.FINAL) > 1 or kinds.count(StepKind.PROGRESS) > 1:
        raise _refused("once", gettext_noop("There is one final invoice, and one line for invoices by progress."))
    if StepKind.DEPOSIT in kinds and kinds[-1] in {StepKind.DEPOSIT, StepKind.PROGRESS}:
        raise _refused("deposit-deducted", gettext_noop("Add the final invoice: it deducts the deposits."))
    if StepKind.INSTALMENT in kinds and StepKind.PROGRESS in kinds:
        raise _refused("one-way", gettext_noop("Agree on instalments or on invoices by progress, not on both."))


def _check_amount(step: PlannedInvoice, total: Cents) -> None:
    """A part has a share or an amount, within the order; the last invoice takes what is left."""
    if step.kind not in PARTIAL:
        if step.share is not None or step.amount is not None:
            raise _refused("rest", gettext_noop("The amount of this invoice follows from the others: leave it empty."))
        return
    if (step.share is None) == (step.amount is None):
        raise _refused("share-or-amount", gettext_noop("Give each part a percentage or an amount."))
    if step.share is not None and not 0 < step.share <= 1:
        raise _refused("share", gettext_noop("A part is more than 0 % and at most 100 % of the order."))
    if step.amount is not None and not 0 < step.amount <= total:
        raise _refused(
            "amount", gettext_noop("A part is more than nothing and at most the order, %(total)s."), total=Amount(total)
        )


def _check_days(schedule: Sequence[PlannedInvoice]) -> None:
    days = [step.on for step in schedule if step.on]
    if any(later < earlier for earlier, later in pairwise(days)):
        raise _refused("days", gettext_noop("Put the invoices in the order of their days."))
    if any(step.kind is StepKind.INSTALMENT and step.on is None for step in schedule):
        raise _refused("instalment-day", gettext_noop("Give each instalment its day."))


def _check_sum(lines: Sequence[NetLine], schedule: Sequence[PlannedInvoice]) -> None:
    """The parts together leave something for the last invoice, and nothing when the last names its own amount."""
    parts = [part.amounts for part in plan(lines, schedule) if part.amounts is not None]
    if any(sum(amounts) <= 0 or min(per_rate(lines, amounts).values()) < 0 for amounts in parts):
        raise _refused(
            "parts", gettext_noop("One of the parts is too small to be invoiced, or the parts are more than the order.")
        )
    if schedule[-1].kind is StepKind.INSTALMENT and not _says_all(schedule, sum(total_of(lines))):
        raise _refused(
            "sum", gettext_noop("The parts do not make the whole order: check them, or end with a final invoice.")
        )


def _says_all(schedule: Sequence[PlannedInvoice], total: Cents) -> bool:
    """Whether shares and amounts as written make the whole."""
    shares = sum((step.share for step in schedule if step.share is not None), Decimal(0))
    return sum(step.amount or 0 for step in schedule) + total * shares == total


def _refused(rule: str, message: str, **params: object) -> Refusal:
    return Refusal(f"schedule.{rule}", message, field="schedule", params=params)
