"""Write invoices: drafts that change freely, then issued documents that never do.

Issuing here writes the document; `marke.usecases.issue_invoice` makes it a journey with its rules and its postings.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from django.db.models import Q

from marke.countries.protocol import Identifiers
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.models import Client, ClientLink, Invoice, InvoiceLine, InvoiceVat
from marke.domain.sales.operations.numbers import take_dated_numbers
from marke.domain.sales.pricing import LineInput, Priced
from marke.domain.units.policies import require_own_project
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import one_line
from marke.rules.vat import NetLine, Treatment, tax_day, totals

Part = TypeVar("Part", InvoiceLine, InvoiceVat)

SERIES_PREFIX = {InvoiceKind.INVOICE: "", InvoiceKind.CREDIT_NOTE: "C", InvoiceKind.FUNDING: "F"}
COMMUNICATION_DIGIT = {InvoiceKind.INVOICE: 1, InvoiceKind.FUNDING: 2}
"""The first digit of a structured communication says to which series the number belongs."""


@dataclass(frozen=True, slots=True)
class InvoiceInput:
    """What a member fills in. ``kind`` is an invoice, or a claim on a subsidy or a patron."""

    unit_id: int
    client_id: uuid.UUID
    lines: tuple[LineInput, ...]
    subject: str = ""
    client_reference: str = ""
    project_id: uuid.UUID | None = None
    kind: InvoiceKind = InvoiceKind.INVOICE
    period: tuple[dt.date, dt.date] | None = None
    """The first and last day of what is invoiced, when it went on for some time."""
    delivered_on: dt.date | None = None
    order_id: uuid.UUID | None = None
    order_reference: str = ""
    """The client's purchase order; ``client_reference`` is the reference by which the client finds the invoice."""
    term_days: int | None = None
    """Days to pay as agreed with this client; without it the choice of the cooperative."""
    export_proof: str = ""
    """The export declaration or transport document of goods that leave the European Union."""

    def tax_day(self, *, issued_on: dt.date) -> dt.date:
        """The day whose VAT rates apply when this is issued on a day."""
        end = self.period[1] if self.period else None
        return tax_day(issued_on=issued_on, delivered_on=self.delivered_on, period_end=end)


def save_draft(*, invoice: InvoiceInput, actor: uuid.UUID, invoice_id: uuid.UUID | None = None) -> uuid.UUID:
    """Keep what was typed as a draft, new or in place of the draft ``invoice_id``. No number, no posting, no promise.

    Raises `Refusal` when the unit does not work for the client, for a project that the unit has not got open, and when
    the document was issued meanwhile.
    """
    client = client_of(invoice.unit_id, invoice.client_id)
    require_own_project(unit_id=invoice.unit_id, project_id=invoice.project_id)
    draft = draft_to_change(invoice_id) if invoice_id else Invoice(created_by=actor)
    fill(draft, invoice, client)
    so_far = totals([NetLine(line.net, Treatment(line.vat_rate)) for line in invoice.lines])
    draft.net, draft.vat, draft.gross = so_far.net, so_far.vat, so_far.gross
    draft.save()
    draft.lines.all().delete()
    InvoiceLine.objects.bulk_create(lines_of(draft, invoice.lines))
    return draft.pk


def discard_draft(*, invoice_id: uuid.UUID) -> None:
    """Throw a draft away. Raises `Refusal` when it was issued: then only a credit note takes it back."""
    draft_to_change(invoice_id).delete()


def draft_to_change(invoice_id: uuid.UUID) -> Invoice:
    """The draft, locked. Raises `Refusal` when it is no draft any more."""
    found = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice_id)
    if not found.is_draft:
        raise Refusal(
            "invoice.issued",
            gettext_noop("Invoice %(number)s was already sent and does not change; take it back with a credit note."),
            params={"number": found.number},
        )
    return found


def client_of(unit_id: int, client_id: uuid.UUID) -> Client:
    """The client a unit works for. Raises `Refusal` when the unit has no such client."""
    link = ClientLink.objects.filter(unit_id=unit_id, client_id=client_id).select_related("client").first()
    if link is None:
        raise Refusal(
            "invoice.client-of-unit",
            gettext_noop("Choose a client of this unit, or add the client first."),
            field="client",
        )
    return link.client


