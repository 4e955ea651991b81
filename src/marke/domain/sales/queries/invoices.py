"""Read invoices: lists by state, what is open and how old it is, what comes in soon, and one document."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from marke.domain.sales.enums import InvoiceKind, InvoiceStatus
from marke.domain.sales.models import Invoice
from marke.kernel.money import Cents

SOON = dt.timedelta(days=7)


def in_status(status: InvoiceStatus, *, as_of: dt.date) -> Q:
    """Which invoices are in a status on a day; the mirror of `Invoice.status`, as a condition the database answers."""
    open_now = Q(outstanding__gt=0)
    return {
        InvoiceStatus.DRAFT: Q(issued_on__isnull=True),
        InvoiceStatus.ISSUED: open_now & Q(due_on__gt=as_of + SOON, paid=0),
        InvoiceStatus.DUE: open_now & Q(due_on__gte=as_of, due_on__lte=as_of + SOON, paid=0),
        InvoiceStatus.OVERDUE: open_now & Q(due_on__lt=as_of),
        InvoiceStatus.PARTLY_PAID: open_now & Q(due_on__gte=as_of, paid__gt=0),
        InvoiceStatus.PAID: Q(issued_on__isnull=False, outstanding=0, credited=0) & ~Q(kind=InvoiceKind.CREDIT_NOTE),
        InvoiceStatus.CREDITED: Q(credited__gt=0),
    }[status]


def invoices_of_unit(
    *,
    unit_id: int,
    as_of: dt.date,
    status: InvoiceStatus | None = None,
    client_id: uuid.UUID | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Invoice]:
    """The invoices of a unit, drafts first, then the newest; with a first or last day of issue, no drafts."""
    found = Invoice.objects.filter(unit_id=unit_id).select_related("client")
    if status:
        found = found.filter(in_status(status, as_of=as_of))
    if client_id:
        found = found.filter(client_id=client_id)
    if since:
        found = found.filter(issued_on__gte=since)
    if until:
        found = found.filter(issued_on__lte=until)
    return found.order_by("-issued_on", "-pk")


SORTS = {
    "issued_on": ("issued_on", "pk"),
    "-issued_on": ("-issued_on", "-pk"),
    "due_on": ("due_on", "pk"),
    "gross": ("gross", "pk"),
    "-gross": ("-gross", "-pk"),
}


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """What the desk asks for: a status, the start of a number, an amount in cents, a unit, a client, a period."""

    status: InvoiceStatus | None = None
    number: str = ""
    amount: Cents | None = None
    unit_id: int | None = None
    client_id: uuid.UUID | None = None
    since: dt.date | None = None
    until: dt.date | None = None


def find_invoices(*, wanted: InvoiceFilter, as_of: dt.date, sort: str = "-issued_on") -> QuerySet[Invoice]:
    """Issued documents of the whole enterprise for the desk. Each filter has its index; nothing counts them all."""
    conditions = Q(issued_on__isnull=False)
    if wanted.status:
        conditions &= in_status(wanted.status, as_of=as_of)
    if wanted.number:
        conditions &= _numbered(wanted.number)
    if wanted.amount is not None:
        conditions &= Q(gross=wanted.amount)
    if wanted.unit_id:
        conditions &= Q(unit_id=wanted.unit_id)
    if wanted.client_id:
        conditions &= Q(client_id=wanted.client_id)
    if wanted.since:
        conditions &= Q(issued_on__gte=wanted.since)
    if wanted.until:
        conditions &= Q(issued_on__lte=wanted.until)
    order = SORTS.get(sort, SORTS["-issued_on"])
    return Invoice.objects.filter(conditions).select_related("client", "unit").order_by(*order)


def _numbered(start: str) -> Q:
    """Documents whose number starts so. A whole year in it is also that of the day: the index by day finds it."""
    year = re.match(r"[A-Z]?(\d{4})/", start)
    return Q(number__startswith=start, **({"issued_on__year": int(year[1])} if year and year[1] != "0000" else {}))


def invoice_of_unit(*, unit_id: int, invoice_id: uuid.UUID) -> Invoice | None:
    """One document of a unit with its client."""
    return Invoice.objects.filter(unit_id=unit_id, pk=invoice_id).select_related("client", "unit").first()


def invoice_by_id(*, invoice_id: uuid.UUID) -> Invoice | None:
    """One document of the enterprise, for the desk."""
    return Invoice.objects.filter(pk=invoice_id).select_related("client", "unit").first()


def invoice_by_number(*, number: str) -> Invoice | None:
    """The invoice with this number or structured communication, as typed at the desk."""
    digits = "".join(sign for sign in number if sign.isdecimal())
    found = Invoice.objects.filter(Q(number=number.strip().upper()) | Q(communication=digits))
    return found.exclude(kind=InvoiceKind.CREDIT_NOTE).select_related("client").first()


def open_invoices(*, unit_id: int) -> QuerySet[Invoice]:
    """What clients still owe on invoices of a unit, the oldest due date first."""
    owed = Invoice.objects.filter(unit_id=unit_id, outstanding__gt=0)
    return owed.select_related("client").order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class Receivables:
    """What clients owe, by age, in cents. The bands count days after the due date."""

    not_due: Cents
    days_1_30: Cents
    days_31_60: Cents
    days_61_90: Cents
    older: Cents
    count: int

    @property
    def overdue(self) -> Cents:
        return self.days_1_30 + self.days_31_60 + self.days_61_90 + self.older

    @property
    def total(self) -> Cents:
        return self.not_due + self.overdue


def receivables(*, as_of: dt.date, unit_id: int | None = None, client_id: uuid.UUID | None = None) -> Receivables:
    """What clients owe by age: of a unit, of a client, or of everything one may see."""
    owed = Invoice.objects.filter(outstanding__gt=0)
    if unit_id:
        owed = owed.filter(unit_id=unit_id)
    if client_id:
        owed = owed.filter(client_id=client_id)

    def between(first: int | None, last: int | None) -> Sum:
        """Owed on invoices that are ``first`` to ``last`` days past their due date."""
        band = Q()
        if first is not None:
            band &= Q(due_on__lte=as_of - dt.timedelta(days=first))
        if last is not None:
            band &= Q(due_on__gte=as_of - dt.timedelta(days=last))
        return Sum("outstanding", filter=band, default=0)

    return Receivables(
        **owed.aggregate(
            not_due=between(None, 0),
            days_1_30=between(1, 30),
            days_31_60=between(31, 60),
            days_61_90=between(61, 90),
            older=between(91, None),
            count=Count("pk"),
        )
    )


@dataclass(frozen=True, slots=True)
class Expected:
    """What should come in soon: what clients owe, and the budget of units in it, in cents."""

    from_clients: Cents
    budget: Cents
    count: int


def expected(*, unit_ids: list[int], as_of: dt.date, days: int = 30) -> Expected:
    """Open on invoices due within the next days, or overdue: what the units may expect."""
    found = Invoice.objects.filter(
        unit_id__in=unit_ids, outstanding__gt=0, due_on__lte=as_of + dt.timedelta(days=days)
    ).aggregate(
        from_clients=Sum("outstanding", default=0),
        budget=Sum("budget", default=0),
        available=Sum("available", default=0),
        count=Count("pk"),
    )
    return Expected(found["from_clients"], found["budget"] - found["available"], found["count"])


def last_invoice(*, unit_id: int, client_id: uuid.UUID | None = None) -> Invoice | None:
    """The invoice to repeat: the last one sent, to this client if one is named."""
    sent = Invoice.objects.filter(unit_id=unit_id, issued_on__isnull=False).exclude(kind=InvoiceKind.CREDIT_NOTE)
    if client_id:
        sent = sent.filter(client_id=client_id)
    return sent.prefetch_related("lines").order_by("-issued_on", "-pk").first()
