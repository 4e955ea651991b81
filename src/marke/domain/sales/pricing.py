"""From lines as typed to an invoice in cents: VAT per rate and ground, contribution, and the unit's budget.

Drafts, the live document and the issued invoice all come through `price`, so what is seen while typing is what is sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marke.domain.sales.enums import ClientKind, Measure
from marke.domain.sales.models import Client
from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.kernel.text import one_line
from marke.rules.contribution import Shared, share
from marke.rules.vat import Buyer, NetLine, Totals, Treatment, VatLaw, VatTotal, line_net, totals

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class LineInput:
    """One line as typed: ``unit_price`` in euros without VAT; ``vat_ground`` is the reason for a reduced rate.

    ``measure`` says what the quantity counts. A deposit that is deducted is a line with a negative quantity.
    """

    description: str
    quantity: Decimal
    unit_price: Decimal
    vat_rate: Decimal
    vat_ground: str = ""
    measure: str = Measure.PIECE.value

    @property
    def net(self) -> Cents:
        return line_net(quantity=self.quantity, unit_price=self.unit_price)


@dataclass(frozen=True, slots=True)
class Priced:
    """An invoice in cents: its lines with their VAT treatment, its totals, and how the net is shared."""

    lines: tuple[tuple[LineInput, Treatment], ...]
    totals: Totals
    shared: Shared


def buyer_of(client: Client) -> Buyer:
    """What VAT law needs to know of a client."""
    return Buyer(client.country, client.vat_number, is_private=client.kind == ClientKind.PRIVATE)


def price(
    *, lines: Sequence[LineInput], client: Client, on: dt.date, law: VatLaw, contribution_rate: Decimal
) -> Priced:
    """Price an invoice for a client; ``on`` is the day whose VAT rates apply (`marke.rules.vat.tax_day`).

    Raises `Refusal` for no lines, for a total that is not above zero or below zero at one rate, and for funding beside
    something sold; `UnableToApplyVat` for a VAT rate without its reason (rule 23) or one that does not fit the client.
    """
    treated = tuple(treat(line, client=client, on=on, law=law) for line in _checked(lines))
    _refuse_funding_beside_sales([treatment for _, treatment in treated])
    amounts = totals([NetLine(line.net, treatment) for line, treatment in treated])
    _refuse_nothing_to_pay(amounts)
    return Priced(treated, amounts, share(amounts.net, rate=contribution_rate))


def _refuse_nothing_to_pay(amounts: Totals) -> None:
    if amounts.gross <= 0:
        raise Refusal(
            "invoice.amount", gettext_noop("An invoice asks for more than zero: give at least one line a price.")
        )
    below = next((total for total in amounts.breakdown if total.base < 0), None)
    if below:
        raise _deducted_too_much(below)


def _deducted_too_much(total: VatTotal) -> Refusal:
    return Refusal(
        "invoice.deducted",
        gettext_noop(
            "At %(rate)s %% VAT more is deducted than invoiced, by %(amount)s. A deposit is deducted at the rate and "
            "for the reason with which it was invoiced; what is left over is given back by a credit note."
        ),
        params={"rate": f"{(total.rate * 100).normalize():f}", "amount": Amount(-total.base)},
    )


def _refuse_funding_beside_sales(treatments: Sequence[Treatment]) -> None:
    """A subsidy is claimed: what lies outside VAT stands on no document with VAT (EN 16931, BR-O-11)."""
    kinds = {bool(treatment.ground and treatment.ground.is_funding) for treatment in treatments}
    if len(kinds) > 1:
        raise Refusal(
            "invoice.funding-apart",
            gettext_noop("A subsidy or patronage is claimed on a document of its own, without anything that is sold."),
            field="vat",
        )


def treat(line: LineInput, *, client: Client, on: dt.date, law: VatLaw) -> tuple[LineInput, Treatment]:
    """A line with the VAT the law gives it. Raises `UnableToApplyVat`."""
    treatment = law.treatment(rate=line.vat_rate, ground=line.vat_ground, buyer=buyer_of(client), on=on)
    return line, treatment


def _checked(lines: Sequence[LineInput]) -> Sequence[LineInput]:
    if not 1 <= len(lines) <= MOST_LINES:
        raise Refusal("invoice.lines", gettext_noop("An invoice has at least one line, and at most 200."))
    if any(not one_line(line.description) for line in lines):
        raise Refusal("invoice.description", gettext_noop("Say on each line what the client pays for."))
    if not all(_can_be_kept(line) for line in lines):
        raise Refusal(
            "invoice.decimals",
            gettext_noop("A quantity has at most three decimals and a price four; other figures cannot be invoiced."),
            field="quantity",
        )
    return lines


def _can_be_kept(line: LineInput) -> bool:
    """Whether quantity and price stand on the document as they were computed with."""
    quantity, price = line.quantity, line.unit_price
    if not (quantity.is_finite() and price.is_finite() and abs(quantity) < 10**9 and abs(price) < 10**10):
        return False
    return quantity == round(quantity, 3) and price == round(price, 4)