def clients_of(invoices: Sequence[InvoiceInput]) -> dict[uuid.UUID, Client]:
    """The clients of many invoices, each linked to the unit that invoices it. Raises `Refusal` otherwise."""
    wanted = {(invoice.unit_id, invoice.client_id) for invoice in invoices}
    linked = ClientLink.objects.filter(
        Q(unit_id__in={unit for unit, _ in wanted}) & Q(client_id__in={client for _, client in wanted})
    ).values_list("unit_id", "client_id")
    missing = wanted - set(linked)
    if missing:
        client_of(*min(missing))
    return Client.objects.in_bulk({client for _, client in wanted})


def fill(invoice: Invoice, given: InvoiceInput, client: Client) -> None:
    """Put what was typed on the document."""
    invoice.unit_id = given.unit_id
    invoice.client = client
    invoice.kind = given.kind
    invoice.language = client.language
    invoice.subject = one_line(given.subject)
    invoice.client_reference = one_line(given.client_reference)
    invoice.order_reference = one_line(given.order_reference)
    invoice.export_proof = one_line(given.export_proof)
    invoice.project_id = given.project_id
    invoice.order_id = given.order_id
    invoice.period_start, invoice.period_end = given.period or (None, None)
    invoice.delivered_on = given.delivered_on
    invoice.term_days = given.term_days


def lines_of(invoice: Invoice, lines: Sequence[LineInput]) -> list[InvoiceLine]:
    """The rows of an invoice's lines, numbered from 1."""
    return [
        InvoiceLine(
            invoice_id=invoice.pk,
            unit_id=invoice.unit_id,
            position=position,
            description=one_line(line.description),
            quantity=line.quantity,
            measure=line.measure,
            unit_price=line.unit_price,
            net=line.net,
            vat_rate=line.vat_rate,
            vat_ground=line.vat_ground,
        )
        for position, line in enumerate(lines, 1)
    ]


