"""The invoice that comes next from an order: its lines, in the client's language and under the VAT of its day.

Rates are those of the day of the invoice: an order keeps its reasons for VAT, and each reason has its rate on each day.
What was invoiced earlier is deducted without VAT, so a deposit stays taxed as it was on its own day (VAT Code,
articles 17 and 38).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from babel.numbers import format_percent

from marke.domain.orders.enums import Step
from marke.domain.orders.models import OrderLine
from marke.domain.orders.standing import Due, Made, Standing
from marke.domain.sales.operations.invoices import InvoiceInput
from marke.domain.sales.pricing import LineInput
from marke.kernel.money import Cents
from marke.rules.orders import shares_done
from marke.rules.orders.parts import Amounts
from marke.rules.vat import VatLaw

LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "en": "en_BE", "de": "de_BE"}
LONGEST_DESCRIPTION = 300
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """An invoice ready to be issued: what it asks per line of the order, and as a document."""

    standing: Standing
    due: Due
    amounts: Amounts
    done: tuple[Decimal, ...]
    invoice: InvoiceInput


def upcoming(
    *, standing: Standing, due: Due, law: VatLaw, on: dt.date, done: Sequence[Decimal] | None = None
) -> Upcoming:
    """The invoice for one offer of an order, dated ``on``. ``done`` are the shares done now, for work in progress.

    Raises `Refusal` for progress that cannot be, and when the law knows no rate on the day.
    """
    said = done or standing.done_shares
    shares = shares_done(standing.net_lines, said) if due.kind == Step.PROGRESS else ()
    amounts = standing.progress(shares) if due.amounts is None else due.amounts
    order = standing.order
    invoice = InvoiceInput(
        unit_id=order.unit_id,
        client_id=order.client_id,
        lines=(),
        subject=order.subject,
        client_reference=order.client_reference,
        project_id=order.project_id,
        period=_period(standing, due),
        order_id=order.pk,
        order_reference=order.order_reference,
        term_days=order.term_days,
    )
    writer = _Writer(standing, due, law, invoice.tax_day(issued_on=on))
    return Upcoming(standing, due, amounts, shares, replace(invoice, lines=tuple(writer.lines(amounts, shares))))


def _period(standing: Standing, due: Due) -> tuple[dt.date, dt.date] | None:
    """A period names its days, and the final invoice those of the work; what is asked before names none."""
    order = standing.order
    if due.kind == Step.FINAL and order.period_start and order.period_end:
        return order.period_start, order.period_end
    return due.period


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the lines of one invoice; ``vat_on`` is the day whose rates apply."""

    standing: Standing
    due: Due
    law: VatLaw
    vat_on: dt.date

    def lines(self, amounts: Amounts, done: Sequence[Decimal]) -> Iterator[LineInput]:
        match self.due.kind:
            case Step.FINAL | Step.PERIOD:
                yield from map(self._signed, self.standing.lines)
                if self.due.kind == Step.FINAL:
                    yield from self._deductions()
            case Step.PROGRESS:
                yield from self._advanced(amounts, done)
            case _:
                yield from self._per_reason(self._title(), amounts, sign=1)

    def _signed(self, line: OrderLine) -> LineInput:
        """A line as it was signed, at the rate that its reason has now."""
        return LineInput(
            line.description, line.quantity, line.unit_price, self._rate(line), line.vat_ground, line.measure
        )

    def _advanced(self, amounts: Amounts, done: Sequence[Decimal]) -> Iterator[LineInput]:
        before = self.standing.done_shares
        for line, amount, now, then in zip(self.standing.lines, amounts, done, before, strict=True):
            if amount:
                yield self._line(
                    self._words["progress"].format(
                        line=line.description, done=self._percent(now), before=self._percent(then)
                    ),
                    amount,
                    line,
                )

    def _deductions(self) -> Iterator[LineInput]:
        for made in self.standing.live:
            yield from self._per_reason(self._deducted(made), made.amounts, sign=-1)

    def _per_reason(self, text: str, amounts: Amounts, *, sign: int) -> Iterator[LineInput]:
        """One line for each VAT rate and reason."""
        sums: dict[tuple[Decimal, str], Cents] = {}
        first: dict[tuple[Decimal, str], OrderLine] = {}
        for line, amount in zip(self.standing.lines, amounts, strict=True):
            key = (line.vat_rate, line.vat_ground)
            sums[key] = sums.get(key, 0) + amount
            first.setdefault(key, line)
        asked = {key: amount for key, amount in sums.items() if amount}
        for key, amount in asked.items():
            line = first[key]
            named = self._words["at_rate"].format(text=text, rate=self._percent(self._rate(line)))
            yield self._line(named if len(asked) > 1 else text, sign * amount, line)

    def _line(self, text: str, amount: Cents, like: OrderLine) -> LineInput:
        """A line for an amount in cents; what is deducted has a negative quantity."""
        quantity = ONE if amount > 0 else -ONE
        price = Decimal(abs(amount)) / 100
        return LineInput(text[:LONGEST_DESCRIPTION], quantity, price, self._rate(like), like.vat_ground)

    def _rate(self, line: OrderLine) -> Decimal:
        """The rate of the line's reason on the day; a reason the law knows no more keeps its rate, to be refused."""
        ground = self.law.grounds.get(line.vat_ground)
        if line.vat_ground and (ground is None or self.vat_on not in ground.period):
            return line.vat_rate
        return self.law.rate(ground.rate_code if ground else self.law.standard, on=self.vat_on)

    def _title(self) -> str:
        step, subject = self.due.step, self._subject
        if step.title:
            return f"{step.title}: {subject}"
        if step.kind == Step.INSTALMENT:
            parts = [each for each in self.standing.steps if each.kind == Step.INSTALMENT]
            number = next(n for n, each in enumerate(parts, 1) if each.pk == step.pk)
            return str(self._words["instalment"].format(number=number, count=len(parts), subject=subject))
        if step.share is None:
            return str(self._words["deposit_amount"].format(subject=subject))
        return str(self._words["deposit"].format(share=self._percent(step.share), subject=subject))

    def _deducted(self, made: Made) -> str:
        invoice, kind = made.invoice, made.row.step.kind
        assert invoice.issued_on, "only an invoice that was sent is deducted"
        day = format_date(invoice.issued_on, format="long", locale=self._locale)
        return str(self._words["deducted"][kind].format(invoice=invoice.number, day=day))

    @property
    def _subject(self) -> str:
        return self.standing.order.subject or self.standing.lines[0].description

    @property
    def _locale(self) -> str:
        return LOCALES[self.standing.order.language]

    @property
    def _words(self) -> Mapping[str, Any]:
        return _words()[self.standing.order.language]

    def _percent(self, share: Decimal) -> str:
        return format_percent(share, format="#,##0.## %", locale=self._locale)


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    words: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
        (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    )
    return words
