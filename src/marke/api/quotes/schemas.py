"""Quotes as they are sent and as they are answered."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Literal

from ninja import Field, Schema

from marke.api.fields import Cents, Day, Facts, Mail, Period, Text, period_of
from marke.api.lines import LINES, LineOut, Lines, shown, typed
from marke.api.paging import Part
from marke.domain.quotes.content import Invoicing, QuoteInput
from marke.domain.quotes.enums import Plan, QuoteState
from marke.domain.quotes.models import QuoteVersion

EXAMPLE = {
    "client": "01900000-0000-7000-8000-00000000c0de",
    "subject": "Concert on the quay",
    "lines": [{"description": "Concert", "quantity": "1", "unit_price": "1000.00", "vat_rate": "0.21"}],
    "period": {"start": "2026-10-01", "end": "2026-10-03"},
    "invoicing": {"plan": "deposit", "deposit_percent": 30},
    "to_name": "Kim Claes",
    "to_email": "kim@festival.example",
}


class QuotePart(Part):
    """Which quotes of the unit, and which part of them."""

    state: QuoteState | None = Field(None, description="The state of their latest version.")
    client: uuid.UUID | None = None


class AtEnd(Facts):
    """One invoice when the work is done."""

    plan: Literal["at_end"] = "at_end"


class WithDeposit(Facts):
    """A part at signature, the rest at the end."""

    plan: Literal["deposit"]
    deposit_percent: int = Field(ge=1, le=99)


class InParts(Facts):
    """Equal parts, one a month."""

    plan: Literal["instalments"]
    instalments: int = Field(ge=2, le=36)


HowInvoiced = Annotated[AtEnd | WithDeposit | InParts, Field(discriminator="plan")]


class QuoteIn(Facts):
    """What a unit offers a client. It need not be ready to be sent."""

    client: uuid.UUID
    lines: Lines = LINES
    subject: Text = Field("", max_length=200)
    client_reference: Text = Field("", max_length=80, description="By which the client finds it.")
    project: uuid.UUID | None = Field(None, description="An open project of the unit.")
    period: Period | None = Field(None, description="When the work is done.")
    term_days: int | None = Field(None, ge=0, le=365, description="Agreed days to pay; else those of the cooperative.")
    terms: Text = Field("", max_length=4000, description="Conditions that the client reads.")
    invoicing: HowInvoiced = Field(default_factory=AtEnd, description="How the work is invoiced once it is signed.")
    valid_until: Day | None = Field(None, description="Else the days that the cooperative has decided.")
    to_name: Text = Field("", max_length=120)
    to_email: Mail = Field("", description="Who gets it by e-mail; without it nothing is mailed.")

    def given(self, unit: int) -> QuoteInput:
        """As the domain takes it."""
        how = self.invoicing.model_dump()
        return QuoteInput(
            unit_id=unit,
            client_id=self.client,
            lines=typed(self.lines),
            subject=self.subject,
            client_reference=self.client_reference,
            project_id=self.project,
            period=self.period.days() if self.period else None,
            term_days=self.term_days,
            terms=self.terms,
            invoicing=Invoicing(**{**how, "plan": Plan(how["plan"])}),
            valid_until=self.valid_until,
            to_name=self.to_name,
            to_email=self.to_email,
        )


class QuoteRow(Schema):
    """A quote in a list: its latest version."""

    id: uuid.UUID
    number: str | None = Field(description="Given when it is first sent.")
    version: int
    state: QuoteState
    client: uuid.UUID
    client_name: str
    subject: str
    net: Cents = Field(description="Without VAT, in whole cents.")
    vat: Cents
    gross: Cents = Field(description="With VAT, in whole cents.")
    sent_at: dt.datetime | None
    valid_until: dt.date | None


class QuoteOut(QuoteRow):
    """A quote with everything that its latest version says."""

    contribution: Cents = Field(description="To the common pot; known once it is sent.")
    budget: Cents = Field(description="What comes to the unit; known once it is sent.")
    client_reference: str
    project: uuid.UUID | None
    period: Period | None
    term_days: int | None
    terms: str
    plan: Plan
    deposit_percent: int
    instalments: int
    to_name: str
    to_email: str
    viewed_at: dt.datetime | None
    ended_at: dt.datetime | None
    order: uuid.UUID | None = Field(description="The order that its signature opened.")
    review_note: str = Field(description="What an adviser asks to change before it can be sent.")
    lines: list[LineOut]


class QuotesOut(Schema):
    """A part of the list, newest first."""

    rows: list[QuoteRow]
    next: str | None = Field(description="Send it as `after` for the next part; null at the end.")


def quote_row(version: QuoteVersion) -> QuoteRow:
    """A quote in a list, as it is answered."""
    quote = version.quote
    return QuoteRow(
        id=quote.pk,
        number=quote.number,
        version=version.number,
        state=QuoteState(version.state),
        client=quote.client_id,
        client_name=quote.client.name,
        subject=version.subject,
        net=version.net,
        vat=version.vat,
        gross=version.gross,
        sent_at=version.sent_at,
        valid_until=version.valid_until,
    )


def quote_out(version: QuoteVersion) -> QuoteOut:
    """One quote, as it is answered."""
    return QuoteOut(
        **quote_row(version).model_dump(),
        contribution=version.contribution,
        budget=version.budget,
        client_reference=version.client_reference,
        project=version.quote.project_id,
        period=period_of(version.period_start, version.period_end),
        term_days=version.term_days,
        terms=version.terms,
        plan=Plan(version.plan),
        deposit_percent=version.deposit_percent,
        instalments=version.instalments,
        to_name=version.to_name,
        to_email=version.to_email,
        viewed_at=version.viewed_at,
        ended_at=version.ended_at,
        order=version.order_id,
        review_note=version.review_note,
        lines=shown(version.lines.all()),
    )
