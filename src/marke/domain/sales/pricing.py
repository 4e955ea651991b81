"""From lines as typed to an invoice in cents: VAT per rate and ground, contribution, and the unit's budget.

Drafts, the live document and the issued invoice all come through `price`, so what is seen while typing is what is sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marke.domain.sales.models import Client
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.contribution import Shared, share
from marke.rules.vat import Buyer, NetLine, Totals, Treatment, VatLaw, line_net, totals

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class LineInput:
    """One line as typed: ``unit_price`` in euros without VAT; ``vat_ground`` is the reason for a reduced rate."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    vat_rate: Decimal
    vat_ground: str = ""

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
    return Buyer(client.country, client.vat_number)


def price(
    *, lines: Sequence[LineInput], client: Client, on: dt.date, law: VatLaw, contribution_rate: Decimal
) -> Priced:
    """Price an invoice for a client on a day.

    Raises `Refusal` for no lines or a total that is not above zero, `UnableToApplyVat` for a VAT rate without its
    reason (rule 23) or a reason that does not fit the client.
    """
    treated = tuple(treat(line, client=client, on=on, law=law) for line in _checked(lines))
    amounts = totals([NetLine(line.net, treatment) for line, treatment in treated])
    if amounts.gross <= 0:
        raise Refusal(
            "invoice.amount", gettext_noop("An invoice asks for more than zero: give at least one line a price.")
        )
    return Priced(treated, amounts, share(amounts.net, rate=contribution_rate))


def treat(line: LineInput, *, client: Client, on: dt.date, law: VatLaw) -> tuple[LineInput, Treatment]:
    """A line with the VAT the law gives it. Raises `UnableToApplyVat`."""
    treatment = law.treatment(rate=line.vat_rate, ground=line.vat_ground, buyer=buyer_of(client), on=on)
    return line, treatment


def _checked(lines: Sequence[LineInput]) -> Sequence[LineInput]:
    if not 1 <= len(lines) <= MOST_LINES:
        raise Refusal("invoice.lines", gettext_noop("An invoice has at least one line, and at most 200."))
    if any(not line.description.strip() for line in lines):
        raise Refusal("invoice.description", gettext_noop("Say on each line what the client pays for."))
    return lines
