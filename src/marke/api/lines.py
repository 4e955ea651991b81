"""The lines of quotes and invoices, as they are sent and as they are answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ninja import Field, Schema

from marke.api.fields import Cents, Exact, Facts, Text
from marke.domain.quotes.content import plain
from marke.domain.quotes.models import QuoteLine
from marke.domain.sales.enums import Measure
from marke.domain.sales.models import InvoiceLine
from marke.domain.sales.pricing import MOST_LINES, LineInput


class LineIn(Facts):
    """One line: what, how much, at which price, under which VAT."""

    description: Text = Field(min_length=1, max_length=300, description="What the client pays for.")
    quantity: Exact = Field(
        Decimal(1),
        max_digits=9,
        decimal_places=3,
        description="How many of the measure; negative for a deposit that is deducted.",
    )
    measure: Measure = Field(Measure.PIECE, description="What the quantity counts.")
    unit_price: Exact = Field(max_digits=11, decimal_places=4, description="Euros without VAT for one.")
    vat_rate: Exact = Field(max_digits=5, decimal_places=4, ge=0, lt=1, description='A part of one: "0.21" for 21 %.')
    vat_ground: Text = Field("", max_length=40, description="The reason for another rate than the standard one.")


class LineOut(Schema):
    """One line of a document."""

    description: str
    quantity: str = Field(description="An exact number.")
    measure: Measure
    unit_price: str = Field(description="Euros without VAT for one, exact.")
    net: Cents
    vat_rate: str = Field(description="A part of one, exact.")
    vat_ground: str


Lines = list[LineIn]
LINES = Field(min_length=1, max_length=MOST_LINES, description="At least one, at most 200.")


def typed(lines: Sequence[LineIn]) -> tuple[LineInput, ...]:
    """Lines as the domain takes them."""
    return tuple(
        LineInput(
            line.description,
            line.quantity,
            line.unit_price,
            line.vat_rate,
            line.vat_ground,
            measure=line.measure.value,
        )
        for line in lines
    )


def shown(lines: Iterable[InvoiceLine | QuoteLine]) -> list[LineOut]:
    """Stored lines, as they are answered."""
    return [
        LineOut(
            description=line.description,
            quantity=plain(line.quantity),
            measure=Measure(line.measure),
            unit_price=plain(line.unit_price),
            net=line.net,
            vat_rate=plain(line.vat_rate),
            vat_ground=line.vat_ground,
        )
        for line in lines
    ]
