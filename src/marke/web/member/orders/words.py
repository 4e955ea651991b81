"""The invoices of an order in words and as a picture: what was asked, what comes next, what comes later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.orders.enums import Step
from marke.domain.orders.models import OrderStep
from marke.domain.orders.standing import Due, Made, Standing
from marke.domain.sales.models import Invoice
from marke.kernel.money import Cents, apply_rate
from marke.rules.orders import period_of
from marke.web.components.charts import Chart, Mark, stacked_bar
from marke.web.components.formatting import format_compact_money, format_day, format_money, format_percent
from marke.web.components.tables import Badge
from marke.web.member.invoices.tables import status_badge

NEWEST = 24
"""So many invoices of an order that comes back are shown; the list of invoices has them all."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One invoice of the schedule: made, next or later. ``invoice`` is None while it is not made."""

    title: str
    day: dt.date | None
    net: Cents | None
    badge: Badge
    invoice: Invoice | None = None

    @property
    def number(self) -> str:
        return str(self.invoice or "")


def step_rows(standing: Standing, *, today: dt.date) -> list[StepRow]:
    """Every invoice of an order: those that were made, then those to come."""
    made = [_made_row(each, standing, today) for each in standing.made[-NEWEST:]]
    return [*made, *_coming_rows(standing, today)]


def _made_row(made: Made, standing: Standing, today: dt.date) -> StepRow:
    period = _period_of(made) if made.row.period is not None else None
    title = title_of(made.row.step, standing, period=period)
    return StepRow(title, made.invoice.issued_on, made.row.net, status_badge(made.invoice, today=today), made.invoice)


def _period_of(made: Made) -> tuple[dt.date, dt.date] | None:
    step = made.row.step
    if step.on is None or made.row.period is None:
        return None
    return period_of(step.on, every_months=step.every_months, number=made.row.period)


def _coming_rows(standing: Standing, today: dt.date) -> Iterator[StepRow]:
    offers, shown = standing.offers, set()
    for due in offers:
        shown.add(due.step.pk)
        yield StepRow(title_of(due.step, standing, period=due.period), due.on, due.net, _next_badge(due, today))
    if not offers or standing.comes_back:
        return
    settled = {made.row.step_id for made in standing.live}
    for step, part in zip(standing.steps, standing.parts, strict=True):
        if step.pk not in shown | settled:
            yield StepRow(title_of(step, standing), step.on or _end(step, standing), part.net, Badge(_("Later")))


def _end(step: OrderStep, standing: Standing) -> dt.date | None:
    return standing.order.period_end if step.kind == Step.FINAL else None


def _next_badge(due: Due, today: dt.date) -> Badge:
    if due.on and due.on <= today:
        return Badge(_("To invoice now"), "waiting")
    return Badge(_("Next"))


def title_of(step: OrderStep, standing: Standing, *, period: tuple[dt.date, dt.date] | None = None) -> str:
    """What an invoice is for, in the reader's language."""
    language = get_language() or "en"
    if step.title:
        return step.title
    if step.kind == Step.DEPOSIT and step.share is not None:
        decimals = 0 if step.share * 100 % 1 == 0 else 2
        return _("Deposit %(share)s") % {"share": format_percent(step.share, language=language, decimals=decimals)}
    if step.kind == Step.INSTALMENT:
        parts = [each.pk for each in standing.steps if each.kind == Step.INSTALMENT]
        return _("Part %(number)s of %(count)s") % {"number": parts.index(step.pk) + 1, "count": len(parts)}
    if period:
        first, last = (format_day(day, language=language) for day in period)
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return str(step.get_kind_display())


def next_in_words(standing: Standing) -> str:
    """What comes next, for a list."""
    due = standing.next
    return title_of(due.step, standing, period=due.period) if due else ""


def picture(standing: Standing) -> Chart:
    """The order as one bar: paid, invoiced, next, later."""
    language = get_language() or "en"

    def write(cents: object) -> str:
        return format_compact_money(int(cents), language=language)  # type: ignore[call-overload]

    paid = sum(_paid(made.invoice) for made in standing.live)
    invoiced = sum(made.row.net for made in standing.live)
    upcoming = next((due.net for due in standing.offers if due.net), None) or 0
    parts = [
        Mark(_("Paid"), paid),
        Mark(_("Invoiced, not paid yet"), invoiced - paid),
        Mark(_("Next"), upcoming),
        Mark(_("Later"), max(standing.remaining - upcoming, 0)),
    ]
    finding = _("%(invoiced)s of %(whole)s is invoiced, %(paid)s of it paid.")
    return stacked_bar(
        finding=finding
        % {"invoiced": write(invoiced), "whole": write(invoiced + standing.remaining), "paid": write(paid)},
        parts=parts,
        write=write,
        heads=(_("Part"), _("Without VAT"), _("Share")),
        basis=_("Amounts without VAT. What is paid counts in the proportion in which its invoice is paid."),
    )


def _paid(invoice: Invoice) -> Cents:
    """The part of an invoice without VAT that was paid."""
    return apply_rate(invoice.net, Decimal(invoice.paid) / invoice.gross) if invoice.gross else 0


def made_out(invoice: Invoice) -> str:
    """An invoice of an order that is on its way, in a sentence."""
    language = get_language() or "en"
    assert invoice.due_on, "an invoice that was made out has its day to pay"
    return _("Invoice %(number)s is made out: %(client)s pays %(amount)s by %(day)s.") % {
        "number": invoice.number,
        "client": invoice.client.name,
        "amount": format_money(invoice.gross, language=language),
        "day": format_day(invoice.due_on, language=language),
    }