@dataclass(slots=True)
class Issuing:
    """A document on its way out: the row, the rows of its parts, and whether the row stood there as a draft."""

    invoice: Invoice
    lines: list[InvoiceLine]
    vat_totals: list[InvoiceVat]
    was_draft: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds on the day of issue: the rate of the contribution, the days to pay, and the seller as printed."""

    on: dt.date
    contribution_rate: Decimal
    term_days: int
    longest_term_days: int
    seller: dict[str, str]

    def due_on(self, given: InvoiceInput) -> dt.date:
        """The last day to pay: the agreed term, else that of the cooperative (rule 14)."""
        days = self.term_days if given.term_days is None else given.term_days
        return self.on + dt.timedelta(days=days)


def prepare(
    *,
    given: InvoiceInput,
    client: Client,
    unit_name: str,
    priced: Priced,
    terms: Terms,
    actor: uuid.UUID,
    draft: Invoice | None = None,
) -> Issuing:
    """Make the whole document in memory, with everything but its number and its ledger entry."""
    invoice = draft or Invoice(id=uuid7(), created_by=actor)
    fill(invoice, given, client)
    invoice.net, invoice.vat, invoice.gross = priced.totals.net, priced.totals.vat, priced.totals.gross
    invoice.contribution_rate = terms.contribution_rate
    invoice.contribution, invoice.budget = priced.shared.contribution, priced.shared.budget
    invoice.issued_on, invoice.due_on = terms.on, terms.due_on(given)
    invoice.year = terms.on.year
    invoice.parties = {"seller": terms.seller, "client": printed_client(client), "unit": {"name": unit_name}}
    vat_totals = [
        InvoiceVat(
            invoice_id=invoice.pk,
            unit_id=given.unit_id,
            category=total.category.value,
            rate=total.rate,
            grounds=[ground.code for ground in total.grounds],
            reason="\n".join(total.sentences(client.language)),
            reason_code=total.reason_code,
            grid=total.grid,
            base=total.base,
            vat=total.vat,
        )
        for total in priced.totals.breakdown
    ]
    return Issuing(invoice, lines_of(invoice, given.lines), vat_totals, was_draft=draft is not None)


def printed_client(client: Client) -> dict[str, str]:
    """Who the client is on the day of issue, as the document says it for ever."""
    names = (
        "kind",
        "name",
        "street",
        "postcode",
        "municipality",
        "country",
        "enterprise_number",
        "vat_number",
        "email",
    )
    return {name: getattr(client, name) for name in names}


def issue(*, documents: Sequence[Issuing], entity: int, identifiers: Identifiers) -> None:
    """Number the documents in the order given and write them: from here on they are facts.

    Each must carry its ledger entry. Parts are written before their document, because the database refuses a new line
    on an issued one.
    """
    _number([document.invoice for document in documents], entity, identifiers)
    old = [document.invoice.pk for document in documents if document.was_draft]
    if old:
        InvoiceLine.objects.filter(invoice_id__in=old).delete()
    InvoiceLine.objects.bulk_create([line for document in documents for line in document.lines], batch_size=2_000)
    InvoiceVat.objects.bulk_create([vat for document in documents for vat in document.vat_totals], batch_size=2_000)
    fresh = [document.invoice for document in documents if not document.was_draft]
    Invoice.objects.bulk_create(fresh, batch_size=1_000)
    for document in documents:
        if document.was_draft:
            document.invoice.save(force_update=True)


def _number(invoices: Sequence[Invoice], entity: int, identifiers: Identifiers) -> None:
    """Give each its number and, where money is asked, the structured communication that finds it again."""

    def series(invoice: Invoice) -> tuple[str, int]:
        assert invoice.issued_on
        return InvoiceKind(invoice.kind).value, invoice.issued_on.year

    for (kind, year), group in groupby(sorted(invoices, key=series), key=series):
        same = list(group)
        days = [invoice.issued_on for invoice in same if invoice.issued_on]
        for invoice, sequence in zip(same, take_dated_numbers(entity=entity, series=kind, days=days), strict=True):
            invoice.sequence = sequence
            invoice.number = f"{SERIES_PREFIX[InvoiceKind(kind)]}{year}/{sequence:05d}"
            if digit := COMMUNICATION_DIGIT.get(InvoiceKind(kind)):
                invoice.communication = identifiers.make_structured_communication(
                    (digit * 100 + year % 100) * 10**7 + sequence
                )


def credit(*, invoice: Invoice, note: Issuing, entity: int, identifiers: Identifiers) -> None:
    """Write the credit note and mark its invoice as taken back, with nothing paid or available on it any more."""
    issue(documents=[note], entity=entity, identifiers=identifiers)
    invoice.paid, invoice.available, invoice.credited = 0, 0, invoice.gross
    invoice.save(update_fields=["paid", "available", "credited"])


def mirror(*, invoice: Invoice, on: dt.date, reason: str, actor: uuid.UUID) -> Issuing:
    """The credit note of an invoice, in memory: the same parties, lines, VAT and shares, line by line.

    Raises `Refusal` for a draft, a credit note, or an invoice that was already credited.
    """
    _refuse_uncreditable(invoice)
    note = Invoice(
        id=uuid7(),
        created_by=actor,
        kind=InvoiceKind.CREDIT_NOTE,
        credits=invoice,
        issued_on=on,
        due_on=on,
        year=on.year,
        subject=reason,
    )
    copied = (
        *(
            "unit_id",
            "client_id",
            "project_id",
            "language",
            "client_reference",
            "order_reference",
            "order_id",
            "parties",
        ),
        *("period_start", "period_end", "delivered_on", "export_proof"),
        *("net", "vat", "gross", "contribution_rate", "contribution", "budget"),
    )
    for name in copied:
        setattr(note, name, getattr(invoice, name))
    lines = [_moved(line, note) for line in invoice.lines.all()]
    return Issuing(note, lines, [_moved(total, note) for total in invoice.vat_totals.all()])


def _moved(part: Part, note: Invoice) -> Part:
    """The same part on the credit note."""
    part.pk, part.invoice_id = uuid7(), note.pk
    part._state.adding = True
    return part


def _refuse_uncreditable(invoice: Invoice) -> None:
    if invoice.is_draft or invoice.is_credit_note:
        raise Refusal("invoice.creditable", gettext_noop("Only an invoice that was sent can be credited."))
    if invoice.credited:
        raise Refusal(
            "invoice.credited-once",
            gettext_noop("Invoice %(number)s was already credited; an invoice is credited once."),
            params={"number": invoice.number},
        )
