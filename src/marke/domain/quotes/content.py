"""What a quote says: as a member fills it in, as a template keeps it, and as the hash that proves it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from marke.domain.quotes.enums import Plan
from marke.domain.quotes.models import QuoteLine, QuoteVersion
from marke.domain.sales.models import InvoiceLine
from marke.domain.sales.pricing import LineInput
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.orders import PlannedInvoice, StepKind
from marke.rules.orders.periods import plus_months

SHARE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Invoicing:
    """How the work is invoiced once the quote is signed: a part at signature, or a number of equal parts.

    Raises `Refusal` for a deposit outside 1 to 99 percent, or less than two or more than 36 parts.
    """

    plan: Plan = Plan.AT_END
    deposit_percent: int = 0
    instalments: int = 0

    def __post_init__(self) -> None:
        if self.plan == Plan.DEPOSIT and not 1 <= self.deposit_percent <= 99:
            raise Refusal(
                "quote.deposit",
                gettext_noop("A deposit is 1 to 99 percent of the price. For everything at once, choose one invoice."),
                field="deposit_percent",
            )
        if self.plan == Plan.INSTALMENTS and not 2 <= self.instalments <= 36:
            raise Refusal(
                "quote.instalments",
                gettext_noop("A quote is invoiced in 2 to 36 equal parts."),
                field="instalments",
            )

    @classmethod
    def of(cls, version: QuoteVersion) -> Invoicing:
        """How a version says it is invoiced."""
        return cls(Plan(version.plan), version.deposit_percent, version.instalments)

    def schedule(self, *, start: dt.date) -> tuple[PlannedInvoice, ...]:
        """The invoices that this wish means. Equal parts come each month from ``start``, the rest with the last."""
        if self.plan == Plan.DEPOSIT:
            share = Decimal(self.deposit_percent) / 100
            return (PlannedInvoice(StepKind.DEPOSIT, share=share), PlannedInvoice(StepKind.FINAL))
        if self.plan == Plan.INSTALMENTS:
            share = round(Decimal(1) / self.instalments, SHARE_DECIMALS)
            days = [plus_months(start, month) for month in range(self.instalments)]
            parts = [PlannedInvoice(StepKind.INSTALMENT, share=share, on=day) for day in days[:-1]]
            return (*parts, PlannedInvoice(StepKind.FINAL, on=days[-1]))
        return (PlannedInvoice(StepKind.FINAL),)


@dataclass(frozen=True, slots=True)
class QuoteInput:
    """What a member fills in. Without ``valid_until`` the choice of the cooperative decides on the day of sending.

    Without ``to_email`` nothing is mailed: the member hands the paper over.
    """

    unit_id: int
    client_id: uuid.UUID
    lines: tuple[LineInput, ...]
    subject: str = ""
    client_reference: str = ""
    project_id: uuid.UUID | None = None
    period: tuple[dt.date, dt.date] | None = None
    term_days: int | None = None
    terms: str = ""
    invoicing: Invoicing = Invoicing()
    valid_until: dt.date | None = None
    to_name: str = ""
    to_email: str = ""

    def vat_day(self, *, today: dt.date) -> dt.date:
        """The day whose VAT rates a quote shows: the end of the work, or today when that is later or unknown."""
        return max(today, self.period[1]) if self.period else today


def input_of(version: QuoteVersion) -> QuoteInput:
    """A stored version as it was filled in; two queries when quote and lines are not loaded yet."""
    quote = version.quote
    period = (version.period_start, version.period_end) if version.period_start and version.period_end else None
    return QuoteInput(
        unit_id=quote.unit_id,
        client_id=quote.client_id,
        lines=tuple(line_of(line) for line in version.lines.all()),
        subject=version.subject,
        client_reference=version.client_reference,
        project_id=quote.project_id,
        period=period,
        term_days=version.term_days,
        terms=version.terms,
        invoicing=Invoicing.of(version),
        valid_until=version.valid_until,
        to_name=version.to_name,
        to_email=version.to_email,
    )


def as_new(given: QuoteInput) -> QuoteInput:
    """The same offer to make again: with new days, for a new deal."""
    return replace(given, period=None, valid_until=None, client_reference="")


def line_of(line: QuoteLine | InvoiceLine) -> LineInput:
    """A stored line as it was typed."""
    return LineInput(
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        vat_rate=line.vat_rate,
        vat_ground=line.vat_ground,
        measure=line.measure,
    )


def to_plain(given: QuoteInput) -> dict[str, Any]:
    """What a template keeps of a quote: everything but its client, its days and its reader."""
    return {
        "subject": given.subject,
        "terms": given.terms,
        "term_days": given.term_days,
        "plan": given.invoicing.plan.value,
        "deposit_percent": given.invoicing.deposit_percent,
        "instalments": given.invoicing.instalments,
        "lines": [
            {
                "description": line.description,
                "quantity": plain(line.quantity),
                "measure": line.measure,
                "unit_price": plain(line.unit_price),
                "vat_rate": plain(line.vat_rate),
                "vat_ground": line.vat_ground,
            }
            for line in given.lines
        ],
    }


def from_plain(content: Mapping[str, Any], *, unit_id: int, client_id: uuid.UUID) -> QuoteInput:
    """A quote to begin from a template, for a client."""
    return QuoteInput(
        unit_id=unit_id,
        client_id=client_id,
        lines=tuple(
            LineInput(
                description=line["description"],
                quantity=Decimal(line["quantity"]),
                unit_price=Decimal(line["unit_price"]),
                vat_rate=Decimal(line["vat_rate"]),
                vat_ground=line["vat_ground"],
                measure=line["measure"],
            )
            for line in content["lines"]
        ),
        subject=content["subject"],
        terms=content["terms"],
        term_days=content["term_days"],
        invoicing=Invoicing(Plan(content["plan"]), content["deposit_percent"], content["instalments"]),
    )


def fingerprint(version: QuoteVersion, lines: Iterable[QuoteLine], *, number: str) -> str:
    """The SHA-256 of everything a client reads in a version, the same whenever it is computed.

    What is hashed is JSON with sorted keys; amounts are cents, other numbers decimals without trailing zeros.
    """
    read = {
        "quote": number,
        "version": version.number,
        "language": version.language,
        "parties": version.parties,
        "subject": version.subject,
        "client_reference": version.client_reference,
        "period": [_iso(version.period_start), _iso(version.period_end)],
        "valid_until": _iso(version.valid_until),
        "term_days": version.term_days,
        "terms": version.terms,
        "invoicing": [str(version.plan), version.deposit_percent, version.instalments],
        "lines": [
            [
                line.description,
                plain(line.quantity),
                str(line.measure),
                plain(line.unit_price),
                line.net,
                plain(line.vat_rate),
                line.vat_ground,
            ]
            for line in lines
        ],
        "vat": version.vat_totals,
        "amounts": [version.net, version.vat, version.gross],
    }
    text = json.dumps(read, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(number: Decimal) -> str:
    """A decimal without trailing zeros, never in powers of ten."""
    return f"{number.normalize():f}"


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
